package io.github.pdd4j.data;

import io.github.pdd4j.image.Picture;
import java.util.random.RandomGenerator;

/** Both sides multiplied by a factor drawn from a range, whatever size that gives. */
record Resized(Range factor, Resamplings resamplings) implements Degradation {
    @Override
    public Picture apply(Picture picture, RandomGenerator random) {
        double drawn = factor.draw(random);
        return resamplings.draw(random).to(picture, side(picture.width(), drawn), side(picture.height(), drawn));
    }

    private static int side(int side, double factor) {
        return Math.max(1, (int) Math.round(side * factor));
    }

    @Override
    public String toString() {
        return Degradations.phrase("resized", factor.ends(), resamplings);
    }
}
