package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Resampling;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Something that makes an image worse, as cameras, encoders and scalers do; {@link Degradations} holds the usual ones.
 *
 * <pre>{@code
 * Degradation mine = (image, random) -> image.quantized();
 * Degradation recipe = Degradations.blur(2).then(Degradations.jpeg(60)).then(mine);
 * Image worse = recipe.apply(ImageFiles.load(photo), new SplittableRandom(7));
 * }</pre>
 */
@FunctionalInterface
public interface Degradation {
    /** The degraded image; all chance comes from {@code random}. */
    Image apply(Image image, RandomGenerator random);

    /** The degraded image, all chance from a seed: the same seed, the same image. */
    default Image apply(Image image, long seed) {
        return apply(image, new SplittableRandom(seed));
    }

    /** This degradation, and after it the next one. */
    default Degradation then(Degradation next) {
        return new DegradationChain(List.of(this, next));
    }

    /**
     * This degradation, whatever sizes it goes through, and after it a resize to the sides of the image that it was
     * given, divided by the factor; a rest at the right and at the bottom is cut off before.
     *
     * <pre>{@code
     * Degradation blind = Degradations.resized(0.3, 1.5, bilinear(), area()).toScale(4, bicubic());
     * Pairs labeled = Images.in(folder).downscaledBy(blind);
     * }</pre>
     *
     * @param factor the networks' scale, 1 or more
     * @param choices what resizes: for every image one of them, each with the same chance
     * @throws IllegalArgumentException if the factor is below 1, or there is no choice
     */
    default Degradation toScale(int factor, Resampling... choices) {
        return new ToScale(this, Downscaled.factor(factor), Resamplings.of("toScale", choices));
    }
}
