package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.weights.StateDict;
import java.util.List;

/** The form of a network that judges pictures: the adversary of generative adversarial training. */
public interface Discriminator extends Blueprint {
    /**
     * The logits (N, 1, H, W), high where a picture (N, 3, H, W) looks real.
     *
     * @param training whether the state among the weights is brought forward by this call, in place
     */
    NDArray forward(NDArray x, List<NDArray> weights, boolean training);

    /** Whether gradients are taken with respect to this weight; the others are state. */
    boolean learned(String name);

    /** The picture's height and width must be multiples of this. */
    int multiple();

    /** Weights to begin training with, drawn as PyTorch draws them by default; the same seed gives the same weights. */
    StateDict initial(long seed);
}
