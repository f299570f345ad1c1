package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Brings stored weights into the engine's memory. */
final class Arrays {
    private Arrays() {}

    static List<NDArray> load(StateDict weights, Scope scope, UnaryOperator<NDArray> as) {
        return weights.names().stream()
                .map(name -> load(weights.tensor(name), scope, as))
                .toList();
    }

    private static NDArray load(StoredTensor stored, Scope scope, UnaryOperator<NDArray> as) {
        NDArray plain = scope.tensor(stored.floats(), stored.shape());
        NDArray result = as.apply(plain);
        if (result != plain) {
            plain.close();
        }
        return result;
    }

    static StateDict snapshot(List<String> names, List<NDArray> weights) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            NDArray weight = weights.get(i);
            tensors.put(
                    names.get(i),
                    StoredTensor.of(weight.toFloatArray(), weight.getShape().getShape()));
        }
        return StateDict.of(tensors);
    }
}
