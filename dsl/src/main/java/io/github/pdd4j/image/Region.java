package io.github.pdd4j.image;

import io.github.pdd4j.api.Internal;
import java.util.Locale;

/**
 * A square part of an image in fractions, for selecting the same part at several scales.
 *
 * <pre>{@code
 * Image large = ImageFiles.load(photo);
 * Image small = Resampling.OPENCV_AREA.downscale(large, 4);
 * Region region = Region.of(0.25, 0.1, 0.5);
 * System.out.println(region.in(large, small).sizeText() + " shows what " + region.in(small).sizeText() + " shows");
 * }</pre>
 *
 * @param x the left edge as a fraction of the width, in [0, 1)
 * @param y the top edge as a fraction of the height, in [0, 1)
 * @param side the side as a fraction of the shorter side, in (0, 1]
 */
@Internal
public record Region(double x, double y, double side) {
    /**
     * Checks the ranges.
     *
     * @param x left edge divided by the width of the image, in [0, 1)
     * @param y top edge divided by the height of the image, in [0, 1)
     * @param side side of the square divided by the shorter side of the image, in (0, 1]
     * @throws IllegalArgumentException if a fraction is out of range
     */
    public Region {
        if (!(x >= 0 && x < 1 && y >= 0 && y < 1 && side > 0 && side <= 1)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "zoom must be given fractions, x and y from 0 to below 1 and a side above 0 up to 1, got %s, %s and %s:"
                            + " use zoom(0.25, 0.25, 0.5), or crop for pixels",
                    x,
                    y,
                    side));
        }
    }

    /**
     * Creates a region.
     *
     * @param x the left edge as a fraction of the width, in [0, 1)
     * @param y the top edge as a fraction of the height, in [0, 1)
     * @param side the side as a fraction of the shorter side, in (0, 1]
     * @return the region
     * @throws IllegalArgumentException if a fraction is out of range
     */
    public static Region of(double x, double y, double side) {
        return new Region(x, y, side);
    }

    /**
     * Crops the region from an image.
     *
     * @param image the image
     * @return the square, its side rounded to at least one pixel
     * @throws IllegalArgumentException if the region is not inside the image
     */
    public Image in(Image image) {
        int pixels = (int) Math.max(1, Math.round(side * Math.min(image.width(), image.height())));
        long left = Math.round(x * image.width());
        long top = Math.round(y * image.height());
        if (left + pixels > image.width() || top + pixels > image.height()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "zoom must lie inside the image, got x %s, y %s and side %s, which is %d pixels from column %d, row %d of"
                            + " %s: use a smaller side",
                    x,
                    y,
                    side,
                    pixels,
                    left,
                    top,
                    image.sizeText()));
        }
        return image.crop((int) left, (int) top, pixels, pixels);
    }

    /**
     * Crops the region from an image so that it matches the region of a smaller version of it. If the sides are an
     * integer multiple of the smaller image's sides, the pixel coordinates are that multiple of the smaller image's.
     *
     * @param image the larger image
     * @param smaller the same image at a smaller scale
     * @return the square
     * @throws IllegalArgumentException if the region is not inside the image
     */
    public Image in(Image image, Image smaller) {
        int times = image.width() / smaller.width();
        boolean whole =
                times >= 1 && smaller.width() * times == image.width() && smaller.height() * times == image.height();
        if (!whole) {
            return in(image);
        }
        int pixels = in(smaller).width() * times;
        return image.crop(
                (int) Math.round(x * smaller.width()) * times,
                (int) Math.round(y * smaller.height()) * times,
                pixels,
                pixels);
    }
}
