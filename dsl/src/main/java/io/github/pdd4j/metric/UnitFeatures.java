package io.github.pdd4j.metric;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;

/** Features normalized to unit length over channels, so that distances do not depend on contrast. */
final class UnitFeatures {
    private UnitFeatures() {}

    private static final double MIN_SQUARE = 1e-20;

    /**
     * f / (‖f‖ + 1e-10) at every position of (N, C, h, w), with the constant of LPIPS's published code. The squared
     * norm is bounded from below, since the square root has no finite gradient at 0.
     */
    static NDArray of(NDArray features) {
        NDArray squares = features.square().sum(new int[] {1}, true);
        return features.div(Tensors.atLeast(squares, MIN_SQUARE).sqrt().add(1e-10f));
    }

    static NDArray tensor(Image image, Scope scope) {
        Image rgb = image.rgb();
        return scope.tensor(rgb.values(), 1, 3, rgb.height(), rgb.width());
    }
}
