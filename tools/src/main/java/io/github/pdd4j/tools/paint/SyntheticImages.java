package io.github.pdd4j.tools.paint;

import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.Image;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Images drawn by a seeded generator, free of third-party rights: dead leaves (overlapping shapes of all sizes with
 * power-law radii: Lee, Mumford and Huang 2001), landscapes, facades, printed pages and textures.
 *
 * <p>A seed gives the same image on every platform. The images have the sharp edges, the textures and the spectrum
 * that small super-resolution networks need in training, but no faces, no real text and no camera noise.
 */
public final class SyntheticImages {
    private static final int MAX_SIDE = 8192;
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private SyntheticImages() {}

    /**
     * Draws the image of a seed.
     *
     * @param seed the seed
     * @param width the width in pixels, 1 to 8192
     * @param height the height in pixels, 1 to 8192
     * @return an RGB image with 8-bit values
     * @throws IllegalArgumentException if a side is out of range
     */
    public static Image image(long seed, int width, int height) {
        if (Math.min(width, height) < 1 || Math.max(width, height) > MAX_SIDE) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a synthetic image must have sides of 1 to %d, got %dx%d: use 256x256",
                    MAX_SIDE,
                    width,
                    height));
        }
        SplittableRandom random = new SplittableRandom(mixed(GOLDEN_GAMMA + mixed(seed + GOLDEN_GAMMA)));
        Canvas canvas = new Canvas(width, height, random);
        switch (random.nextInt(8)) {
            case 0 -> Landscape.paint(canvas, random);
            case 1 -> Facade.paint(canvas, random);
            case 2 -> Page.paint(canvas, random);
            case 3 -> DeadLeaves.foliage(canvas, random);
            default -> DeadLeaves.paint(canvas, random);
        }
        return canvas.image();
    }

    /**
     * Draws square images for the seeds {@code seed}, {@code seed + 1} and so on.
     *
     * @param count the number of images, at least 1
     * @param side the height and width in pixels, 1 to 8192
     * @param seed the first seed
     * @return RGB images with 8-bit values
     * @throws IllegalArgumentException if {@code count} or {@code side} is out of range
     */
    public static Images images(int count, int side, long seed) {
        if (count < 1 || side < 1 || side > MAX_SIDE) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "synthetic images need a count of at least 1 and a side of 1 to %d, got %d and %d: use images(8, 256, 7)",
                    MAX_SIDE,
                    count,
                    side));
        }
        List<String> names = IntStream.range(0, count)
                .mapToObj(i -> "synthetic-" + (seed + i))
                .toList();
        List<Image> images = IntStream.range(0, count)
                .mapToObj(i -> image(seed + i, side, side))
                .toList();
        return Images.of(names, images);
    }

    /**
     * The finalizer of SplitMix64 (Steele, Lea and Flood 2014), which makes the images of consecutive seeds
     * unrelated. Files are named by their seeds, so another function would give other images under the same names.
     */
    private static long mixed(long z) {
        long first = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        long second = (first ^ first >>> 27) * 0x94D049BB133111EBL;
        return second ^ second >>> 31;
    }
}
