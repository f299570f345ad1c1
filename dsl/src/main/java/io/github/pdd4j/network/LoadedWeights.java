package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Brings stored weights into the engine's memory and back.
 *
 * <pre>{@code
 * var weights = compactSpecialist().weights();
 * try (var scope = io.github.pdd4j.tensor.Scope.inference()) {
 *     var arrays = LoadedWeights.load(weights, scope, x -> x);
 *     System.out.println(LoadedWeights.snapshot(weights.names(), arrays));
 * }
 * }</pre>
 */
public final class LoadedWeights {
    private LoadedWeights() {}

    /** The arrays in the order of the names, for as long as the scope; {@code as} makes leaves of them, or nothing. */
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

    /** The present values of arrays, as a value that needs no scope. */
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

    /** Gives arrays these values, in place: the way back from {@link #snapshot}. */
    public static void restore(StateDict values, List<String> names, List<NDArray> arrays) {
        for (int i = 0; i < names.size(); i++) {
            StoredTensor stored = values.tensor(names.get(i));
            Tensors.assign(arrays.get(i), stored.floats());
        }
    }
}
