package io.github.pdd4j.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.loss.PerDomain;
import io.github.pdd4j.sentence.Generalist;
import io.github.pdd4j.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The source of the batches of the training loop. */
public interface BatchSource {
    /** The batch of the next iteration, in the memory of the step. */
    TrainingBatch next(Scope step);

    /**
     * The images of one iteration.
     *
     * @param inputs labeled and then unlabeled low-resolution images (2N, 3, H, W)
     * @param lowResolution the same images, labeled (N, 3, H, W) and unlabeled (N, 3, H, W)
     * @param truth high-resolution images (N, 3, s·H, s·W) of the labeled ones
     * @param names of the inputs in their order; empty if unknown
     * @param given predictions (N, 3, s·H, s·W) of another program; null if the generalist is a network
     */
    record TrainingBatch(
            NDArray inputs,
            PerDomain lowResolution,
            NDArray truth,
            List<String> names,
            @Nullable PerDomain given) {
        /** A batch of low-resolution images (N, 3, H, W) and the ground truth (N, 3, s·H, s·W) of the labeled ones. */
        public static TrainingBatch of(PerDomain lowResolution, NDArray truth) {
            NDArray inputs = lowResolution.labeled().concat(lowResolution.unlabeled(), 0);
            return new TrainingBatch(inputs, lowResolution, truth, List.of(), null);
        }

        /** A copy with the names of the labeled and then of the unlabeled images. */
        TrainingBatch named(List<String> labeled, List<String> unlabeled) {
            List<String> all = new ArrayList<>(labeled);
            all.addAll(unlabeled);
            return new TrainingBatch(inputs, lowResolution, truth, all, given);
        }

        /** A copy with predictions that another program made of the inputs. */
        TrainingBatch predicted(PerDomain predictions) {
            return new TrainingBatch(inputs, lowResolution, truth, names, predictions);
        }

        /** What the generalist predicts of the inputs, or what was given as its predictions. */
        public PerDomain predictedBy(Generalist.LoadedGeneralist generalist) {
            return given == null ? split(generalist.predict(inputs)) : given;
        }

        /** Splits the predictions of {@link #inputs} into labeled and unlabeled ones. */
        public PerDomain split(NDArray predictions) {
            NDList parts = predictions.split(new long[] {truth.getShape().get(0)});
            return new PerDomain(parts.get(0), parts.get(1));
        }
    }
}
