package io.github.pdd4j.train;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.data.Batch;
import io.github.pdd4j.data.Crops;
import io.github.pdd4j.data.LabeledBatch;
import io.github.pdd4j.data.PredictedInputs;
import io.github.pdd4j.data.Prefetch;
import io.github.pdd4j.loss.PerDomain;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.sentence.Schedule;
import io.github.pdd4j.tensor.Scope;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongFunction;

/** The random crops of each iteration as its batch. Other threads decode and crop the images ahead of the loop. */
public final class CropBatchSource implements BatchSource, AutoCloseable {
    private final Prefetch<CroppedBatches> ahead;

    private CropBatchSource(Prefetch<CroppedBatches> ahead) {
        this.ahead = ahead;
    }

    /** The batches from this iteration on. Each depends only on the seed and its iteration. */
    public static CropBatchSource from(int first, Plan plan) {
        LongFunction<CroppedBatches> images = images(plan);
        return new CropBatchSource(Prefetch.of(images, first));
    }

    /** The batch of one iteration, made without prefetching. */
    static BatchSource.TrainingBatch only(int iteration, Plan plan, Scope step) {
        return batch(images(plan).apply(iteration), step);
    }

    private static LongFunction<CroppedBatches> images(Plan plan) {
        Schedule schedule = plan.schedule();
        Crops crops = new Crops(
                plan.specialist().scale(),
                schedule.crop(),
                schedule.batch(),
                schedule.repeats(),
                schedule.seed(),
                schedule.namedSeeds(),
                schedule.augmentation(),
                schedule.unlabeledCrops());
        Optional<PredictedInputs> predicted = plan.predicted();
        return iteration -> new CroppedBatches(
                crops.labeled(plan.labeled(), iteration),
                crops.unlabeled(plan.unlabeled(), iteration),
                predicted
                        .flatMap(PredictedInputs::labeled)
                        .map(pairs -> crops.labeled(pairs, iteration).high()),
                predicted.map(
                        inputs -> crops.predicted(inputs.unlabeled(), iteration).high()));
    }

    @Override
    public BatchSource.TrainingBatch next(Scope step) {
        return batch(ahead.next(), step);
    }

    private static BatchSource.TrainingBatch batch(CroppedBatches images, Scope step) {
        PerDomain low = new PerDomain(tensor(images.labeled.low(), step), tensor(images.unlabeled, step));
        BatchSource.TrainingBatch batch = BatchSource.TrainingBatch.of(low, tensor(images.labeled.high(), step))
                .named(images.labeled.low().names(), images.unlabeled.names());
        return images.ofUnlabeled
                .map(predictions -> batch.predicted(new PerDomain(
                        images.ofLabeled.map(each -> tensor(each, step)).orElseGet(() -> unknown(predictions, step)),
                        tensor(predictions, step))))
                .orElse(batch);
    }

    /** Stands for predictions that no term needs; a term that takes them is not finite, which is reported. */
    private static NDArray unknown(Batch like, Scope step) {
        float[] values = new float[like.n() * like.channels() * like.height() * like.width()];
        Arrays.fill(values, Float.NaN);
        return step.tensor(values, like.n(), like.channels(), like.height(), like.width());
    }

    private static NDArray tensor(Batch batch, Scope step) {
        return step.tensor(batch.values(), batch.n(), batch.channels(), batch.height(), batch.width());
    }

    @Override
    public void close() {
        ahead.close();
    }

    /**
     * The crops of an iteration.
     *
     * @param labeled labeled crops
     * @param unlabeled unlabeled crops
     * @param ofLabeled predictions of the labeled crops that another program made; empty if there are none
     * @param ofUnlabeled predictions of the unlabeled crops that another program made; empty if there are none
     */
    private record CroppedBatches(
            LabeledBatch labeled, Batch unlabeled, Optional<Batch> ofLabeled, Optional<Batch> ofUnlabeled) {}
}
