package io.github.pdd4j.image;

import java.util.Locale;

/**
 * A square part of an image by fractions, the same part of the same image at another scale.
 *
 * <pre>{@code
 * Image large = ImageFiles.load(photo);
 * Image small = Resampling.OPENCV_AREA.downscale(large, 4);
 * Region region = Region.of(0.25, 0.1, 0.5);
 * System.out.println(region.in(large, small).sizeText() + " shows what " + region.in(small).sizeText() + " shows");
 * }</pre>
 *
 * @param x left edge as a fraction of the width, from 0 on
 * @param y upper edge as a fraction of the height, from 0 on
 * @param side as a fraction of the shorter side, above 0 and up to 1
 */
public record Region(double x, double y, double side) {
    /** Checks the ranges. */
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

    /** The part that begins at these fractions of width and height. */
    public static Region of(double x, double y, double side) {
        return new Region(x, y, side);
    }

    /**
     * The part of an image.
     *
     * @throws IllegalArgumentException if it does not lie inside
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
     * The part of an image that shows what it is of a smaller one: where the sides are a whole number of times as long, the
     * pixels are the smaller one's times that number.
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
