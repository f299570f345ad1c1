package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.tensor.Tensors;

/** The same predictions, but nothing flows back through what the specialist makes of labeled input. */
record LabeledFixed(Predictions all) implements Predictions {
    @Override
    public Sides inputs() {
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
    public Sides specialist() {
        return fixed(all.specialist());
    }

    @Override
    public Sides generalist() {
        return all.generalist();
    }

    @Override
    public NDArray truth() {
        return all.truth();
    }

    private static Sides fixed(Sides sides) {
        return new Sides(Tensors.detached(sides.labeled()), sides.unlabeled());
    }

    private record Fixed(Views views) implements Views {
        @Override
        public Sides specialist() {
            return fixed(views.specialist());
        }

        @Override
        public Sides generalist() {
            return views.generalist();
        }

        @Override
        public NDArray truth() {
            return views.truth();
        }
    }
}
