package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.io.NearestNames;
import java.util.Collection;
import java.util.List;

/** Configuration of a network that computes features of images at named layers. */
public interface FeatureConfig extends ModelConfig {
    /**
     * Returns the names of all layers, from the input to the output.
     *
     * @return the names
     */
    List<String> layers();

    /**
     * Checks that every name is one of {@link #layers()}.
     *
     * @param wanted the names
     * @throws IllegalArgumentException if a name is unknown; the message lists all layers and the most similar name
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
     * Returns the minimum side of images for these layers. Pooling leaves no features of smaller images.
     *
     * @param wanted the names of the layers
     * @return the side in pixels, 1 by default
     */
    default int leastSide(Collection<String> wanted) {
        return 1;
    }

    /**
     * Checks that images of this size have features at these layers.
     *
     * @param height the height in pixels
     * @param width the width in pixels
     * @param wanted the names of the layers
     * @throws IllegalArgumentException if the images are too small, or a side is not a multiple of what the network
     *     requires
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
     * Computes features. Inputs are float32; after their normalization, the computation has the number type of the
     * weights.
     *
     * @param x images (N, 3, H, W), RGB in [0, 1]
     * @param weights the weights in the order of {@link #names()}
     * @param wanted the names of the layers
     * @return the features (N, C, h, w), in the order of {@link #layers()}
     */
    NDList features(NDArray x, List<NDArray> weights, List<String> wanted);

    /**
     * Encodes a selection of layers for a script.
     *
     * @param wanted the names of the layers
     * @return one number for each layer: 1 if it is selected, otherwise 0
     */
    default float[] flags(List<String> wanted) {
        float[] flags = new float[layers().size()];
        wanted.forEach(layer -> flags[layers().indexOf(layer)] = 1);
        return flags;
    }
}
