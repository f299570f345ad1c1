package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.weights.StateDict;
import java.util.List;

/** Configuration of a discriminator for adversarial training. */
public interface DiscriminatorConfig extends ModelConfig {
    /**
     * Computes logits; high values mean that the image looks real.
     *
     * <p>A call in training mode updates the state among the weights in place. Several calls can run in one pass, each
     * on an equal part of the batch; the results are those of separate calls.
     *
     * @param x images (N, 3, H, W), RGB in [0, 1]
     * @param weights weights and state in the order of {@link #names()}
     * @param calls the number of calls in training mode; 0 for evaluation, which does not change the state
     * @return logits (N, 1, H, W)
     */
    NDArray forward(NDArray x, List<NDArray> weights, int calls);

    /**
     * Returns the number that the height and width of images must be multiples of.
     *
     * @return the number of pixels
     */
    int multiple();

    /**
     * Draws initial weights from PyTorch's default distributions.
     *
     * @param seed the seed; equal seeds give equal weights
     * @return the initial weights and state
     */
    StateDict initial(long seed);
}
