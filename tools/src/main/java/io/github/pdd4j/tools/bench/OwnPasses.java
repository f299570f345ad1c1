package io.github.pdd4j.tools.bench;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.loss.Predictions;
import io.github.pdd4j.loss.SharedPredictions.Pictures;
import io.github.pdd4j.loss.Sides;
import io.github.pdd4j.loss.Views;
import io.github.pdd4j.network.FeatureExtractor;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;

/** Predictions whose features are computed as in the published code: each tensor of pictures in a pass of its own. */
final class OwnPasses implements Predictions {
    private final Pictures pictures;
    private final FeatureExtractor.Loaded extractor;
    private final Collection<String> layers;
    private final IdentityHashMap<NDArray, Map<String, NDArray>> features = new IdentityHashMap<>();

    OwnPasses(Pictures pictures, FeatureExtractor.Loaded extractor, Collection<String> layers) {
        this.pictures = pictures;
        this.extractor = extractor;
        this.layers = layers;
    }

    @Override
    public Sides inputs() {
        return pictures.inputs();
    }

    @Override
    public Sides specialist() {
        return pictures.specialist();
    }

    @Override
    public Sides generalist() {
        return pictures.generalist();
    }

    @Override
    public NDArray truth() {
        return pictures.truth();
    }

    @Override
    public FeatureExtractor extractor() {
        return extractor.origin();
    }

    @Override
    public Views features(String layer) {
        return new Layer(layer);
    }

    /** Features at one layer; a pass is made when they are asked for. */
    private final class Layer implements Views {
        private final String layer;

        Layer(String layer) {
            this.layer = layer;
        }

        @Override
        public Sides specialist() {
            return of(pictures.specialist());
        }

        @Override
        public Sides generalist() {
            return of(pictures.generalist());
        }

        @Override
        public NDArray truth() {
            return of(pictures.truth());
        }

        private Sides of(Sides sides) {
            return new Sides(of(sides.labeled()), of(sides.unlabeled()));
        }

        private NDArray of(NDArray picture) {
            return Objects.requireNonNull(features.computeIfAbsent(picture, p -> extractor.of(p, layers))
                    .get(layer));
        }
    }
}
