package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import java.util.List;
import java.util.function.UnaryOperator;

/** A super-resolution network whose weights lie in the engine's memory, for as long as the scope that loaded them. */
public final class Model {
    private final SuperResolver form;
    private final List<NDArray> weights;

    private Model(SuperResolver form, List<NDArray> weights) {
        this.form = form;
        this.weights = weights;
    }

    /** Weights that nothing is ever differentiated with respect to. */
    public static Model frozen(Network network, Scope scope) {
        return new Model(network.form(), LoadedWeights.load(network.weights(), scope, UnaryOperator.identity()));
    }

    /** Weights that gradients are taken with respect to. */
    public static Model trainable(Network network, Scope scope) {
        return new Model(network.form(), LoadedWeights.load(network.weights(), scope, Tensors::leaf));
    }

    /** Predicts (N, 3, s·H, s·W) from (N, 3, H, W), both RGB in [0, 1], not clipped. */
    public NDArray predict(NDArray x) {
        return form.forward(x, weights);
    }

    /** The weights in the order of the blueprint; change them in place only. */
    public List<NDArray> parameters() {
        return weights;
    }

    /** Their names, in the same order. */
    public List<String> names() {
        return form.names();
    }

    /** The present weights as a value that needs no scope. */
    public Network snapshot(String source) {
        return new Network(form, LoadedWeights.snapshot(form.names(), weights), source);
    }
}
