package io.github.pdd4j.loss;

import io.github.pdd4j.network.FeatureExtractor;

/**
 * The inputs of a loss in one iteration: images (N, 3, H, W) in [0, 1], float32, and their features at any layer.
 *
 * <p>Features are computed once and shared by all terms.
 */
public interface Predictions extends Views {
    /**
     * The low-resolution inputs.
     *
     * @return images (N, 3, H, W) in [0, 1]
     */
    PerDomain inputs();

    /**
     * The network that computes the features.
     *
     * @return the feature extractor
     */
    FeatureExtractor extractor();

    /**
     * Features of the predictions and of the ground truth, before the layer's ReLU.
     *
     * @param layer layer name of the feature extractor
     * @return features (N, C, h, w), float32
     * @throws IllegalArgumentException if the feature extractor has no such layer
     */
    Views features(String layer);

    /**
     * The same predictions without gradients through Y_S^L, as in the published static configuration.
     *
     * @return the detached view
     */
    default Predictions detachLabeled() {
        return new DetachedLabeled(this);
    }
}
