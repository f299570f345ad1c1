package io.github.pdd4j.data;

import io.github.pdd4j.image.Picture;
import io.github.pdd4j.image.Resampling;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Something that makes a picture worse, as cameras, encoders and scalers do; {@link Degradations} holds the usual ones.
 *
 * <pre>{@code
 * Degradation mine = (picture, random) -> picture.quantised();
 * Degradation recipe = Degradations.blur(2).then(Degradations.jpeg(60)).then(mine);
 * Picture worse = recipe.apply(Pictures.load(photo), new SplittableRandom(7));
 * }</pre>
 */
@FunctionalInterface
public interface Degradation {
    /** The degraded picture; all chance comes from {@code random}. */
    Picture apply(Picture picture, RandomGenerator random);

    /** The degraded picture, all chance from a seed: the same seed, the same picture. */
    default Picture apply(Picture picture, long seed) {
        return apply(picture, new SplittableRandom(seed));
    }

    /** This degradation, and after it the next one. */
    default Degradation then(Degradation next) {
        return new Steps(List.of(this, next));
    }

    /**
     * This degradation, whatever sizes it goes through, and after it a resize to the sides of the picture that it was
     * given, divided by the factor; a rest at the right and at the bottom is cut off before.
     *
     * <pre>{@code
     * Degradation blind = Degradations.resized(0.3, 1.5, bilinear(), area()).toScale(4, bicubic());
     * Pairs labeled = Images.in(folder).downscaledBy(blind);
     * }</pre>
     *
     * @param factor the networks' scale, 1 or more
     * @param choices what resizes: for every picture one of them, each with the same chance
     * @throws IllegalArgumentException if the factor is below 1, or there is no choice
     */
    default Degradation toScale(int factor, Resampling... choices) {
        return new ToScale(this, Downscaled.factor(factor), Resamplings.of("toScale", choices));
    }
}
