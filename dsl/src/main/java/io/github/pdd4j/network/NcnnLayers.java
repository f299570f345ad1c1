package io.github.pdd4j.network;

import io.github.pdd4j.api.Internal;
import io.github.pdd4j.weights.NcnnLayer;
import io.github.pdd4j.weights.StateDict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layers with weights of an ncnn network, in the order of the file, which is the order of computation.
 *
 * <p>Converters rename the layers, so an architecture recognizes them by order and shape.
 *
 * <pre>{@code
 * System.out.println(NcnnLayers.of(compactGeneralist().weights()).isPresent());
 * }</pre>
 */
@Internal
public final class NcnnLayers {
    private final StateDict weights;
    private final List<NcnnLayer> all;
    private final List<String> names;

    private NcnnLayers(StateDict weights, List<NcnnLayer> all) {
        this.weights = weights;
        this.all = all;
        this.names = weights.names().stream().map(NcnnLayers::layer).distinct().toList();
    }

    /**
     * Returns the layers of an ncnn network.
     *
     * @param weights the tensors of a checkpoint
     * @return the layers; empty if the weights were not read from an ncnn file
     */
    public static Optional<NcnnLayers> of(StateDict weights) {
        List<NcnnLayer> all = NcnnLayer.of(weights);
        return all.isEmpty() ? Optional.empty() : Optional.of(new NcnnLayers(weights, all));
    }

    /**
     * Returns the number of layers with weights.
     *
     * @return the number of layers
     */
    public int size() {
        return names.size();
    }

    /**
     * Returns the shape of a layer's first tensor.
     *
     * @param position the index of the layer, from 0
     * @return (out, in, h, w) for a convolution, (channels) for a PReLU
     */
    public long[] shape(int position) {
        String layer = names.get(position);
        return weights.names().stream()
                .filter(name -> layer(name).equals(layer))
                .findFirst()
                .map(name -> weights.tensor(name).shape())
                .orElseThrow();
    }

    /**
     * Counts the layers of a type, including layers without weights.
     *
     * @param type the ncnn layer type, for example {@code PixelShuffle}
     * @return the number of layers
     */
    public long count(String type) {
        return all.stream().filter(layer -> type.equals(layer.type())).count();
    }

    /**
     * Renames the tensors to PyTorch names.
     *
     * @param usual the new names of the layers, in order
     * @return the same tensors under their new names, without metadata
     */
    public StateDict named(List<String> usual) {
        Map<String, String> renamed = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            renamed.put(names.get(i), usual.get(i));
        }
        return weights.renamed(name -> renamed.get(layer(name)) + part(name)).metadata(Map.of());
    }

    /** In PyTorch the slopes of a PReLU are called its weight. */
    private static String part(String tensor) {
        String part = tensor.substring(tensor.lastIndexOf('.'));
        return part.equals(".slope") ? ".weight" : part;
    }

    private static String layer(String tensor) {
        return tensor.substring(0, Math.max(0, tensor.lastIndexOf('.')));
    }
}
