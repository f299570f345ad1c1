package io.github.pdd4j.network;

import io.github.pdd4j.weights.StateDict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layers with weights of an ncnn file in the file's order, which is the order of computation.
 *
 * <p>Converters number the layers anew, so a family knows its own by their order and their shapes.
 *
 * <pre>{@code
 * System.out.println(NcnnLayers.of(compactGeneralist().weights()).isPresent());
 * }</pre>
 */
public final class NcnnLayers {
    private static final String LAYERS = "ncnn.layers";

    private final StateDict weights;
    private final List<String> names;

    private NcnnLayers(StateDict weights) {
        this.weights = weights;
        this.names = weights.names().stream().map(NcnnLayers::layer).distinct().toList();
    }

    /** The layers, or empty when the weights come from another kind of file. */
    public static Optional<NcnnLayers> of(StateDict weights) {
        return weights.metadata().containsKey(LAYERS) ? Optional.of(new NcnnLayers(weights)) : Optional.empty();
    }

    /** How many layers have weights. */
    public int size() {
        return names.size();
    }

    /** The shape of a layer's first tensor: (out, in, h, w) of a convolution, (channels) of a PReLU. */
    public long[] shape(int position) {
        String layer = names.get(position);
        return weights.names().stream()
                .filter(name -> layer(name).equals(layer))
                .findFirst()
                .map(name -> weights.tensor(name).shape())
                .orElseThrow();
    }

    /** How many layers of a type the file has, those without weights included. */
    public long count(String type) {
        return weights.metadata()
                .getOrDefault(LAYERS, "")
                .lines()
                .filter(line -> line.split("\\s", 2)[0].equals(type))
                .count();
    }

    /** The same tensors under PyTorch's names, given the layers' names in order. */
    public StateDict named(List<String> usual) {
        Map<String, String> renamed = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            renamed.put(names.get(i), usual.get(i));
        }
        return weights.renamed(name -> renamed.get(layer(name)) + part(name)).metadata(Map.of());
    }

    /** PyTorch calls the slopes of a PReLU its weight. */
    private static String part(String tensor) {
        String part = tensor.substring(tensor.lastIndexOf('.'));
        return part.equals(".slope") ? ".weight" : part;
    }

    private static String layer(String tensor) {
        return tensor.substring(0, Math.max(0, tensor.lastIndexOf('.')));
    }
}
