package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A super-resolution network whose residual body can be looked into: its layers are {@code block0}, {@code block1} and so
 * on, and the last one's output is the body's, before the global skip and the upsampler.
 */
public interface BodyFeatureConfig extends SuperResolutionConfig, FeatureConfig {
    /** How many residual blocks the body has. */
    int blocks();

    @Override
    default List<String> layers() {
        return IntStream.range(0, blocks()).mapToObj(block -> "block" + block).toList();
    }

    /** The features (N, C, H, W) at the output of the residual body. */
    default NDArray body(NDArray x, List<NDArray> weights) {
        return features(x, weights, List.of("block" + (blocks() - 1))).singletonOrThrow();
    }
}
