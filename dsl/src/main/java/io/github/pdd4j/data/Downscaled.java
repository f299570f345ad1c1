package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Resampling;
import java.util.random.RandomGenerator;

/** Divides both sides by a factor, after cropping to a multiple of it. */
record Downscaled(Resampling resampling, int factor) implements Degradation {

    /** Returns the factor after checking that it is at least 1. */
    static int factor(int factor) {
        if (factor < 1) {
            throw new IllegalArgumentException(
                    "a downscaling factor must be at least 1, got " + factor + ": use 4 for a network of x4");
        }
        return factor;
    }

    @Override
    public Image apply(Image image, RandomGenerator random) {
        return resampling.downscale(image.croppedToMultipleOf(factor), factor);
    }

    @Override
    public String toString() {
        return Degradations.phrase("downscaled", resampling, factor);
    }
}
