package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;

/**
 * The one-level Haar transform of pictures (N, C, H, W) with even H and W; each band is (N, C, H/2, W/2).
 *
 * <p>With a, b, c, d the pixels of a 2×2 block, halved (a top-left, b bottom-left, c top-right, d bottom-right):
 * LL = a+b+c+d, HL = −a−b+c+d, LH = −a+b−c+d, HH = a−b−c+d.
 */
record Haar(NDArray ll, NDArray hl, NDArray lh, NDArray hh) {
    static Haar of(NDArray x) {
        NDArray a = x.get(":, :, 0::2, 0::2").div(2);
        NDArray b = x.get(":, :, 1::2, 0::2").div(2);
        NDArray c = x.get(":, :, 0::2, 1::2").div(2);
        NDArray d = x.get(":, :, 1::2, 1::2").div(2);
        NDArray left = a.add(b);
        NDArray right = c.add(d);
        NDArray leftDown = b.sub(a);
        NDArray rightDown = d.sub(c);
        return new Haar(left.add(right), right.sub(left), leftDown.add(rightDown), rightDown.sub(leftDown));
    }
}
