package io.github.pdd4j.metric;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.image.Picture;
import io.github.pdd4j.tensor.Scope;

/** Features divided by their length over channels, so that a distance of theirs does not depend on contrast. */
final class UnitFeatures {
    private UnitFeatures() {}

    /** f / (‖f‖ + 1e-10) at every position of (N, C, h, w), the constant as in the published code of LPIPS. */
    static NDArray of(NDArray features) {
        return features.div(features.square().sum(new int[] {1}, true).sqrt().add(1e-10f));
    }

    static NDArray tensor(Picture picture, Scope scope) {
        Picture rgb = picture.rgb();
        return scope.tensor(rgb.values(), 1, 3, rgb.height(), rgb.width());
    }
}
