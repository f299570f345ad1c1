package io.github.pdd4j.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * The forward and backward pass of the specialist in parts of a batch (gradient caching, Gao et al. 2021): the parts are
 * predicted without a graph, the losses have their gradients at the predictions of the whole batch, and each part is
 * predicted again with a graph that carries its gradients to the weights. Up to rounding this is the gradient of the
 * whole batch, also for a loss such as R_inter that is no mean over images.
 */
final class MicroBatches {
    private final Model specialist;
    private final int parts;
    private final Scope run;

    private MicroBatches(Model specialist, int parts, Scope run) {
        this.specialist = specialist;
        this.parts = parts;
        this.run = run;
    }

    static MicroBatches of(Plan plan, Model specialist, Scope run) {
        return new MicroBatches(specialist, plan.schedule().accumulate(), run);
    }

    /** The specialist's predictions, with a gradient path to its weights if the batch is one part. */
    NDArray predict(NDArray inputs) {
        if (parts == 1) {
            return specialist.predict(inputs);
        }
        NDList predictions = new NDList();
        for (NDArray part : inputs.split(parts)) {
            try (Scope inner = run.unrecorded()) {
                NDArray output = specialist.predict(inner.adopt(part));
                predictions.add(Tensors.handedTo(inputs, output));
            }
        }
        return Tensors.leaf(NDArrays.concat(predictions, 0));
    }

    /** The gradients of a loss of {@link #predict}'s predictions with respect to the weights. */
    NDList gradients(StepLoss loss, NDArray inputs) {
        if (parts == 1) {
            return loss.gradients(specialist.parameters());
        }
        List<NDArray> at = loss.gradientsAtPredictions();
        NDList ofParts = at.get(0).concat(at.get(1), 0).split(parts);
        NDList images = inputs.split(parts);
        List<NDArray> sum = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            try (Scope inner = run.recorded()) {
                NDArray prediction = specialist.predict(inner.adopt(images.get(i)));
                NDList gradients = Tensors.pulledBack(
                        List.of(prediction), List.of(inner.adopt(ofParts.get(i))), specialist.parameters(), false);
                if (sum.isEmpty()) {
                    gradients.forEach(each -> sum.add(Tensors.handedTo(inputs, each)));
                } else {
                    Tensors.accumulate(sum, gradients);
                }
            }
        }
        return new NDList(sum);
    }
}
