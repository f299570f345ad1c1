package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Layers of the feature extractor with their weights, in the given order.
 *
 * <pre>{@code
 * System.out.println(Layers.of("conv2_1", 0.25, "conv3_1", 0.25).names());
 * }</pre>
 *
 * @param weighted the layers with their weights, at least one
 */
public record Layers(List<Weighted> weighted) {
    private static final Map<String, String> IN_VGG16 =
            Map.of("conv3_4", "conv3_3", "conv4_4", "conv4_3", "conv5_4", "conv5_3");

    /**
     * One layer and its weight in the sum.
     *
     * @param name layer name of the feature extractor
     * @param weight finite and not negative
     */
    public record Weighted(String name, double weight) {
        /**
         * Checks the weight.
         *
         * @param name name of a layer, as in {@code FeatureExtractor.layers()}; checked against the extractor when
         *     training starts
         * @param weight factor of the layer in the sum; finite and at least 0
         * @throws IllegalArgumentException if the weight is negative or not finite
         */
        public Weighted {
            Setting.of("weight").weightOf("layer " + name).check(weight);
        }
    }

    /**
     * Makes an immutable copy of the list.
     *
     * @param weighted layers in the order in which they are summed; at least one
     * @throws IllegalArgumentException if there are no layers
     */
    public Layers {
        weighted = List.copyOf(weighted);
        if (weighted.isEmpty()) {
            throw new IllegalArgumentException(
                    "layers must name at least one layer, got none: use" + " layers(\"conv2_1\")");
        }
    }

    /**
     * Layers from alternating names and weights: {@code of("conv2_1", 0.25, "conv3_1", 0.25)}.
     *
     * @param namesAndWeights a name, its weight, the next name, and so on
     * @return the layers
     * @throws IllegalArgumentException if the arguments do not alternate, are empty, or a weight is negative or not
     *     finite
     */
    public static Layers of(Object... namesAndWeights) {
        List<Weighted> weighted = new ArrayList<>();
        for (int i = 0; i < namesAndWeights.length; i += 2) {
            boolean pair = i + 1 < namesAndWeights.length;
            if (!pair
                    || !(namesAndWeights[i] instanceof String name
                            && namesAndWeights[i + 1] instanceof Number weight)) {
                throw new IllegalArgumentException(
                        "layers must be alternating names and weights, got " + List.of(namesAndWeights)
                                + ": use Layers.of(\"conv2_1\", 0.25), or layers(\"conv2_1\") alone");
            }
            weighted.add(new Weighted(name, weight.doubleValue()));
        }
        return new Layers(weighted);
    }

    /**
     * Layers with equal weights that sum to 1.
     *
     * @param names layer names, at least one
     * @return the layers
     * @throws IllegalArgumentException if there are no names
     */
    public static Layers equal(String... names) {
        return new Layers(List.of(names).stream()
                .map(name -> new Weighted(name, 1.0 / names.length))
                .toList());
    }

    /**
     * The names of the layers.
     *
     * @return the names in order
     */
    public List<String> names() {
        return weighted.stream().map(Weighted::name).toList();
    }

    /**
     * The weights by layer name.
     *
     * @return the weights in order
     */
    public Map<String, Double> weights() {
        Map<String, Double> weights = new LinkedHashMap<>();
        weighted.forEach(layer -> weights.put(layer.name(), layer.weight()));
        return weights;
    }

    /**
     * The layers of VGG16 at the same depth with the same weights: its groups 3 to 5 end with their third convolution,
     * where those of VGG19 end with their fourth.
     *
     * <pre>{@code
     * System.out.println(Intra.PAPER.layers().inVgg16());
     * }</pre>
     *
     * @return the layers; names that VGG16 has, too, are kept
     */
    public Layers inVgg16() {
        return new Layers(weighted.stream()
                .map(layer -> new Weighted(IN_VGG16.getOrDefault(layer.name(), layer.name()), layer.weight()))
                .toList());
    }

    /** The weighted sum of a scalar over the layers. */
    NDArray sum(Function<String, NDArray> value) {
        return weighted.stream()
                .map(layer -> Tensors.scaled(answered(value.apply(layer.name()), layer.name()), layer.weight()))
                .reduce(NDArray::add)
                .orElseThrow();
    }

    private static NDArray answered(@Nullable NDArray distance, String layer) {
        if (distance == null) {
            throw new IllegalArgumentException("a distance must return an array, got null at " + layer);
        }
        return distance;
    }

    /** The setting shared by all terms that compare features. */
    static Setting setting() {
        return Setting.of("layers");
    }

    /** The call that creates these layers. */
    @Override
    public String toString() {
        return weighted.stream()
                .map(layer -> "\"" + layer.name() + "\", " + layer.weight())
                .collect(Collectors.joining(", ", "Layers.of(", ")"));
    }
}
