package io.github.pdd4j.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.loss.PerDomain;
import io.github.pdd4j.tensor.Scope;
import java.util.ArrayList;
import java.util.List;

/** Where the loop takes its batches from. */
interface BatchSource {
    /** The next iteration's images, in the memory of the step. */
    TrainingBatch next(Scope step);

    /**
     * One iteration's images.
     *
     * @param inputs labeled and unlabeled low-resolution images, concatenated in this order
     * @param names what the inputs are called, empty when nobody knows
     */
    record TrainingBatch(NDArray inputs, PerDomain lowResolution, NDArray truth, List<String> names) {
        /** The batch of these low-resolution images (N, 3, H, W) and the truths (N, 3, s·H, s·W) of the labeled ones. */
        static TrainingBatch of(PerDomain lowResolution, NDArray truth) {
            NDArray inputs = lowResolution.labeled().concat(lowResolution.unlabeled(), 0);
            return new TrainingBatch(inputs, lowResolution, truth, List.of());
        }

        /** The same with names of the labeled images and then of the unlabeled ones. */
        TrainingBatch named(List<String> labeled, List<String> unlabeled) {
            List<String> all = new ArrayList<>(labeled);
            all.addAll(unlabeled);
            return new TrainingBatch(inputs, lowResolution, truth, all);
        }

        /** Takes a model's predictions of {@link #inputs} apart again. */
        PerDomain sides(NDArray predictions) {
            NDList parts = predictions.split(new long[] {truth.getShape().get(0)});
            return new PerDomain(parts.get(0), parts.get(1));
        }
    }
}
