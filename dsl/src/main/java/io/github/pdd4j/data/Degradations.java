package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.setting.Phrases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The common degradations; those with a range draw a value from it for every image.
 *
 * <pre>{@code
 * Degradation camera = Degradations.blur(0.2, 3.0).then(Degradations.gaussianNoise(1, 10));
 * Degradation web = camera.then(Degradations.downscaled(Resampling.MATLAB_BICUBIC, 4)).then(Degradations.jpeg(60));
 * Images unlabeled = Images.in(folder).degradedBy(web);
 * }</pre>
 *
 * <p>Blind degradation, as in BSRGAN (Zhang and others 2021) and Real-ESRGAN (Wang and others 2021), draws the sizes
 * and the order of the steps for every image and ends at the scale of the networks:
 *
 * <pre>{@code
 * Degradation blind = Degradations.shuffled(
 *                 Degradations.blur(0.2, 3),
 *                 Degradations.resized(0.3, 1.5, area(), bilinear(), bicubic()),
 *                 Degradations.gaussianNoise(1, 25))
 *         .toScale(4, area(), bilinear(), bicubic())
 *         .then(Degradations.jpeg(30, 95));
 * Pairs labeled = Images.in(folder).downscaledBy(blind);
 * }</pre>
 */
public final class Degradations {
    private Degradations() {}

    /**
     * Gaussian blur.
     *
     * @param sigma the standard deviation in pixels, 0 to 100
     * @return the degradation
     * @throws IllegalArgumentException if {@code sigma} is out of range
     */
    public static Degradation blur(double sigma) {
        return blur(sigma, sigma);
    }

    /**
     * Gaussian blur whose standard deviation is drawn uniformly.
     *
     * @param least the smallest standard deviation in pixels, 0 or more
     * @param most the largest standard deviation in pixels, at most 100
     * @return the degradation
     * @throws IllegalArgumentException if a bound is out of range or {@code least} is above {@code most}
     */
    public static Degradation blur(double least, double most) {
        return new Blur(new Range("blur sigma", least, most).within(0, 100));
    }

    /**
     * Independent Gaussian noise on every color value.
     *
     * @param levels the standard deviation in 8-bit levels, 0 to 255
     * @return the degradation
     * @throws IllegalArgumentException if {@code levels} is out of range
     */
    public static Degradation gaussianNoise(double levels) {
        return gaussianNoise(levels, levels);
    }

    /**
     * Gaussian noise whose standard deviation is drawn uniformly.
     *
     * @param least the smallest standard deviation in 8-bit levels, 0 or more
     * @param most the largest standard deviation in 8-bit levels, at most 255
     * @return the degradation
     * @throws IllegalArgumentException if a bound is out of range or {@code least} is above {@code most}
     */
    public static Degradation gaussianNoise(double least, double most) {
        return new GaussianNoise(new Range("noise levels", least, most).within(0, 255));
    }

    /**
     * Brightness, contrast and saturation times factors that are drawn uniformly from 1 − v to 1 + v for each image, in
     * this order; the result is in [0, 1].
     *
     * @param brightness v of the brightness, from 0 to 1; 0 leaves it
     * @param contrast v of the contrast about the mean luma, from 0 to 1
     * @param saturation v of the saturation, from 0 to 1
     * @return the degradation
     * @throws IllegalArgumentException if a value is out of range
     */
    public static Degradation colorJitter(double brightness, double contrast, double saturation) {
        return ColorJitter.of(brightness, contrast, saturation);
    }

    /**
     * JPEG compression.
     *
     * @param quality the JPEG quality, 1 to 100
     * @return the degradation
     * @throws IllegalArgumentException if {@code quality} is out of range
     */
    public static Degradation jpeg(int quality) {
        return jpeg(quality, quality);
    }

    /**
     * JPEG compression whose quality is drawn uniformly.
     *
     * @param least the lowest quality, 1 or more
     * @param most the highest quality (included), at most 100
     * @return the degradation
     * @throws IllegalArgumentException if a bound is out of range or {@code least} is above {@code most}
     */
    public static Degradation jpeg(int least, int most) {
        return new Jpeg(new Range("JPEG quality", least, most).within(1, 100));
    }

