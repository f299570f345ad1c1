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
 * The usual degradations; those with a range draw a value from it for every image.
 *
 * <pre>{@code
 * Degradation camera = Degradations.blur(0.2, 3.0).then(Degradations.gaussianNoise(1, 10));
 * Degradation web = camera.then(Degradations.downscaled(Resampling.MATLAB_BICUBIC, 4)).then(Degradations.jpeg(60));
 * Images unlabeled = Images.in(folder).degradedBy(web);
 * }</pre>
 *
 * <p>Blind degradation, as BSRGAN (Zhang and others 2021) and Real-ESRGAN (Wang and others 2021) teach by it, goes
 * through sizes and orders drawn for every image, and ends at the networks' scale:
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

    /** Gaussian blur of standard deviation {@code sigma} pixels, 0 to 100. */
    public static Degradation blur(double sigma) {
        return blur(sigma, sigma);
    }

    /** Gaussian blur whose standard deviation is drawn evenly from {@code least} to {@code most} pixels. */
    public static Degradation blur(double least, double most) {
        return new Blur(new Range("blur sigma", least, most).within(0, 100));
    }

    /** Independent Gaussian noise on every value, of standard deviation {@code levels} of 255, 0 to 255. */
    public static Degradation gaussianNoise(double levels) {
        return gaussianNoise(levels, levels);
    }

    /** Gaussian noise whose standard deviation is drawn evenly from {@code least} to {@code most} levels of 255. */
    public static Degradation gaussianNoise(double least, double most) {
        return new GaussianNoise(new Range("noise levels", least, most).within(0, 255));
    }

    /** JPEG compression of a quality from 1 to 100. */
    public static Degradation jpeg(int quality) {
        return jpeg(quality, quality);
    }

    /** JPEG compression whose quality is drawn evenly from {@code least} to {@code most}. */
    public static Degradation jpeg(int least, int most) {
        return new Jpeg(new Range("JPEG quality", least, most).within(1, 100));
    }

    /** Both sides divided by the factor, 1 or more; a rest at the right and at the bottom is cut off first. */
    public static Degradation downscaled(Resampling resampling, int factor) {
        return new Downscaled(resampling, Downscaled.factor(factor));
    }

    /**
     * Both sides multiplied by a factor drawn evenly from {@code least} to {@code most}, 0.01 to 16, and rounded, by one
     * of the choices, each with the same chance; {@link Degradation#toScale} afterwards leads to the networks' scale.
     */
    public static Degradation resized(double least, double most, Resampling... choices) {
        return new Resized(
                new Range("resize factor", least, most).within(0.01, 16), Resamplings.of("resized", choices));
    }

    /** For every image one of the choices, each with the same chance. */
    public static Degradation oneOf(Degradation... choices) {
        return new OneOf(some("oneOf", choices));
    }

    /** All of the steps, in an order drawn for every image. */
    public static Degradation shuffled(Degradation... steps) {
        return new Shuffled(some("shuffled", steps));
    }

    /** The degradation of a lambda, under a name that is printed. */
    public static Degradation named(String name, Degradation degradation) {
        return new Named(name, degradation);
    }

    /**
     * The recipe that stands in for an unknown camera: blur 2, MATLAB bicubic downscaling, noise of 6 levels, JPEG 60.
     */
    public static Degradation unknown(int factor) {
        return blur(2).then(downscaled(Resampling.MATLAB_BICUBIC, factor))
                .then(gaussianNoise(6))
                .then(jpeg(60));
    }

    /** What a degradation makes of an image, if it is one: a lambda may answer null, or values that are no numbers. */
    static Image applied(Degradation degradation, Image image, RandomGenerator random) {
        Image worse = degradation.apply(image, random);
        if (worse == null) {
            throw new IllegalArgumentException("a degradation must answer an image, got null from " + degradation
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

    /** What a user types for one of these. */
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
