package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Configuration of a super-resolution network with a residual body whose blocks are available as feature layers.
 *
 * <p>The layers are {@code block0}, {@code block1} and so on. The output of the last block is the output of the body,
 * before the global skip connection and the upsampler.
 */
public interface BodyFeatureConfig extends SuperResolutionConfig, FeatureConfig {
    /**
     * Returns the number of residual blocks in the body.
     *
     * @return the number of blocks
     */
    int blocks();

    @Override
    default List<String> layers() {
        return IntStream.range(0, blocks()).mapToObj(block -> "block" + block).toList();
    }

    /**
     * Computes the features at the output of the residual body.
     *
     * @param x images (N, 3, H, W), RGB in [0, 1]
     * @param weights the weights in the order of {@link #names()}
     * @return features (N, C, H, W)
     */
    default NDArray body(NDArray x, List<NDArray> weights) {
        return features(x, weights, List.of("block" + (blocks() - 1))).singletonOrThrow();
    }
}
