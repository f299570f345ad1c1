package io.github.pdd4j.image;

import io.github.pdd4j.api.Internal;

/**
 * Gaussian blur with the weights exp(-d^2 / (2 sigma^2)) up to a distance of 4 sigma and mirrored edges.
 *
 * <pre>{@code
 * Image soft = new GaussianBlur(2.0).of(ImageFiles.load(photo));
 * }</pre>
 *
 * @param sigma the standard deviation in pixels, from 0 (no blur) to 100
 */
@Internal
public record GaussianBlur(double sigma) {
    private static final double REACH = 4;

    /**
     * Checks the range.
     *
     * @param sigma standard deviation of the Gaussian in pixels, from 0 to 100; with 0, images are returned unchanged
     * @throws IllegalArgumentException if {@code sigma} is outside [0, 100]
     */
    public GaussianBlur {
        if (!(sigma >= 0 && sigma <= 100)) {
            throw new IllegalArgumentException(
                    "blur sigma must be from 0 to 100 pixels, got " + sigma + ": use 2.0 for a visible blur");
        }
    }

    /**
     * Blurs each channel of an image.
     *
     * @param image the image
     * @return the blurred image
     */
    public Image of(Image image) {
        if (sigma == 0) {
            return image;
        }
        Taps across = Taps.same(this::weight, (int) (REACH * sigma + 0.5), image.width());
        Taps down = Taps.same(this::weight, (int) (REACH * sigma + 0.5), image.height());
        int plane = image.height() * image.width();
        float[] chw = new float[image.channels() * plane];
        for (int c = 0; c < image.channels(); c++) {
            double[] blurred =
                    Plane.of(image, c, false).rows(across).columns(down).values();
            for (int i = 0; i < plane; i++) {
                chw[c * plane + i] = (float) blurred[i];
            }
        }
        return Image.owning(image.channels(), image.height(), image.width(), chw);
    }

    private double weight(double distance) {
        return Math.exp(-0.5 * distance * distance / (sigma * sigma));
    }
}
