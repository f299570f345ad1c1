package io.github.pdd4j.sentence;

import io.github.pdd4j.api.Internal;
import io.github.pdd4j.data.Augmentation;
import io.github.pdd4j.data.CropRule;
import io.github.pdd4j.data.NamedSeeds;
import io.github.pdd4j.network.LowRank;
import io.github.pdd4j.network.Parameterization;
import io.github.pdd4j.setting.Effect;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.setting.Source;
import io.github.pdd4j.tensor.Adam;
import io.github.pdd4j.tensor.Precision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Length of the training, batches, warm-up, learning rate, optimizer, seed, clipping and precision.
 *
 * @param iterations number of iterations, at least 1; default 500
 * @param batch labeled images per iteration, and the same number of unlabeled ones, at least 1; default 2
 * @param accumulate parts that the specialist's forward and backward pass is made in, a divisor of the batch; 1 for the
 *     whole batch at once
 * @param crop side of the low-resolution crops in pixels, at least 8; default 48
 * @param repeats crops in a row that come from one image, at least 1; default 1
 * @param augmentation how crops are turned at random; flips and transposition in the paper
 * @param unlabeledCrops which unlabeled crops are kept; null for all
 * @param warmUp iterations before the distillation terms begin, counted after the discriminator warm-up, at least 0;
 *     null for the default of the generalist
 * @param learningRate learning rate of both optimizers; 1e-4 in the paper
 * @param optimizer algorithm of both optimizers; Adam in the paper
 * @param seed seed of crops, turns, degradations and random weights; default 0
 * @param namedSeeds seeds of single parts of what the seed is for; default none
 * @param clipGradientNorm maximum Euclidean norm of the specialist's gradients, finite and above 0; larger gradients
 *     are scaled down to it; null for no clipping
 * @param movingAverage decay of a moving average of the specialist's weights that is no generalist, in (0, 1); null for
 *     none
 * @param updates which weights of the specialist are trained; null for all
 * @param adapts low-rank factors that are trained in place of the weights; null for none
 * @param precision precision of the networks; null for the fastest on the device
 */
