package io.github.pdd4j.metric;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;

/** A session of a feature metric, with its network loaded into the engine. */
final class FeatureSession implements Metric.Session {
    private final Scope scope;
    private final FeatureExtractor.Loaded features;
    private final Computation computation;

    private FeatureSession(FeatureExtractor features, Computation computation, Scope scope) {
        this.scope = scope;
        this.features = features.in(Precision.FLOAT32, scope);
        this.computation = computation;
    }

    static FeatureSession of(FeatureExtractor features, Computation computation) {
        Scope scope = Scope.inference(features.device());
        try {
            return new FeatureSession(features, computation, scope);
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    @Override
    public double of(Image prediction, Image truth) {
        try (Scope step = scope.unrecorded()) {
            return finite(computation.of(prediction, truth, features, step));
        }
    }

    /** An overflow in the features must not count as a large distance. */
    private double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("feature distances must be finite, got " + value + " in the features of "
                    + features.origin() + ": check the network's weights");
        }
        return value;
    }

    @Override
    public void close() {
        scope.close();
    }

    /** The metric of one pair of images, given the loaded network. */
    interface Computation {
        double of(Image prediction, Image truth, FeatureExtractor.Loaded features, Scope step);
    }
}
