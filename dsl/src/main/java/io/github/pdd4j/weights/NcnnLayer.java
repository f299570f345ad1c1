package io.github.pdd4j.weights;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import com.google.gson.reflect.TypeToken;
import io.github.pdd4j.api.Internal;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One layer of an ncnn network. The metadata of its weights hold all of them, since most layers have no weights.
 *
 * <pre>{@code
 * System.out.println(NcnnLayer.of(compactGeneralist().weights()));
 * }</pre>
 *
 * @param type the layer type, such as {@code PixelShuffle}
 * @param name the name of the layer
 * @param parameters the values by parameter number, as written in the file
 */
@Internal
public record NcnnLayer(String type, String name, Map<Integer, String> parameters) {
    private static final String METADATA = "ncnn.layers";
    private static final TypeToken<List<NcnnLayer>> LIST = new TypeToken<>() {};

    /**
     * Returns the layers of the ncnn network from which weights were read.
     *
     * @param weights the weights
     * @return all layers in the order of computation; empty if the weights are from another format
     */
    public static List<NcnnLayer> of(StateDict weights) {
        try {
            List<NcnnLayer> layers = new Gson().fromJson(weights.metadata().getOrDefault(METADATA, "[]"), LIST);
            return Objects.requireNonNullElse(layers, List.of());
        } catch (JsonSyntaxException e) {
            // Another program may use the same key in a file of its own.
            return List.of();
        }
    }

    /** Returns the metadata from which {@link #of} takes the layers. */
    static Map<String, String> metadata(List<NcnnLayer> layers) {
        return Map.of(METADATA, new Gson().toJson(layers));
    }

    /** Returns a non-negative integer parameter, {@code otherwise} if it is not set, or -1 if it is invalid. */
    int number(int parameter, int otherwise) {
        String text = parameters.get(parameter);
        if (text == null) {
            return otherwise;
        }
        try {
            return Math.max(-1, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    int number(int parameter) {
        return number(parameter, 0);
    }
}
