package io.github.pdd4j.loss;

import io.github.pdd4j.network.FeatureExtractor;

/**
 * All that a loss can see in one iteration: images (N, 3, H, W) in [0, 1], float32, and their features at any layer.
 *
 * <p>Features are computed once and shared by every term that asks.
 */
public interface Predictions extends Views {
    /** The low-resolution inputs. */
    PerDomain inputs();

    /** The network whose features these are. */
    FeatureExtractor extractor();

    /**
     * Features (N, C, h, w) of the predictions and of the truth, before the layer's ReLU.
     *
     * @throws IllegalArgumentException when the feature extractor has no such layer
     */
    Views features(String layer);

    /** The same, but nothing flows back through Y_S^L: what the published static configuration does. */
    default Predictions detachLabeled() {
        return new DetachedLabeled(this);
    }
}
