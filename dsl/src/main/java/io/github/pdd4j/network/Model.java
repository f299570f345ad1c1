package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import java.util.List;

/**
 * A super-resolution network with its weights in the engine's memory. It is valid as long as the scope that loaded the
 * weights.
 *
 * <p>Inputs and outputs are float32, regardless of the precision.
 */
public final class Model {
    private final SuperResolutionConfig config;
    private final Precision precision;
    private final List<NDArray> weights;
    private final boolean cast;

    private Model(SuperResolutionConfig config, Precision precision, List<NDArray> weights, boolean cast) {
        this.config = config;
        this.precision = precision;
        this.weights = weights;
        this.cast = cast;
    }

    /**
     * Loads weights that do not change; they are converted to the precision once.
     *
     * @param network the network
     * @param precision the number type to compute in
     * @param scope the scope that owns the weights
     * @return the model
     */
    public static Model frozen(Network network, Precision precision, Scope scope) {
        return new Model(
                network.config(), precision, LoadedWeights.load(network.weights(), scope, precision::hold), true);
    }

    /**
     * Loads float32 weights that are changed in place without gradients, for example by an exponential moving average.
     *
     * @param network the network
     * @param precision the number type to compute in
     * @param scope the scope that owns the weights
     * @return the model
     */
    public static Model moving(Network network, Precision precision, Scope scope) {
        return new Model(
                network.config(), precision, LoadedWeights.load(network.weights(), scope, precision::master), false);
    }

    /**
     * Loads trainable float32 weights.
     *
     * @param network the network
     * @param precision the number type to compute in
     * @param scope the scope that owns the weights
     * @return the model
     */
    public static Model trainable(Network network, Precision precision, Scope scope) {
        return new Model(
                network.config(), precision, LoadedWeights.load(network.weights(), scope, precision::learning), false);
    }

    /**
     * Returns the number type to compute in.
     *
     * @return the precision
     */
    public Precision precision() {
        return precision;
    }

    /**
     * Computes a prediction.
     *
     * @param x images (N, 3, H, W), RGB in [0, 1]
     * @return float32 predictions (N, 3, s·H, s·W) for scale s, RGB, not clipped
     */
    public NDArray predict(NDArray x) {
        if (cast) {
            return Precision.leave(config.forward(precision.enter(x), weights));
        }
        NDList entered = precision.enter(x, weights);
        return Precision.leave(config.forward(entered.get(0), entered.subNDList(1)));
    }

    /**
     * Returns the weights in the order of the configuration. Change them in place only.
     *
     * @return the arrays
     */
    public List<NDArray> parameters() {
        return weights;
    }

    /**
     * Returns the names of {@link #parameters()}.
     *
     * @return the names, in the same order
     */
    public List<String> names() {
        return config.names();
    }

    /**
     * Returns which of {@link #parameters()} an optimizer changes; the others are state.
     *
     * @return whether each is learned, in the same order
     */
    public List<Boolean> learned() {
        return names().stream().map(config::learned).toList();
    }

    /**
     * Copies the current weights into a network that is independent of the scope. Not for a frozen model, whose weights
     * are those of the original network.
     *
     * @param source the name of the new network
     * @return the network
     */
    public Network snapshot(String source) {
        return new Network(config, LoadedWeights.snapshot(config.names(), weights), source);
    }
}
