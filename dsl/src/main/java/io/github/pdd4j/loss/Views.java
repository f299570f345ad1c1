package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;

/**
 * The five tensors of one iteration, as images or as features: the predictions of both models on both inputs, and the
 * ground truth.
 */
public interface Views {
    /**
     * The predictions Y_S of the specialist, or their features; the only tensors with gradients.
     *
     * @return images or features (N, C, h, w)
     */
    PerDomain specialist();

    /**
     * The predictions Y_G of the generalist, or their features; without gradients.
     *
     * @return images or features (N, C, h, w)
     */
    PerDomain generalist();

    /**
     * The ground truth Y of the labeled images, or its features.
     *
     * @return images or features (N, C, h, w)
     */
    NDArray truth();
}
