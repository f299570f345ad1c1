package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.weights.NcnnGraph;
import java.util.List;
import java.util.Optional;

/** The form of a super-resolution network. */
public interface SuperResolutionConfig extends ModelConfig {
    /** How many times larger the prediction is than the input, in each direction. */
    int scale();

    /** The input's height and width must be multiples of this. */
    default int multiple() {
        return 1;
    }

    /** The same computation as ncnn wants it said, for families that are written for ncnn. */
    default Optional<NcnnGraph> ncnn() {
        return Optional.empty();
    }

    /** Predicts (N, 3, s·H, s·W) from (N, 3, H, W), both RGB in [0, 1]. */
    NDArray forward(NDArray x, List<NDArray> weights);
}
