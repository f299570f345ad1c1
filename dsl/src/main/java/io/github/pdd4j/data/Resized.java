package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import java.util.random.RandomGenerator;

/** Multiplies both sides by a factor drawn from a range. */
record Resized(Range factor, Resamplings resamplings) implements Degradation {
    @Override
    public Image apply(Image image, RandomGenerator random) {
        double drawn = factor.draw(random);
        return resamplings.draw(random).to(image, side(image.width(), drawn), side(image.height(), drawn));
    }

    private static int side(int side, double factor) {
        return Math.max(1, (int) Math.round(side * factor));
    }

    @Override
    public String toString() {
        return Degradations.phrase("resized", factor.ends(), resamplings);
    }
}
