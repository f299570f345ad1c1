package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.api.Internal;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Copies weights between state dicts and the engine's memory.
 *
 * <pre>{@code
 * var weights = compactSpecialist().weights();
 * try (var scope = io.github.pdd4j.tensor.Scope.inference()) {
 *     var arrays = LoadedWeights.load(weights, scope, x -> x);
 *     System.out.println(LoadedWeights.snapshot(weights.names(), arrays));
 * }
 * }</pre>
 */
@Internal
public final class LoadedWeights {
    private LoadedWeights() {}

    /**
     * Loads all tensors of a state dict.
     *
     * @param weights the state dict
     * @param scope the scope that owns the arrays
     * @param as applied to each float32 array, for example {@code Tensors::leaf} for trainable weights, or the identity
     * @return the arrays in the order of {@code weights.names()}
     */
    public static List<NDArray> load(StateDict weights, Scope scope, UnaryOperator<NDArray> as) {
        return weights.names().stream()
                .map(name -> load(weights.tensor(name), scope, as))
                .toList();
    }

    static NDArray load(StoredTensor stored, Scope scope, UnaryOperator<NDArray> as) {
        NDArray plain = scope.tensor(stored.floats(), stored.shape());
        NDArray result = as.apply(plain);
        if (result != plain) {
            plain.close();
        }
        return result;
    }

    /**
     * Copies the current values of arrays into a state dict that is independent of any scope.
     *
     * @param names the names of the tensors
     * @param weights the arrays, in the order of the names
     * @return the state dict, FLOAT32
     */
    public static StateDict snapshot(List<String> names, List<NDArray> weights) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            NDArray weight = weights.get(i);
            tensors.put(
                    names.get(i),
                    StoredTensor.of(Tensors.values(weight), weight.getShape().getShape()));
        }
        return StateDict.of(tensors);
    }

    /**
     * Copies values into existing arrays in place; the inverse of {@link #snapshot}.
     *
     * @param values the state dict to read
     * @param names the names of the tensors
     * @param arrays the arrays to overwrite, in the order of the names
     * @throws IllegalArgumentException if {@code values} lacks a tensor
     */
    public static void restore(StateDict values, List<String> names, List<NDArray> arrays) {
        for (int i = 0; i < names.size(); i++) {
            StoredTensor stored = values.tensor(names.get(i));
            Tensors.assign(arrays.get(i), stored.floats());
        }
    }
}
