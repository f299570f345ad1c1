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
 * Layers of the feature extractor with their weights, in the order given.
 *
 * <pre>{@code
 * System.out.println(Layers.of("conv2_1", 0.25, "conv3_1", 0.25).names());
 * }</pre>
 */
public record Layers(List<Weighted> weighted) {
    /**
     * One layer and its weight in the sum.
     *
     * @param weight finite and not negative
     */
    public record Weighted(String name, double weight) {
        /** Checks the weight. */
        public Weighted {
            Setting.of("weight").weightOf("layer " + name).check(weight);
        }
    }

    /** Checks that there is one at least, and copies. */
    public Layers {
        weighted = List.copyOf(weighted);
        if (weighted.isEmpty()) {
            throw new IllegalArgumentException("layers must name one at least, got none: use layers(\"conv2_1\")");
        }
    }

    /**
     * Names and weights in turn: {@code of("conv2_1", 0.25, "conv3_1", 0.25)}.
     *
     * @throws IllegalArgumentException when they are anything else
     */
    public static Layers of(Object... namesAndWeights) {
        List<Weighted> weighted = new ArrayList<>();
        for (int i = 0; i < namesAndWeights.length; i += 2) {
            boolean pair = i + 1 < namesAndWeights.length;
            if (!pair
                    || !(namesAndWeights[i] instanceof String name
                            && namesAndWeights[i + 1] instanceof Number weight)) {
                throw new IllegalArgumentException(
                        "layers must be names and weights in turn, got " + List.of(namesAndWeights)
                                + ": use Layers.of(\"conv2_1\", 0.25), or layers(\"conv2_1\") alone");
            }
            weighted.add(new Weighted(name, weight.doubleValue()));
        }
        return new Layers(weighted);
    }

    /** The same weight for each layer, one in all. */
    public static Layers equal(String... names) {
        return new Layers(List.of(names).stream()
                .map(name -> new Weighted(name, 1.0 / names.length))
                .toList());
    }

    /** The layers' names. */
    public List<String> names() {
        return weighted.stream().map(Weighted::name).toList();
    }

    /** The weights by name. */
    public Map<String, Double> weights() {
        Map<String, Double> weights = new LinkedHashMap<>();
        weighted.forEach(layer -> weights.put(layer.name(), layer.weight()));
        return weights;
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

    /** The setting of every term that compares features. */
    static Setting setting() {
        return Setting.of("layers");
    }

    /** The phrase that makes them. */
    @Override
    public String toString() {
        return weighted.stream()
                .map(layer -> "\"" + layer.name() + "\", " + layer.weight())
                .collect(Collectors.joining(", ", "Layers.of(", ")"));
    }
}
