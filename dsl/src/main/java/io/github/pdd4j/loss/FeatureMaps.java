package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.tensor.Script;

/** Operators on features (N, C, H, W). In bfloat16 these are channels-last, where DJL's operators are slow. */
final class FeatureMaps {
    private static final Script SCRIPT = Script.of(FeatureMaps.class, "features.script");

    private FeatureMaps() {}

    /** F·Fᵀ / (C·H·W) for F as (N, C, H·W): (N, C, C). */
    static NDArray gram(NDArray features) {
        return SCRIPT.call("gram", features, 1.0 / features.getShape().slice(1).size());
    }

    /** The Frobenius norm of a − b over the whole tensor (one norm, not a mean of norms); at 0 the gradient is 0. */
    static NDArray frobenius(NDArray a, NDArray b) {
        return a.sub(b).norm();
    }

    /** The softmax over channels at every position. */
    static NDArray softmax(NDArray features) {
        return SCRIPT.call("softmax", features);
    }
}