    /**
     * Divides both sides by a factor after cropping the image at the right and at the bottom to a multiple of it.
     *
     * @param resampling the resampling method
     * @param factor the divisor, at least 1
     * @return the degradation
     * @throws IllegalArgumentException if {@code factor} is below 1
     */
    public static Degradation downscaled(Resampling resampling, int factor) {
        return new Downscaled(resampling, Downscaled.factor(factor));
    }

    /**
     * Multiplies both sides by a uniformly drawn factor and rounds them; use {@link Degradation#toScale} afterwards
     * to get the scale of the networks.
     *
     * @param least the smallest factor, 0.01 or more
     * @param most the largest factor, at most 16
     * @param choices the resampling methods; one is drawn for every image, each with equal probability
     * @return the degradation
     * @throws IllegalArgumentException if a bound is out of range, {@code least} is above {@code most} or there are
     *     no choices
     */
    public static Degradation resized(double least, double most, Resampling... choices) {
        return new Resized(
                new Range("resize factor", least, most).within(0.01, 16), Resamplings.of("resized", choices));
    }

    /**
     * Applies one of the degradations, drawn for every image with equal probability.
     *
     * @param choices the degradations, at least one
     * @return the degradation
     * @throws IllegalArgumentException if there are no choices
     */
    public static Degradation oneOf(Degradation... choices) {
        return new OneOf(some("oneOf", choices));
    }

    /**
     * Applies all degradations in an order drawn for every image.
     *
     * @param steps the degradations, at least one
     * @return the degradation
     * @throws IllegalArgumentException if there are no steps
     */
    public static Degradation shuffled(Degradation... steps) {
        return new Shuffled(some("shuffled", steps));
    }

    /**
     * Gives a degradation a printed name, for example a lambda.
     *
     * @param name the name to print
     * @param degradation the degradation
     * @return the named degradation
     */
    public static Degradation named(String name, Degradation degradation) {
        return new Named(name, degradation);
    }

    /**
     * The degradation that simulates an unknown camera: blur 2, MATLAB bicubic downscaling, noise of 6 levels, JPEG
     * 60.
     *
     * @param factor the downscaling factor, at least 1
     * @return the degradation
     * @throws IllegalArgumentException if {@code factor} is below 1
     */
    public static Degradation unknown(int factor) {
        return blur(2).then(downscaled(Resampling.MATLAB_BICUBIC, factor))
                .then(gaussianNoise(6))
                .then(jpeg(60));
    }

    /** Applies a degradation and checks its result, because a lambda may return null or non-finite values. */
    static Image applied(Degradation degradation, Image image, RandomGenerator random) {
        Image worse = degradation.apply(image, random);
        if (worse == null) {
            throw new IllegalArgumentException("a degradation must return an image, got null from " + degradation
                    + ": let its lambda return the degraded image");
        }
        worse.requireFinite("an image degraded by " + degradation);
        return worse;
    }

    private static List<Degradation> some(String verb, Degradation... given) {
        if (given.length == 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "%s needs at least one degradation, got none: use %s(blur(2), jpeg(60))", verb, verb));
        }
        return List.of(given);
    }

    /** Formats a degradation as the call that creates it. */
    static String phrase(String verb, Object... arguments) {
        return Arrays.stream(arguments)
                .map(argument -> argument instanceof Degradation ? Phrases.of(argument) : String.valueOf(argument))
                .collect(Collectors.joining(", ", verb + "(", ")"));
    }

    private record OneOf(List<Degradation> choices) implements Degradation {
        @Override
        public Image apply(Image image, RandomGenerator random) {
            return applied(choices.get(random.nextInt(choices.size())), image, random);
        }

        @Override
        public String toString() {
            return phrase("oneOf", choices.toArray());
        }
    }

    private record Shuffled(List<Degradation> steps) implements Degradation {
        @Override
        public Image apply(Image image, RandomGenerator random) {
            List<Degradation> left = new ArrayList<>(steps);
            Image result = image;
            while (!left.isEmpty()) {
                result = applied(left.remove(random.nextInt(left.size())), result, random);
            }
            return result;
        }

        @Override
        public String toString() {
            return phrase("shuffled", steps.toArray());
        }
    }

    private record Named(String name, Degradation degradation) implements Degradation {
        @Override
        public Image apply(Image image, RandomGenerator random) {
            return degradation.apply(image, random);
        }

        @Override
        public String toString() {
            return "degradation(\"" + name + "\", ...)";
        }
    }
}
