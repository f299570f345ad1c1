package io.github.pdd4j.distill;

import io.github.pdd4j.tensor.Precision;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How long and in what portions training goes.
 *
 * @param iterations steps of the specialist, from 1 on
 * @param batch labeled pictures in an iteration, and as many unlabeled ones
 * @param crop side of the low-resolution crops in pixels
 * @param warmUp iterations, after a head start, before the distillation terms begin; unset: what the generalist needs
 * @param learningRate of both optimizers, 1e-4 in the paper
 * @param seed of crops, flips and degradations
 * @param precision in which the networks compute; unset: the fastest of the device
 */
record Schedule(
        int iterations,
        int batch,
        int crop,
        @Nullable Integer warmUp,
        LearningRate learningRate,
        long seed,
        @Nullable Precision precision) {
    static final Schedule DEFAULT = new Schedule(500, 2, 48, null, LearningRate.CONSTANT, 0, null);

    Schedule {
        requireFrom("iterations", iterations, 1, "iterations(500)");
        requireFrom("batch", batch, 1, "batch(2)");
        requireFrom("crop", crop, 8, "crop(48)");
        if (warmUp != null) {
            requireFrom("warm-up", warmUp, 0, "warmUp(5)");
        }
    }

    private static void requireFrom(String what, int value, int least, String next) {
        if (value < least) {
            throw new IllegalArgumentException(
                    what + " must be at least " + least + ", got " + value + ": use " + next);
        }
    }

    Schedule iterations(int value) {
        return new Schedule(value, batch, crop, warmUp, learningRate, seed, precision);
    }

    Schedule batch(int value) {
        return new Schedule(iterations, value, crop, warmUp, learningRate, seed, precision);
    }

    Schedule crop(int value) {
        return new Schedule(iterations, batch, value, warmUp, learningRate, seed, precision);
    }

    Schedule warmUp(int value) {
        return new Schedule(iterations, batch, crop, value, learningRate, seed, precision);
    }

    Schedule learningRate(UnaryOperator<LearningRate> change) {
        LearningRate value = Change.changed("learningRate", learningRate, change);
        return new Schedule(iterations, batch, crop, warmUp, value, seed, precision);
    }

    Schedule seed(long value) {
        return new Schedule(iterations, batch, crop, warmUp, learningRate, value, precision);
    }

    Schedule precision(Precision value) {
        return new Schedule(iterations, batch, crop, warmUp, learningRate, seed, value);
    }
}
