package io.github.pdd4j.distill;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.data.Batch;
import io.github.pdd4j.data.Crops;
import io.github.pdd4j.data.LabeledBatch;
import io.github.pdd4j.data.Prefetch;
import io.github.pdd4j.loss.Sides;
import io.github.pdd4j.tensor.Scope;

/** Brings the random crops that other threads made into the engine. */
final class CropFeed implements Feed, AutoCloseable {
    private final Prefetch<Pictures> ahead;

    private CropFeed(Prefetch<Pictures> ahead) {
        this.ahead = ahead;
    }

    /** The batches from that iteration on; each depends on the seed and its number alone. */
    static CropFeed from(int first, Plan plan) {
        Crops crops = crops(plan);
        return new CropFeed(Prefetch.of(k -> pictures(crops, plan, k), first));
    }

    /** The batch of one iteration, made here and now. */
    static Feed.Portion only(int iteration, Plan plan, Scope step) {
        return portion(pictures(crops(plan), plan, iteration), step);
    }

    private static Crops crops(Plan plan) {
        Schedule schedule = plan.schedule();
        return new Crops(plan.specialist().scale(), schedule.crop(), schedule.batch(), schedule.seed());
    }

    private static Pictures pictures(Crops crops, Plan plan, long iteration) {
        return new Pictures(crops.labeled(plan.labeled(), iteration), crops.unlabeled(plan.unlabeled(), iteration));
    }

    @Override
    public Feed.Portion next(Scope step) {
        return portion(ahead.next(), step);
    }

    private static Feed.Portion portion(Pictures pictures, Scope step) {
        Sides low = new Sides(tensor(pictures.labeled.low(), step), tensor(pictures.unlabeled, step));
        return Feed.Portion.of(low, tensor(pictures.labeled.high(), step))
                .named(pictures.labeled.low().names(), pictures.unlabeled.names());
    }

    private static NDArray tensor(Batch batch, Scope step) {
        return step.tensor(batch.values(), batch.n(), batch.channels(), batch.height(), batch.width());
    }

    @Override
    public void close() {
        ahead.close();
    }

    private record Pictures(LabeledBatch labeled, Batch unlabeled) {}
}
