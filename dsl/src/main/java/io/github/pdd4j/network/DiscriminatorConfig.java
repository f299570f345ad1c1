package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.weights.StateDict;
import java.util.List;

/** The form of a network that judges images: the adversary of generative adversarial training. */
public interface DiscriminatorConfig extends ModelConfig {
    /**
     * The logits (N, 1, H, W), high where an image (N, 3, H, W) looks real.
     *
     * <p>A call in training mode brings the state among the weights forward, in place. Some calls in a row can be made in
     * one pass, each on an equal part of the batch: the answers are those of the single calls.
     *
     * @param calls how many calls in training mode this is, 0 for evaluation, which leaves the state as it is
     */
    NDArray forward(NDArray x, List<NDArray> weights, int calls);

    /** Whether gradients are taken with respect to this weight; the others are state. */
    boolean learned(String name);

    /** The image's height and width must be multiples of this. */
    int multiple();

    /** Weights to begin training with, drawn as PyTorch draws them by default; the same seed gives the same weights. */
    StateDict initial(long seed);
}
