package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.setting.Facts;
import io.github.pdd4j.setting.Phrases;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * How labeled low-resolution images are made from high-resolution ones, for any scale factor.
 *
 * <p>The result is rounded to 8 bits, as an image file would be.
 *
 * <pre>{@code
 * Downscaling combined = Downscaling.oneOf(
 *         Resampling.MATLAB_BICUBIC, Resampling.PILLOW_BILINEAR, Resampling.OPENCV_AREA);
 * Image low = combined.apply(ImageFiles.load(photo), 4, new SplittableRandom(7));
 * }</pre>
 */
public final class Downscaling implements Facts.Stated {
    private final String phrase;
    private final Object facts;
    private final Step step;

    private Downscaling(String phrase, Object facts, Step step) {
        this.phrase = phrase;
        this.facts = facts;
        this.step = step;
    }

    /**
     * Always uses the same resampling method.
     *
     * @param resampling the resampling method
     * @return the downscaling
     */
    public static Downscaling of(Resampling resampling) {
        return oneOf(resampling);
    }

    /**
     * Draws one of the resampling methods for every image, each with equal probability (supplement, Table 8,
     * "Comb.").
     *
     * @param choices the resampling methods, at least one
     * @return the downscaling
     * @throws IllegalArgumentException if there are no choices
     */
    public static Downscaling oneOf(Resampling... choices) {
        Resamplings all = Resamplings.of("oneOf", choices);
        return new Downscaling(
                choices.length == 1 ? all.toString() : "Downscaling.oneOf(" + all + ")",
                all.choices(),
                (image, scale, random) -> all.draw(random).downscale(image, scale));
    }

    /**
     * Uses a degradation that itself divides the sides by the scale factor; {@link #apply} checks the size of its
     * result.
     *
     * @param degradation the degradation
     * @return the downscaling
     */
    public static Downscaling of(Degradation degradation) {
        return new Downscaling(
                Phrases.of(degradation),
                degradation,
                (image, scale, random) -> Degradations.applied(degradation, image, random));
    }

    /**
     * Makes the low-resolution image.
     *
     * @param high the high-resolution image
     * @param scale the scale factor
     * @param random the source of randomness
     * @return the low-resolution image, rounded to 8 bits
     * @throws IllegalArgumentException if {@code scale} does not divide the sides, or a degradation returns another
     *     size
     */
    public Image apply(Image high, int scale, RandomGenerator random) {
        Image low = step.apply(high, scale, random).quantized();
        if (low.width() * scale != high.width() || low.height() * scale != high.height()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "labeled images must be downscaled by the networks' scale %d, got %s from %s by %s: use"
                            + " downscaled(..., %d)",
                    scale,
                    low.sizeText(),
                    high.sizeText(),
                    phrase,
                    scale));
        }
        return low;
    }

    @Override
    public Object facts() {
        return facts;
    }

    @Override
    public String toString() {
        return phrase;
    }

    private interface Step {
        Image apply(Image image, int scale, RandomGenerator random);
    }
}
