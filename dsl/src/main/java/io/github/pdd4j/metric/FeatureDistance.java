package io.github.pdd4j.metric;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.metric.Conventions.Color;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.tensor.Scope;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The distance between unit-normalized features of prediction and ground truth: LPIPS without learned weights (Zhang
 * et al. 2018, Eq. 1 with w = 1). Lower is better.
 *
 * <p>Σ_layers mean over positions of ‖ f/‖f‖ − t/‖t‖ ‖², each f a vector over channels.
 *
 * <pre>{@code
 * System.out.println(FeatureDistance.in(slimVgg19()).layers("conv3_4").name());
 * }</pre>
 *
 * @param features the feature extractor
 * @param layers names of its layers
 */
public record FeatureDistance(FeatureExtractor features, List<String> layers) implements Metric {
    /**
     * Copies the layer names and checks that the extractor has them.
     *
     * @param features network whose features are compared
     * @param layers names of layers of the extractor; the distances at these layers are summed
     * @throws IllegalArgumentException if the extractor has no such layer
     */
    public FeatureDistance {
        layers = List.copyOf(layers);
        features.config().requireLayers(layers);
    }

    /**
     * The distance at conv2_2, conv3_4, conv4_4 and conv5_4 (the layers of R_intra), or at all layers of an extractor
     * without these.
     *
     * @param features the feature extractor
     * @return the metric
     */
    public static FeatureDistance in(FeatureExtractor features) {
        List<String> usual = List.of("conv2_2", "conv3_4", "conv4_4", "conv5_4");
        return new FeatureDistance(features, features.layers().containsAll(usual) ? usual : features.layers());
    }

    /**
     * A copy at other layers.
     *
     * @param names layer names of the extractor
     * @return the changed metric
     * @throws IllegalArgumentException if the extractor has no such layer
     */
    public FeatureDistance layers(String... names) {
        return new FeatureDistance(features, List.of(names));
    }

    @Override
    public String name() {
        return "feature distance";
    }

    @Override
    public String conventions() {
        return stated().text();
    }

    @Override
    public Map<String, String> conventionValues() {
        return stated().values();
    }

    private Conventions stated() {
        String fingerprint = features.weights().fingerprint();
        return Conventions.none()
                .and(Color.RGB, 0, 1, false)
                .and("features", "unit-normalized", "unit-normalized")
                .and("checkpoint", fingerprint, features.source() + " " + fingerprint)
                .and("layers", String.join(", ", layers));
    }

    @Override
    public boolean higherIsBetter() {
        return false;
    }

    @Override
    public double of(Image prediction, Image truth) {
        try (Session opened = open()) {
            return opened.of(prediction, truth);
        }
    }

    @Override
    public Session open() {
        return FeatureSession.of(features, this::computed);
    }

    private double computed(Image prediction, Image truth, FeatureExtractor.Loaded loaded, Scope step) {
        Planes.requireComparable(name(), prediction, truth, 1);
        Map<String, NDArray> ours = loaded.of(UnitFeatures.tensor(prediction, step), layers);
        Map<String, NDArray> theirs = loaded.of(UnitFeatures.tensor(truth, step), layers);
        return ours.keySet().stream()
                .mapToDouble(layer -> distance(unit(ours, layer), unit(theirs, layer)))
                .sum();
    }

    private static double distance(NDArray a, NDArray b) {
        long channels = a.getShape().get(1);
        return a.sub(b).square().mean().getFloat() * channels;
    }

    private static NDArray unit(Map<String, NDArray> features, String layer) {
        return UnitFeatures.of(Objects.requireNonNull(features.get(layer)));
    }

    @Override
    public String toString() {
        return name() + ", " + conventions();
    }
}
