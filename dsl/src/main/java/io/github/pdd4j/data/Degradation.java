package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Resampling;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A function that degrades an image, as cameras, encoders and scalers do; {@link Degradations} has the common ones.
 *
 * <pre>{@code
 * Degradation mine = (image, random) -> image.quantized();
 * Degradation recipe = Degradations.blur(2).then(Degradations.jpeg(60)).then(mine);
 * Image worse = recipe.apply(ImageFiles.load(photo), new SplittableRandom(7));
 * }</pre>
 */
@FunctionalInterface
public interface Degradation {
    /**
     * Degrades an image.
     *
     * @param image the image to degrade
     * @param random the only source of randomness
     * @return the degraded image
     */
    Image apply(Image image, RandomGenerator random);

    /**
     * Degrades an image; the same seed gives the same image.
     *
     * @param image the image to degrade
     * @param seed the seed of the random choices
     * @return the degraded image
     */
    default Image apply(Image image, long seed) {
        return apply(image, new SplittableRandom(seed));
    }

    /**
     * Chains two degradations.
     *
     * @param next the degradation to apply after this one
     * @return the chain
     */
    default Degradation then(Degradation next) {
        return new DegradationChain(List.of(this, next));
    }

    /**
     * Applies this degradation and then resizes to the original size divided by {@code factor}, whatever size this
     * degradation returned. The original is first cropped at the right and at the bottom to a multiple of
     * {@code factor}.
     *
     * <pre>{@code
     * Degradation blind = Degradations.resized(0.3, 1.5, bilinear(), area()).toScale(4, bicubic());
     * Pairs labeled = Images.in(folder).downscaledBy(blind);
     * }</pre>
     *
     * @param factor the scale factor of the networks, at least 1
     * @param choices the resampling methods; one is drawn for every image, each with equal probability
     * @return the degradation with the final resize
     * @throws IllegalArgumentException if {@code factor} is below 1 or there are no choices
     */
    default Degradation toScale(int factor, Resampling... choices) {
        return new ToScale(this, Downscaled.factor(factor), Resamplings.of("toScale", choices));
    }
}
