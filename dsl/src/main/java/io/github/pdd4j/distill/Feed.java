package io.github.pdd4j.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.data.Crops;
import io.github.pdd4j.data.LabeledBatch;
import io.github.pdd4j.data.Prefetch;
import io.github.pdd4j.loss.Sides;
import io.github.pdd4j.tensor.Scope;

/** Brings the batches that other threads made into the engine. */
final class Feed implements AutoCloseable {
    private final Prefetch<Pictures> ahead;

    private Feed(Prefetch<Pictures> ahead) {
        this.ahead = ahead;
    }

    static Feed of(Plan plan) {
        Schedule schedule = plan.schedule();
        Crops crops = new Crops(plan.specialist().scale(), schedule.crop(), schedule.batch(), schedule.seed());
        return new Feed(Prefetch.of(
                k -> new Pictures(crops.labeled(plan.labeled(), k), crops.unlabeled(plan.unlabeled(), k)), 1));
    }

    /** The next iteration's pictures, in the memory of the step. */
    Batch next(Scope step) {
        Pictures pictures = ahead.next();
        NDArray labeled = tensor(pictures.labeled.low(), step);
        NDArray unlabeled = tensor(pictures.unlabeled, step);
        return new Batch(
                labeled.concat(unlabeled, 0), new Sides(labeled, unlabeled), tensor(pictures.labeled.high(), step));
    }

    private static NDArray tensor(io.github.pdd4j.data.Batch batch, Scope step) {
        return step.tensor(batch.values(), batch.n(), batch.channels(), batch.height(), batch.width());
    }

    @Override
    public void close() {
        ahead.close();
    }

    private record Pictures(LabeledBatch labeled, io.github.pdd4j.data.Batch unlabeled) {}

    /**
     * One iteration's pictures.
     *
     * @param inputs labeled and unlabeled low-resolution pictures, concatenated in this order
     */
    record Batch(NDArray inputs, Sides lowResolution, NDArray truth) {
        /** Takes a model's predictions of {@link #inputs} apart again. */
        Sides sides(NDArray predictions) {
            NDList parts = predictions.split(new long[] {truth.getShape().get(0)});
            return new Sides(parts.get(0), parts.get(1));
        }
    }
}
