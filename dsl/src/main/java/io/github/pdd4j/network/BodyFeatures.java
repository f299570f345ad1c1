package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** A super-resolution network whose residual body can be looked into. */
public interface BodyFeatures extends SuperResolver {
    /** The features (N, C, H, W) at the output of the residual body, before the global skip and the upsampler. */
    NDArray body(NDArray x, List<NDArray> weights);
}
