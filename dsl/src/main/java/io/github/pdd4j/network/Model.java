package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A super-resolution network with its weights in the engine's memory. It is valid as long as the scope that loaded the
 * weights.
 *
 * <p>Inputs and outputs are float32, regardless of the precision.
 */
public final class Model {
    private final SuperResolutionConfig config;
    private final Precision precision;

    /** All weights in the order of the configuration; with a low-rank adaptation those before it. */
    private final List<NDArray> weights;

    private final boolean cast;

    /** What changes; empty for a frozen model. */
    private final Optional<Changing> changing;

    private Model(SuperResolutionConfig config, Precision precision, List<NDArray> weights, boolean cast) {
        this(config, precision, weights, cast, Optional.empty());
    }

    private Model(
            SuperResolutionConfig config,
            Precision precision,
            List<NDArray> weights,
            boolean cast,
            Optional<Changing> changing) {
        this.config = config;
        this.precision = precision;
        this.weights = weights;
        this.cast = cast;
        this.changing = changing;
    }

    /**
     * What changes of a model that is trained in part.
     *
     * @param start the network before the first step
     * @param how what is trained
     * @param parameters the arrays that change
     * @param positions of the changed weights in the order of the configuration
     */
    private record Changing(Network start, Parameterization how, List<NDArray> parameters, List<Integer> positions) {}

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
     * Loads weights of which some are trained, or are changed by trained factors. The others are held once, also for
     * {@linkplain #following a model that follows}.
     */
    static Model trainable(Network network, Precision precision, Parameterization how, Scope scope) {
        List<Integer> positions = how.positions(network.config());
        StateDict start = how.start(network);
        List<NDArray> parameters = how.names(network.config()).stream()
                .map(name -> LoadedWeights.load(start.tensor(name), scope, precision::learning))
                .toList();
        List<NDArray> weights = new ArrayList<>();
        List<String> names = network.config().names();
        for (int i = 0; i < names.size(); i++) {
            int position = Collections.binarySearch(positions, i);
            weights.add(
                    position >= 0 && how.lowRank() == null
                            ? parameters.get(position)
                            : LoadedWeights.load(network.weights().tensor(names.get(i)), scope, precision::master));
        }
        return new Model(
                network.config(),
                precision,
                List.copyOf(weights),
                false,
                Optional.of(new Changing(network, how, parameters, positions)));
    }

    /**
     * Copies what is trained, to be changed in place without gradients, for example by an exponential moving average.
     *
     * @return a model in the scope of this one, with the same {@link #names}
     */
    public Model following() {
        if (changing.isEmpty()) {
            return new Model(
                    config, precision, weights.stream().map(Tensors::copy).toList(), false);
        }
        Changing of = changing.get();
        List<NDArray> parameters = of.parameters.stream().map(Tensors::copy).toList();
        List<NDArray> all = new ArrayList<>(weights);
        if (of.how.lowRank() == null) {
            for (int i = 0; i < of.positions.size(); i++) {
                all.set(of.positions.get(i), parameters.get(i));
            }
        }
        Changing copied = new Changing(of.start, of.how, parameters, of.positions);
        return new Model(config, precision, List.copyOf(all), false, Optional.of(copied));
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
        NDList entered = precision.enter(x, merged(x));
        return Precision.leave(config.forward(entered.get(0), entered.subNDList(1)));
    }

    /** All weights as the network uses them; merged ones belong to the scope of the input. */
    private List<NDArray> merged(NDArray x) {
        if (changing.isEmpty() || changing.get().how.lowRank() == null) {
            return weights;
        }
        Changing of = changing.get();
        NDList before = new NDList();
        NDList a = new NDList();
        NDList b = new NDList();
        for (int i = 0; i < of.positions.size(); i++) {
            before.add(weights.get(of.positions.get(i)));
            a.add(of.parameters.get(2 * i));
            b.add(of.parameters.get(2 * i + 1));
        }
        NDList after = Tensors.lowRank(x, before, a, b, of.how.scale());
        List<NDArray> all = new ArrayList<>(weights);
        for (int i = 0; i < of.positions.size(); i++) {
            all.set(of.positions.get(i), after.get(i));
        }
        return all;
    }

    /**
     * Returns what changes: the weights in the order of the configuration, or only those that are trained, or factors
     * that are trained in their place. Change them in place only.
     *
     * @return the arrays
     */
    public List<NDArray> parameters() {
        return changing.map(Changing::parameters).orElse(weights);
    }

    /**
     * Returns the names of {@link #parameters()}.
     *
     * @return the names, in the same order
     */
    public List<String> names() {
        return changing.map(of -> of.how.names(config)).orElseGet(config::names);
    }

    /**
     * Returns which of {@link #parameters()} an optimizer changes; the others are state.
     *
     * @return whether each is learned, in the same order
     */
    public List<Boolean> learned() {
        return changing.map(of -> Collections.nCopies(of.parameters.size(), true))
                .orElseGet(() -> config.names().stream().map(config::learned).toList());
    }

    /**
     * Copies {@link #parameters()}; with the network before training it makes the current one.
     *
     * @return the state, independent of the scope
     */
    public StateDict state() {
        StateDict now = LoadedWeights.snapshot(names(), parameters());
        return changing.map(of -> of.how.complete(now)).orElse(now);
    }

    /**
     * Copies the current weights into a network that is independent of the scope; trained factors are merged into them.
     * Not for a frozen model, whose weights are those of the original network.
     *
     * @param source the name of the new network
     * @return the network
     */
    public Network snapshot(String source) {
        return changing.map(of -> Parameterization.merged(of.start, state(), source))
                .orElseGet(() -> new Network(config, state(), source));
    }
}
