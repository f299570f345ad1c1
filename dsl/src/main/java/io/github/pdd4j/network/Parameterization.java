package io.github.pdd4j.network;

import io.github.pdd4j.api.Internal;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an optimizer changes of a network: all weights, those of some names, or low-rank factors that are added to them.
 * This is what checkpoints hold and what a moving average averages; with the initial network it makes the trained one.
 *
 * @param updated names of the weights that may change; null for all
 * @param lowRank the factors that are trained in place of weights; null for none
 * @param seed seed of the random factors
 */
@Internal
public record Parameterization(
        @Nullable Predicate<String> updated, @Nullable LowRank lowRank, long seed) {
    /** All weights of a network. */
    public static final Parameterization WHOLE = new Parameterization(null, null, 0);

    /** Ends the names of the factor A, which begin with the name of the weight. */
    private static final String A = ".lora_A";

    /** Ends the names of the factor B. */
    private static final String B = ".lora_B";

    /** Names the factor of all products B·A, without which a file of factors does not tell the network. */
    private static final String SCALE = "lora_scale";

    /** {@return whether all weights are trained, as themselves} */
    public boolean isWhole() {
        return updated == null && lowRank == null;
    }

    /**
     * Returns the weights of a network that change, as themselves or by their factors.
     *
     * @param config configuration of the network
     * @return their names, in the order of the configuration
     */
    public List<String> changed(ModelConfig config) {
        List<String> names = new ArrayList<>();
        config.shapes().forEach((name, shape) -> {
            boolean trains = isWhole() || (config.learned(name) && (updated == null || updated.test(name)));
            if (trains && (lowRank == null || lowRank.fits(name, shape))) {
                names.add(name);
            }
        });
        return names;
    }

    /**
     * Returns the largest rank with which an adaptation would change a weight.
     *
     * @param config configuration of the network
     * @return the rank; 0 if no weight that may change is one of a convolution or a linear layer
     */
    public int largestRank(ModelConfig config) {
        Map<String, long[]> shapes = config.shapes();
        return new Parameterization(updated, null, seed)
                .changed(config).stream()
                        .mapToInt(name -> LowRank.largest(name, Objects.requireNonNull(shapes.get(name))))
                        .max()
                        .orElse(0);
    }

    /**
     * Returns the names of what an optimizer changes.
     *
     * @param config configuration of the network
     * @return names of weights, or of the factors A and B of each, {@code body.0.weight.lora_A}
     */
    public List<String> names(ModelConfig config) {
        List<String> changed = changed(config);
        return lowRank == null
                ? changed
                : changed.stream()
                        .flatMap(name -> List.of(name + A, name + B).stream())
                        .toList();
    }

    /**
     * Returns what an optimizer changes, before the first step.
     *
     * @param network the network
     * @return the weights themselves, or B zero and A random
     */
    public StateDict start(Network network) {
        if (isWhole()) {
            return network.weights();
        }
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, StoredTensor> start = new LinkedHashMap<>();
        for (String name : changed(network.config())) {
            StoredTensor weight = network.weights().tensor(name);
            if (lowRank == null) {
                start.put(name, weight);
            } else {
                int rank = lowRank.rank();
                int rows = (int) weight.shape()[0];
                int columns = (int) LowRank.columns(weight.shape());
                double bound = 1 / Math.sqrt(columns);
                float[] a = new float[rank * columns];
                for (int i = 0; i < a.length; i++) {
                    a[i] = (float) random.nextDouble(-bound, bound);
                }
                start.put(name + A, StoredTensor.of(a, rank, columns));
                start.put(name + B, StoredTensor.of(new float[rows * rank], rows, rank));
            }
        }
        return StateDict.of(start);
    }

    /**
     * Loads a network to be trained.
     *
     * @param network the network before the first step
     * @param precision the number type to compute in
     * @param scope the scope that owns the weights
     * @return the model
     */
    public Model load(Network network, Precision precision, Scope scope) {
        return isWhole()
                ? Model.trainable(network, precision, scope)
                : Model.trainable(network, precision, this, scope);
    }

    /**
     * Adds what {@link #merged} needs beside the arrays.
     *
     * @param state arrays by the {@link #names}
     * @return the state, with the factor of the products if there are factors
     */
    public StateDict complete(StateDict state) {
        return lowRank == null ? state : state.with(SCALE, StoredTensor.of(new float[] {(float) scale()}, 1));
    }

    /** The factor of the products B·A. */
    double scale() {
        return lowRank == null ? 1 : lowRank.scale();
    }

    /**
     * Makes the trained network.
     *
     * @param start the network before the first step
     * @param state what {@link Model#state} returned, of any parameterization
     * @param source name of the new network
     * @return the network, with the factors merged into its weights
     */
    public static Network merged(Network start, StateDict state, String source) {
        List<String> names = start.config().names();
        if (state.names().containsAll(names)) {
            return new Network(start.config(), state, source);
        }
        Map<String, StoredTensor> weights = new LinkedHashMap<>();
        for (String name : names) {
            StoredTensor weight = start.weights().tensor(name);
            if (state.has(name)) {
                weights.put(name, state.tensor(name));
            } else if (state.has(name + A)) {
                weights.put(name, merged(weight, state.tensor(name + A), state.tensor(name + B), scale(state)));
            } else {
                weights.put(name, weight);
            }
        }
        return new Network(start.config(), StateDict.of(weights), source);
    }

    private static float scale(StateDict state) {
        return state.tensor(SCALE).floats()[0];
    }

    private static StoredTensor merged(StoredTensor weight, StoredTensor ofA, StoredTensor ofB, float scale) {
        float[] values = weight.floats();
        float[] a = ofA.floats();
        float[] b = ofB.floats();
        int rank = (int) ofA.shape()[0];
        int columns = a.length / rank;
        for (int row = 0; row < values.length / columns; row++) {
            double[] change = new double[columns];
            for (int k = 0; k < rank; k++) {
                double factor = (double) scale * b[row * rank + k];
                for (int column = 0; column < columns; column++) {
                    change[column] += factor * a[k * columns + column];
                }
            }
            for (int column = 0; column < columns; column++) {
                values[row * columns + column] += (float) change[column];
            }
        }
        return StoredTensor.of(values, weight.shape());
    }

    /**
     * Counts the numbers that were trained.
     *
     * @param state what {@link Model#state} returned
     * @return the number of values
     */
    public static long size(StateDict state) {
        return state.names().stream()
                .filter(name -> !name.equals(SCALE))
                .mapToLong(name -> state.tensor(name).size())
                .sum();
    }

    /**
     * Counts the numbers that are trained.
     *
     * @param config configuration of the network
     * @return the number of values
     */
    public long size(ModelConfig config) {
        Map<String, long[]> shapes = config.shapes();
        return changed(config).stream()
                .map(name -> Objects.requireNonNull(shapes.get(name)))
                .mapToLong(shape -> lowRank == null
                        ? shape.length == 0 ? 1 : shape[0] * LowRank.columns(shape)
                        : lowRank.rank() * (shape[0] + LowRank.columns(shape)))
                .sum();
    }

    /**
     * Checks that a state is of this parameterization.
     *
     * @param config configuration of the network
     * @param state what {@link Model#state} returned in an earlier session
     * @throws IllegalArgumentException if it holds other weights
     */
    public void requireSame(ModelConfig config, StateDict state) {
        List<String> expected = names(config);
        List<String> found =
                state.names().stream().filter(name -> !name.equals(SCALE)).toList();
        if (!(found.containsAll(expected) && expected.containsAll(found))) {
            throw new IllegalArgumentException("run must resume with the weights that it trained, got "
                    + expected.size() + " of them in place of " + found.size()
                    + ": restore updates(...) and adapts(...), or choose another name(...)");
        }
    }

    /** The positions of the changed weights in the order of the configuration. */
    List<Integer> positions(ModelConfig config) {
        List<String> names = config.names();
        return changed(config).stream().map(names::indexOf).toList();
    }
}
