package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.setting.Facts;
import io.github.pdd4j.setting.Phrases;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * How labeled low-resolution images are made from high-resolution ones, at whatever scale the networks have.
 *
 * <p>The result is rounded to 8 bits, as a file would be.
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

    /** Always the same convention. */
    public static Downscaling of(Resampling resampling) {
        return oneOf(resampling);
    }

    /** For every image one of the conventions, each with the same chance (supplement, Table 8, "Comb."). */
    public static Downscaling oneOf(Resampling... choices) {
        Resamplings all = Resamplings.of("oneOf", choices);
        return new Downscaling(
                choices.length == 1 ? all.toString() : "Downscaling.oneOf(" + all + ")",
                all.choices(),
                (image, scale, random) -> all.draw(random).downscale(image, scale));
    }

    /** A degradation that itself divides the sides by the scale; whether it does is checked when it is used. */
    public static Downscaling of(Degradation degradation) {
        return new Downscaling(
                Phrases.of(degradation),
                degradation,
                (image, scale, random) -> Degradations.applied(degradation, image, random));
    }

    /**
     * The low-resolution image.
     *
     * @throws IllegalArgumentException if the scale does not divide the sides, or the degradation answers another size
     */
    public Image apply(Image high, int scale, RandomGenerator random) {
        Image low = step.apply(high, scale, random).quantized();
        if (low.width() * scale != high.width() || low.height() * scale != high.height()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "labeled images must shrink by the networks' scale %d, got %s from %s by %s: use downscaled(..., %d)",
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
