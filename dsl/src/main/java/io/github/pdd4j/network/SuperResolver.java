package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The form of a super-resolution network. */
public interface SuperResolver extends Blueprint {
    /** How many times larger the prediction is than the input, in each direction. */
    int scale();

    /** The input's height and width must be multiples of this. */
    default int multiple() {
        return 1;
    }

    /** Predicts (N, 3, s·H, s·W) from (N, 3, H, W), both RGB in [0, 1]. */
    NDArray forward(NDArray x, List<NDArray> weights);
}
