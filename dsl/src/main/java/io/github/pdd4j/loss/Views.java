package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;

/** The same five tensors as images or as features: what both models make of both inputs, and the truth. */
public interface Views {
    /** What the specialist makes of the inputs: Y_S; the only tensors that carry gradients. */
    PerDomain specialist();

    /** What the generalist makes of the inputs: Y_G; never carries gradients. */
    PerDomain generalist();

    /** The ground truth of the labeled images: Y. */
    NDArray truth();
}
