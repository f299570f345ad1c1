package io.github.pdd4j.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.loss.Sides;
import io.github.pdd4j.tensor.Scope;
import java.util.ArrayList;
import java.util.List;

/** Where the loop takes its batches from. */
interface Feed {
    /** The next iteration's pictures, in the memory of the step. */
    Portion next(Scope step);

    /**
     * One iteration's pictures.
     *
     * @param inputs labeled and unlabeled low-resolution pictures, concatenated in this order
     * @param names what the inputs are called, empty when nobody knows
     */
    record Portion(NDArray inputs, Sides lowResolution, NDArray truth, List<String> names) {
        /** The batch of these low-resolution pictures (N, 3, H, W) and the truths (N, 3, s·H, s·W) of the labeled ones. */
        static Portion of(Sides lowResolution, NDArray truth) {
            NDArray inputs = lowResolution.labeled().concat(lowResolution.unlabeled(), 0);
            return new Portion(inputs, lowResolution, truth, List.of());
        }

        /** The same with names of the labeled pictures and then of the unlabeled ones. */
        Portion named(List<String> labeled, List<String> unlabeled) {
            List<String> all = new ArrayList<>(labeled);
            all.addAll(unlabeled);
            return new Portion(inputs, lowResolution, truth, all);
        }

        /** Takes a model's predictions of {@link #inputs} apart again. */
        Sides sides(NDArray predictions) {
            NDList parts = predictions.split(new long[] {truth.getShape().get(0)});
            return new Sides(parts.get(0), parts.get(1));
        }
    }
}
