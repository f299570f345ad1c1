package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.weights.NearestNames;
import java.util.Collection;
import java.util.List;

/** The form of a network that turns pictures into features at named layers. */
public interface FeatureNet extends Blueprint {
    /** All layers that can be asked for, from the input on. */
    List<String> layers();

    /**
     * Checks that every name is one of {@link #layers()}.
     *
     * @throws IllegalArgumentException when one is not; the message lists them and says the nearest
     */
    default void requireLayers(Collection<String> wanted) {
        for (String layer : wanted) {
            if (!layers().contains(layer)) {
                throw new IllegalArgumentException("layer must be one of " + layers() + " of " + architecture()
                        + ", got " + layer + ": did you mean " + NearestNames.one(layer, layers()) + "?");
            }
        }
    }

    /**
     * The features at the wanted layers, in the order of {@link #layers()}, of (N, 3, H, W) RGB in [0, 1].
     *
     * <p>Pictures come as float32; what is computed after their normalisation has the type of the weights.
     */
    NDList features(NDArray x, List<NDArray> weights, List<String> wanted);

    /** One number a layer, 1 where it is wanted, as the scripts take them. */
    default float[] flags(List<String> wanted) {
        float[] flags = new float[layers().size()];
        wanted.forEach(layer -> flags[layers().indexOf(layer)] = 1);
        return flags;
    }
}
