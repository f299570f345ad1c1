package io.github.pdd4j.metric;

import io.github.pdd4j.image.Image;
import java.util.Arrays;
import java.util.Locale;

/** The pixel values that a metric compares, in 0 … 255, one row-major array per channel. */
final class Planes {
    /** BT.601 luma of R, G, B in [0, 1], in 16 … 235, as in the Y channel of YCbCr. */
    private static final double[] LUMA = {65.481, 128.553, 24.966};

    private final double[][] channels;
    private final int height;
    private final int width;

    private Planes(double[][] channels, int height, int width) {
        this.channels = channels;
        this.height = height;
        this.width = width;
    }

    double[][] channels() {
        return channels;
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    static Planes of(Image image, int border, boolean onLuma, boolean rounded) {
        Image rgb = image.rgb();
        int height = rgb.height() - 2 * border;
        int width = rgb.width() - 2 * border;
        double[][] channels = new double[3][];
        for (int c = 0; c < 3; c++) {
            channels[c] = plane(rgb, c, border, rounded);
        }
        return new Planes(onLuma ? new double[][] {luma(channels)} : channels, height, width);
    }

    Planes wholeNumbers() {
        return new Planes(
                Arrays.stream(channels)
                        .map(plane -> Arrays.stream(plane).map(Math::rint).toArray())
                        .toArray(double[][]::new),
                height,
                width);
    }

    static void requireComparable(String metric, Image prediction, Image truth, int least) {
        prediction.requireFinite("a prediction to measure");
        truth.requireFinite("a truth to measure by");
        if (prediction.height() != truth.height() || prediction.width() != truth.width()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s needs a prediction of the size of the truth, %d × %d, got %d × %d: crop or rescale one of them",
                    metric,
                    truth.width(),
                    truth.height(),
                    prediction.width(),
                    prediction.height()));
        }
        if (Math.min(truth.height(), truth.width()) < least) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s with this border needs images of at least %d × %d pixels, got %d × %d: use border(0) or larger images",
                    metric,
                    least,
                    least,
                    truth.width(),
                    truth.height()));
        }
    }

    static int requireBorder(int border) {
        if (border < 0 || border > 1024) {
            throw new IllegalArgumentException("border of a metric must be 0 … 1024 pixels, got " + border
                    + ": use the scale, such as border(4) for ×4");
        }
        return border;
    }

    private static double[] plane(Image rgb, int channel, int border, boolean rounded) {
        int width = rgb.width() - 2 * border;
        double[] plane = new double[(rgb.height() - 2 * border) * width];
        for (int i = 0; i < plane.length; i++) {
            float value = rgb.value(channel, border + i / width, border + i % width);
            // Rounded in float32, as when the image is saved to a file.
            plane[i] = rounded ? Math.rint(Math.min(255f, Math.max(0f, 255f * value))) : 255.0 * value;
        }
        return plane;
    }

    private static double[] luma(double[][] rgb) {
        double[] luma = new double[rgb[0].length];
        for (int i = 0; i < luma.length; i++) {
            luma[i] = 16 + (LUMA[0] * rgb[0][i] + LUMA[1] * rgb[1][i] + LUMA[2] * rgb[2][i]) / 255;
        }
        return luma;
    }
}
