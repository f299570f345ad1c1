package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.tensor.ScriptFunction;
import java.util.List;

/** Configuration of a network whose forward pass is a function of a script, so that TorchScript files can hold it. */
public interface ScriptedConfig extends SuperResolutionConfig {
    /**
     * Returns the forward pass.
     *
     * @return the function of images and weights
     */
    ScriptFunction script();

    @Override
    default NDArray forward(NDArray x, List<NDArray> weights) {
        return script().call(x, weights);
    }
}
