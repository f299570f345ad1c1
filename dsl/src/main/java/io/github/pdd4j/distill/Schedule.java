package io.github.pdd4j.distill;

import io.github.pdd4j.setting.Effect;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.setting.Source;
import io.github.pdd4j.tensor.Precision;
import org.jspecify.annotations.Nullable;

/**
 * How long and in what portions training goes.
 *
 * @param iterations steps of the specialist, from 1 on
 * @param batch labeled images in an iteration, and as many unlabeled ones
 * @param crop side of the low-resolution crops in pixels
 * @param warmUp iterations, after a discriminator warm-up, before the distillation terms begin; unset: what the generalist needs
 * @param learningRate of both optimizers, 1e-4 in the paper
 * @param seed of crops, flips and degradations
 * @param clipGradientNorm largest Euclidean norm of the specialist's gradients, to which longer ones are scaled; unset: they
 *     are taken as they are
 * @param precision in which the networks compute; unset: the fastest of the device
 */
record Schedule(
        int iterations,
        int batch,
        int crop,
        @Nullable Integer warmUp,
        LearningRate learningRate,
        long seed,
        @Nullable Double clipGradientNorm,
        @Nullable Precision precision) {
    static final Settings<Schedule> SETTINGS = Settings.of(
            Schedule.class,
            Setting.of("iterations")
                    .changes(Effect.LENGTH)
                    .always()
                    .atLeast(1, "use iterations(500)")
                    .published(100_000, Source.PAPER),
            Setting.of("batch").always().atLeast(1, "use batch(2)").published(8, Source.PAPER_PER_DEVICE),
            Setting.of("crop").always().atLeast(8, "use crop(48)").published(48, Source.PAPER),
            Setting.of("warmUp").label("warm-up").atLeast(0, "use warmUp(5)"),
            Setting.of("learningRate").always().adjustedAs("r").shorthand(),
            Setting.of("seed").always(),
            Setting.of("clipGradientNorm")
                    .label("largest gradient norm")
                    .within(
                            "largest gradient norm",
                            value -> (double) value > 0 && Double.isFinite((double) value),
                            "a finite number above 0",
                            "use clipGradientNorm(1), or leave it out"),
            Setting.of("precision").published(Precision.FLOAT32, Source.AUTHORS_CODE));
    static final Schedule DEFAULT = new Schedule(500, 2, 48, null, LearningRate.CONSTANT, 0, null, null);

    /** Checks the ranges. */
    Schedule {
        SETTINGS.check(iterations, batch, crop, warmUp, learningRate, seed, clipGradientNorm, precision);
    }
}
