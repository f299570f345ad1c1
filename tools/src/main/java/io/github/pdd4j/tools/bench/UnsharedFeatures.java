package io.github.pdd4j.tools.bench;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.loss.PerDomain;
import io.github.pdd4j.loss.Predictions;
import io.github.pdd4j.loss.SharedPredictions.ImageTensors;
import io.github.pdd4j.loss.Views;
import io.github.pdd4j.network.FeatureExtractor;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;

/** Predictions whose features are computed as in the published code: with a separate pass for each image tensor. */
final class UnsharedFeatures implements Predictions {
    private final ImageTensors images;
    private final FeatureExtractor.Loaded extractor;
    private final Collection<String> layers;
    private final IdentityHashMap<NDArray, Map<String, NDArray>> features = new IdentityHashMap<>();

    UnsharedFeatures(ImageTensors images, FeatureExtractor.Loaded extractor, Collection<String> layers) {
        this.images = images;
        this.extractor = extractor;
        this.layers = layers;
    }

    @Override
    public PerDomain inputs() {
        return images.inputs();
    }

    @Override
    public PerDomain specialist() {
        return images.specialist();
    }

    @Override
    public PerDomain generalist() {
        return images.generalist();
    }

    @Override
    public NDArray truth() {
        return images.truth();
    }

    @Override
    public FeatureExtractor extractor() {
        return extractor.origin();
    }

    @Override
    public Views features(String layer) {
        return new Layer(layer);
    }

    /** Features at one layer, computed on demand. */
    private final class Layer implements Views {
        private final String layer;

        Layer(String layer) {
            this.layer = layer;
        }

        @Override
        public PerDomain specialist() {
            return of(images.specialist());
        }

        @Override
        public PerDomain generalist() {
            return of(images.generalist());
        }

        @Override
        public NDArray truth() {
            return of(images.truth());
        }

        private PerDomain of(PerDomain sides) {
            return new PerDomain(of(sides.labeled()), of(sides.unlabeled()));
        }

        private NDArray of(NDArray image) {
            return Objects.requireNonNull(features.computeIfAbsent(image, p -> extractor.of(p, layers))
                    .get(layer));
        }
    }
}
