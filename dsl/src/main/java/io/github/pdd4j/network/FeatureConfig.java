package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.io.NearestNames;
import java.util.Collection;
import java.util.List;

/** The form of a network that turns images into features at named layers. */
public interface FeatureConfig extends ModelConfig {
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

    /** The side of the smallest images that have features at these layers: poolings leave nothing of smaller ones. */
    default int leastSide(Collection<String> wanted) {
        return 1;
    }

    /**
     * Checks that images of this size have features at these layers.
     *
     * @throws IllegalArgumentException when they have not; the message says the least size
     */
    default void requireSize(long height, long width, Collection<String> wanted) {
        int least = leastSide(wanted);
        if (Math.min(height, width) < least) {
            throw new IllegalArgumentException("features of " + architecture() + " at " + String.join(", ", wanted)
                    + " need images of at least " + least + "x" + least + ", got " + width + "x" + height
                    + ": use larger images or crops, or layers nearer to the input");
        }
        int multiple = this instanceof SuperResolutionConfig resolver ? resolver.multiple() : 1;
        if (height % multiple != 0 || width % multiple != 0) {
            throw new IllegalArgumentException(
                    "features of " + architecture() + " need images whose sides are" + " multiples of " + multiple
                            + ", got " + width + "x" + height + ": cut them, or use another crop");
        }
    }

    /**
     * The features at the wanted layers, in the order of {@link #layers()}, of (N, 3, H, W) RGB in [0, 1].
     *
     * <p>Images come as float32; what is computed after their normalization has the type of the weights.
     */
    NDList features(NDArray x, List<NDArray> weights, List<String> wanted);

    /** One number a layer, 1 where it is wanted, as the scripts take them. */
    default float[] flags(List<String> wanted) {
        float[] flags = new float[layers().size()];
        wanted.forEach(layer -> flags[layers().indexOf(layer)] = 1);
        return flags;
    }
}
