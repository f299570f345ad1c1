package io.github.pdd4j;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;

/** How far a computation in bfloat16 is from the one in float32. */
public final class Rounding {
    private Rounding() {}

    /** Of the prediction and the gradients of all weights, in which each counts as much. */
    public static float ofPredictionAndGradients(Network network, NDArray x) {
        return relative(both(network, Precision.BFLOAT16, x), both(network, Precision.FLOAT32, x));
    }

    public static float relative(NDArray x, NDArray reference) {
        return x.sub(reference).norm().getFloat() / reference.norm().getFloat();
    }

    private static NDArray both(Network network, Precision precision, NDArray x) {
        try (Scope scope = Scope.recording()) {
            Model model = Model.trainable(network, precision, scope);
            NDArray y = model.predict(x);
            NDList gradients = Tensors.gradients(y.square().sum(), model.parameters());
            NDList all = new NDList(y.flatten().div(y.norm()));
            NDArray length = Tensors.norm(gradients);
            gradients.forEach(each -> all.add(each.flatten().div(length)));
            return NDArrays.concat(all);
        }
    }
}
