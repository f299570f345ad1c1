package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.weights.NcnnGraph;
import io.github.pdd4j.weights.OnnxGraph;
import io.github.pdd4j.weights.StateDict;
import java.util.List;
import java.util.Optional;

/** Configuration of a super-resolution network. */
public interface SuperResolutionConfig extends ModelConfig {
    /**
     * Returns the scale factor in each direction.
     *
     * @return the scale factor
     */
    int scale();

    /**
     * Returns the number that the input's height and width must be multiples of.
     *
     * @return the number of pixels, 1 by default
     */
    default int multiple() {
        return 1;
    }

    /**
     * Returns the weights as files hold them, with those up to date that are computed from others.
     *
     * @param weights the weights of a network
     * @return the weights to write, by default the same
     */
    default StateDict written(StateDict weights) {
        return weights;
    }

    /**
     * Returns the same computation as an ncnn graph.
     *
     * @return the graph; empty if the architecture has no ncnn export
     */
    default Optional<NcnnGraph> ncnn() {
        return Optional.empty();
    }

    /**
     * Returns the same computation as an ONNX graph.
     *
     * @return the graph; empty if the architecture has no ONNX export
     */
    default Optional<OnnxGraph> onnx() {
        return Optional.empty();
    }

    /**
     * Computes a prediction.
     *
     * @param x images (N, 3, H, W), RGB in [0, 1]
     * @param weights the weights in the order of {@link #names()}
     * @return predictions (N, 3, s·H, s·W) for scale s, RGB, not clipped
     */
    NDArray forward(NDArray x, List<NDArray> weights);
}