@Internal
public record Schedule(
        int iterations,
        int batch,
        int accumulate,
        int crop,
        int repeats,
        Augmentation augmentation,
        @Nullable CropRule unlabeledCrops,
        @Nullable Integer warmUp,
        LearningRate learningRate,
        Optimizer optimizer,
        long seed,
        NamedSeeds namedSeeds,
        @Nullable Double clipGradientNorm,
        @Nullable Double movingAverage,
        @Nullable Updates updates,
        @Nullable LowRank adapts,
        @Nullable Precision precision) {
    /** One description of each setting, in the order of the components. */
    public static final Settings<Schedule> SETTINGS = Settings.of(
            Schedule.class,
            Setting.of("iterations")
                    .changes(Effect.LENGTH)
                    .always()
                    .atLeast(1, "use iterations(500)")
                    .published(100_000, Source.PAPER),
            Setting.of("batch").always().atLeast(1, "use batch(2)").published(8, Source.PAPER_PER_DEVICE),
            Setting.of("accumulate")
                    .label("parts of a batch")
                    .changes(Effect.EXECUTION)
                    .atLeast(1, "use accumulate(2), or accumulate(1) for the whole batch at once")
                    .whenAbsent(1),
            Setting.of("crop").always().atLeast(8, "use crop(48)").published(48, Source.PAPER),
            Setting.of("repeats")
                    .label("crops of an image in a row")
                    .atLeast(1, "use repeats(4)")
                    .whenAbsent(1),
            Setting.of("augmentation").adjustedAs("a").whenAbsent(Augmentation.PAPER),
            Setting.of("unlabeledCrops").label("unlabeled crops").absentWhenNull(),
            Setting.of("warmUp").label("warm-up").atLeast(0, "use warmUp(5)"),
            Setting.of("learningRate").always().adjustedAs("r").shorthand(),
            Setting.of("optimizer").whenAbsent(Optimizer.ADAM),
            Setting.of("seed").always(),
            Setting.of("namedSeeds").label("named seeds").adjustedAs("s").whenAbsent(NamedSeeds.NONE),
            Setting.of("clipGradientNorm")
                    .label("largest gradient norm")
                    .within(
                            "largest gradient norm",
                            value -> (double) value > 0 && Double.isFinite((double) value),
                            "a finite number above 0",
                            "use clipGradientNorm(1), or leave it out"),
            Setting.of("movingAverage")
                    .label("decay of the average of the weights")
                    .within(
                            "decay of the average of the weights",
                            value -> (double) value > 0 && (double) value < 1,
                            "in (0, 1)",
                            "use movingAverage(0.99), or leave it out")
                    .absentWhenNull(),
            Setting.of("updates")
                    .label("trained weights")
                    .words(value -> List.of(value.toString()))
                    .absentWhenNull(),
            Setting.of("adapts").label("low-rank adaptation").absentWhenNull(),
            Setting.of("precision").published(Precision.FLOAT32, Source.AUTHORS_CODE));

    static final Schedule DEFAULT = new Schedule(
            500,
            2,
            1,
            48,
            1,
            Augmentation.PAPER,
            null,
            null,
            LearningRate.CONSTANT,
            Optimizer.ADAM,
            0,
            NamedSeeds.NONE,
            null,
            null,
            null,
            null,
            null);

    /**
     * Checks the ranges.
     *
     * @param iterations number of iterations, at least 1; default 500
     * @param batch labeled images per iteration, and the same number of unlabeled ones, at least 1; default 2
     * @param accumulate parts that the specialist's forward and backward pass is made in, a divisor of the batch; 1 for the
     *     whole batch at once
     * @param crop side of the low-resolution crops in pixels, at least 8; default 48
     * @param repeats crops in a row that come from one image, at least 1; default 1
     * @param augmentation how crops are turned at random; flips and transposition in the paper
     * @param unlabeledCrops which unlabeled crops are kept; null for all
     * @param warmUp iterations before the distillation terms begin, counted after the discriminator warm-up, at least 0;
     *     null for the default of the generalist
     * @param learningRate learning rate of both optimizers; 1e-4 in the paper
     * @param optimizer algorithm of both optimizers; Adam in the paper
     * @param seed seed of crops, turns, degradations and random weights; default 0
     * @param namedSeeds seeds of single parts of what the seed is for; default none
     * @param clipGradientNorm maximum Euclidean norm of the specialist's gradients, finite and above 0; larger gradients
     *     are scaled down to it; null for no clipping
     * @param movingAverage decay of a moving average of the specialist's weights that is no generalist, in (0, 1); null for
     *     none
     * @param updates which weights of the specialist are trained; null for all
     * @param adapts low-rank factors that are trained in place of the weights; null for none
     * @param precision precision of the networks; null for the fastest on the device
     * @throws IllegalArgumentException if a value is out of range
     */
    public Schedule {
        SETTINGS.check(
                iterations,
                batch,
                accumulate,
                crop,
                repeats,
                augmentation,
                unlabeledCrops,
                warmUp,
                learningRate,
                optimizer,
                seed,
                namedSeeds,
                clipGradientNorm,
                movingAverage,
                updates,
                adapts,
                precision);
    }

    /** {@return what the optimizer changes of the specialist} */
    public Parameterization parameterization() {
        return updates == null && adapts == null
                ? Parameterization.WHOLE
                : new Parameterization(updates == null ? null : updates::chooses, adapts, initialSeed());
    }

    /** {@return the seed of the random weights that the training begins with} */
    public long initialSeed() {
        Long own = namedSeeds.initialization();
        return own == null ? seed : own;
    }

    /** {@return the hyperparameters of both optimizers} */
    public Adam.Settings hyperparameters() {
        return optimizer.hyperparameters();
    }
}
