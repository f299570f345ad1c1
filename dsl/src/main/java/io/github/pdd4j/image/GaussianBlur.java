package io.github.pdd4j.image;

/**
 * Gaussian blur: weights exp(-d^2 / (2 sigma^2)) up to a distance of 4 sigma, edges mirrored.
 *
 * <pre>{@code
 * Picture soft = new GaussianBlur(2.0).of(Pictures.load(photo));
 * }</pre>
 *
 * @param sigma the standard deviation in pixels, from 0 (no blur) to 100
 */
public record GaussianBlur(double sigma) {
    private static final double REACH = 4;

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if sigma is outside [0, 100]
     */
    public GaussianBlur {
        if (!(sigma >= 0 && sigma <= 100)) {
            throw new IllegalArgumentException(
                    "blur sigma must be from 0 to 100 pixels, got " + sigma + ": use 2.0 for a visible blur");
        }
    }

    /** The picture, blurred in each channel. */
    public Picture of(Picture picture) {
        if (sigma == 0) {
            return picture;
        }
        Taps across = Taps.same(this::weight, (int) (REACH * sigma + 0.5), picture.width());
        Taps down = Taps.same(this::weight, (int) (REACH * sigma + 0.5), picture.height());
        int plane = picture.height() * picture.width();
        float[] chw = new float[picture.channels() * plane];
        for (int c = 0; c < picture.channels(); c++) {
            double[] blurred =
                    Plane.of(picture, c, false).rows(across).columns(down).values();
            for (int i = 0; i < plane; i++) {
                chw[c * plane + i] = (float) blurred[i];
            }
        }
        return Picture.owning(picture.channels(), picture.height(), picture.width(), chw);
    }

    private double weight(double distance) {
        return Math.exp(-0.5 * distance * distance / (sigma * sigma));
    }
}
