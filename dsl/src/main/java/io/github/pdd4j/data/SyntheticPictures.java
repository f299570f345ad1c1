package io.github.pdd4j.data;

import io.github.pdd4j.image.Picture;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Pictures drawn by a seeded generator, free of anybody's rights: dead leaves (shapes of all sizes that hide each other,
 * with power-law radii: Lee, Mumford and Huang 2001), landscapes, facades, printed pages and textures.
 *
 * <p>A seed gives the same picture everywhere. They have the sharp edges, the textures and the spectrum that small
 * super-resolution networks need in training, but no faces, no real text and no camera's noise.
 *
 * <pre>{@code
 * Picture picture = SyntheticPictures.picture(7, 96, 64);
 * Images training = SyntheticPictures.images(8, 96, 7);
 * }</pre>
 */
public final class SyntheticPictures {
    private static final int MOST_SIDE = 8192;

    private SyntheticPictures() {}

    /**
     * The picture of a seed: RGB, 8-bit values.
     *
     * @throws IllegalArgumentException if a side is not from 1 to 8192
     */
    public static Picture picture(long seed, int width, int height) {
        if (Math.min(width, height) < 1 || Math.max(width, height) > MOST_SIDE) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a synthetic picture must have sides of 1 to %d, got %dx%d: use 256x256",
                    MOST_SIDE,
                    width,
                    height));
        }
        SplittableRandom random = Seeds.random(seed);
        Canvas canvas = new Canvas(width, height, random);
        switch (random.nextInt(8)) {
            case 0 -> Landscape.paint(canvas, random);
            case 1 -> Facade.paint(canvas, random);
            case 2 -> Page.paint(canvas, random);
            case 3 -> DeadLeaves.foliage(canvas, random);
            default -> DeadLeaves.paint(canvas, random);
        }
        return canvas.picture();
    }

    /**
     * Square pictures of the seeds seed, seed + 1, ..., made when they are asked for.
     *
     * @throws IllegalArgumentException if there is none, or the side is not from 1 to 8192
     */
    public static Images images(int count, int side, long seed) {
        if (count < 1 || side < 1 || side > MOST_SIDE) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "synthetic images need a count of at least 1 and a side of 1 to %d, got %d and %d: use images(8, 256, 7)",
                    MOST_SIDE,
                    count,
                    side));
        }
        List<String> names = IntStream.range(0, count)
                .mapToObj(i -> "synthetic-" + (seed + i))
                .toList();
        String phrase = String.format(Locale.ROOT, "SyntheticPictures.images(%d, %d, %d)", count, side, seed);
        return Images.made(phrase, names, i -> picture(seed + i, side, side));
    }
}
