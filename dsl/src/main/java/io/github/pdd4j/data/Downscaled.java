package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Resampling;
import java.util.random.RandomGenerator;

/** Both sides divided by a factor, of the largest part of the image that it divides. */
record Downscaled(Resampling resampling, int factor) implements Degradation {

    /** The factor, if it is one. */
    static int factor(int factor) {
        if (factor < 1) {
            throw new IllegalArgumentException(
                    "a downscaling factor must be at least 1, got " + factor + ": use 4 for the usual x4");
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
