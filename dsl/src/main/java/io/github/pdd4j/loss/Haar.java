package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.tensor.Tensors;

/**
 * The one-level Haar transform of images (N, C, H, W) with even H and W; each band is (N, C, H/2, W/2).
 *
 * <p>With a, b, c, d the pixels of a 2×2 block, multiplied by 0.5 (a top-left, b bottom-left, c top-right, d
 * bottom-right): LL = a+b+c+d, HL = −a−b+c+d, LH = −a+b−c+d, HH = a−b−c+d.
 */
record Haar(NDArray ll, NDArray hl, NDArray lh, NDArray hh) {
    static Haar of(NDArray x) {
        NDArray a = Tensors.scaled(x.get(":, :, 0::2, 0::2"), 0.5);
        NDArray b = Tensors.scaled(x.get(":, :, 1::2, 0::2"), 0.5);
        NDArray c = Tensors.scaled(x.get(":, :, 0::2, 1::2"), 0.5);
        NDArray d = Tensors.scaled(x.get(":, :, 1::2, 1::2"), 0.5);
        NDArray left = a.add(b);
        NDArray right = c.add(d);
        NDArray leftDown = b.sub(a);
        NDArray rightDown = d.sub(c);
        return new Haar(left.add(right), right.sub(left), leftDown.add(rightDown), rightDown.sub(leftDown));
    }
}
