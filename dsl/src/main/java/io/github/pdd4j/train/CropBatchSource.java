package io.github.pdd4j.train;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.data.Batch;
import io.github.pdd4j.data.Crops;
import io.github.pdd4j.data.LabeledBatch;
import io.github.pdd4j.data.Prefetch;
import io.github.pdd4j.loss.PerDomain;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.sentence.Schedule;
import io.github.pdd4j.tensor.Scope;

/** The random crops of each iteration as its batch. Other threads decode and crop the images ahead of the loop. */
public final class CropBatchSource implements BatchSource, AutoCloseable {
    private final Prefetch<CroppedBatches> ahead;

    private CropBatchSource(Prefetch<CroppedBatches> ahead) {
        this.ahead = ahead;
    }

    /** The batches from this iteration on. Each depends only on the seed and its iteration. */
    public static CropBatchSource from(int first, Plan plan) {
        Crops crops = crops(plan);
        return new CropBatchSource(Prefetch.of(iteration -> images(crops, plan, iteration), first));
    }

    /** The batch of one iteration, made without prefetching. */
    static BatchSource.TrainingBatch only(int iteration, Plan plan, Scope step) {
        return batch(images(crops(plan), plan, iteration), step);
    }

    private static Crops crops(Plan plan) {
        Schedule schedule = plan.schedule();
        return new Crops(plan.specialist().scale(), schedule.crop(), schedule.batch(), schedule.seed());
    }

    private static CroppedBatches images(Crops crops, Plan plan, long iteration) {
        return new CroppedBatches(
                crops.labeled(plan.labeled(), iteration), crops.unlabeled(plan.unlabeled(), iteration));
    }

    @Override
    public BatchSource.TrainingBatch next(Scope step) {
        return batch(ahead.next(), step);
    }

    private static BatchSource.TrainingBatch batch(CroppedBatches images, Scope step) {
        PerDomain low = new PerDomain(tensor(images.labeled.low(), step), tensor(images.unlabeled, step));
        return BatchSource.TrainingBatch.of(low, tensor(images.labeled.high(), step))
                .named(images.labeled.low().names(), images.unlabeled.names());
    }

    private static NDArray tensor(Batch batch, Scope step) {
        return step.tensor(batch.values(), batch.n(), batch.channels(), batch.height(), batch.width());
    }

    @Override
    public void close() {
        ahead.close();
    }

    private record CroppedBatches(LabeledBatch labeled, Batch unlabeled) {}
}
