package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import java.util.List;

/**
 * A super-resolution network whose weights lie in the engine's memory, for as long as the scope that loaded them.
 *
 * <p>Images come and go as float32, whatever it computes in.
 */
public final class Model {
    private final SuperResolutionConfig form;
    private final Precision precision;
    private final List<NDArray> weights;
    private final boolean cast;

    private Model(SuperResolutionConfig form, Precision precision, List<NDArray> weights, boolean cast) {
        this.form = form;
        this.precision = precision;
        this.weights = weights;
        this.cast = cast;
    }

    /** Weights that never change: they are brought into the precision once. */
    public static Model frozen(Network network, Precision precision, Scope scope) {
        return new Model(
                network.form(), precision, LoadedWeights.load(network.weights(), scope, precision::hold), true);
    }

    /** Float32 weights that are changed in place, and that nothing is ever differentiated with respect to. */
    public static Model moving(Network network, Precision precision, Scope scope) {
        return new Model(
                network.form(), precision, LoadedWeights.load(network.weights(), scope, precision::master), false);
    }

    /** Float32 weights that gradients are taken with respect to. */
    public static Model trainable(Network network, Precision precision, Scope scope) {
        return new Model(
                network.form(), precision, LoadedWeights.load(network.weights(), scope, precision::learning), false);
    }

    /** What it computes in. */
    public Precision precision() {
        return precision;
    }

    /** Predicts (N, 3, s·H, s·W) from (N, 3, H, W), both RGB in [0, 1], not clipped. */
    public NDArray predict(NDArray x) {
        if (cast) {
            return Precision.leave(form.forward(precision.enter(x), weights));
        }
        NDList entered = precision.enter(x, weights);
        return Precision.leave(form.forward(entered.get(0), entered.subNDList(1)));
    }

    /** The weights in the order of the blueprint; change them in place only. */
    public List<NDArray> parameters() {
        return weights;
    }

    /** Their names, in the same order. */
    public List<String> names() {
        return form.names();
    }

    /** The present weights as a value that needs no scope; not of a frozen model, whose weights are the network's. */
    public Network snapshot(String source) {
        return new Network(form, LoadedWeights.snapshot(form.names(), weights), source);
    }
}
