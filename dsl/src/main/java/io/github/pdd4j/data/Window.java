package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * The size of a random crop.
 *
 * @param side the height and width in low-resolution pixels, at least 1
 * @param scale the scale factor of the networks, at least 1
 */
public record Window(int side, int scale) {

    /**
     * Checks the ranges.
     *
     * @param side height and width of the crop in low-resolution pixels, at least 1
     * @param scale high-resolution size divided by low-resolution size, at least 1
     * @throws IllegalArgumentException if a value is below 1 or the side in high resolution is above 16384
     */
    public Window {
        if (side < 1 || scale < 1 || (long) side * scale > 16384) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a crop must have 1 to 16384 pixels a side in high resolution, got %d times scale %d: use crop(48)",
                    side,
                    scale));
        }
    }

    /** Returns the side in high-resolution pixels. */
    int highSide() {
        return side * scale;
    }

    /** Crops a square at a random position; {@code name} is used in error messages. */
    static Image random(Image image, String name, int side, RandomGenerator random) {
        fits(image, name, side);
        int x = random.nextInt(image.width() - side + 1);
        int y = random.nextInt(image.height() - side + 1);
        return image.crop(x, y, side, side).rgb();
    }

    static void fits(Image image, String name, int side) {
        if (side > image.width() || side > image.height()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "crops must fit into every image, got crops of %dx%d for image %s of %s: use a smaller crop",
                    side,
                    side,
                    name,
                    image.sizeText()));
        }
    }
}
