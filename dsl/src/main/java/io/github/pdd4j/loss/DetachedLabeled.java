package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.tensor.Tensors;

/** The same predictions with Y_S^L and its features detached from the gradient. */
record DetachedLabeled(Predictions all) implements Predictions {
    @Override
    public PerDomain inputs() {
        return all.inputs();
    }

    @Override
    public FeatureExtractor extractor() {
        return all.extractor();
    }

    @Override
    public Views features(String layer) {
        return new Fixed(all.features(layer));
    }

    @Override
    public PerDomain specialist() {
        return fixed(all.specialist());
    }

    @Override
    public PerDomain generalist() {
        return all.generalist();
    }

    @Override
    public NDArray truth() {
        return all.truth();
    }

    private static PerDomain fixed(PerDomain sides) {
        return new PerDomain(Tensors.detached(sides.labeled()), sides.unlabeled());
    }

    private record Fixed(Views views) implements Views {
        @Override
        public PerDomain specialist() {
            return fixed(views.specialist());
        }

        @Override
        public PerDomain generalist() {
            return views.generalist();
        }

        @Override
        public NDArray truth() {
            return views.truth();
        }
    }
}
