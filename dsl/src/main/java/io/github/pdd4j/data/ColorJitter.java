package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import java.util.random.RandomGenerator;

/**
 * Changes of brightness, contrast and saturation by factors that are drawn uniformly from 1 − v to 1 + v, in this order.
 * Contrast and saturation blend with the mean luma (ITU-R BT.601) of the image and with the luma of the pixel, as
 * torchvision's {@code ColorJitter} does; alpha is unchanged, and a gray image has no saturation.
 */
record ColorJitter(Range brightness, Range contrast, Range saturation) implements Degradation {
    static ColorJitter of(double brightness, double contrast, double saturation) {
        return new ColorJitter(
                new Range("brightness of the jitter", 0, brightness).within(0, 1),
                new Range("contrast of the jitter", 0, contrast).within(0, 1),
                new Range("saturation of the jitter", 0, saturation).within(0, 1));
    }

    @Override
    public Image apply(Image image, RandomGenerator random) {
        double bright = factor(brightness, random);
        double contrasting = factor(contrast, random);
        double saturated = factor(saturation, random);
        float[] values = image.values();
        int plane = image.height() * image.width();
        int colors = Math.min(image.channels(), 3);
        double mean = 0;
        for (int i = 0; i < plane; i++) {
            mean += bright * luma(values, plane, i, colors) / plane;
        }
        for (int i = 0; i < plane; i++) {
            double luma = contrasting * (bright * luma(values, plane, i, colors) - mean) + mean;
            for (int c = 0; c < colors; c++) {
                double value = contrasting * (bright * values[c * plane + i] - mean) + mean;
                values[c * plane + i] = (float) Math.min(1, Math.max(0, saturated * (value - luma) + luma));
            }
        }
        return Image.of(image.channels(), image.height(), image.width(), values);
    }

    private static double factor(Range range, RandomGenerator random) {
        return 1 + range.most() * (2 * random.nextDouble() - 1);
    }

    private static double luma(float[] values, int plane, int i, int colors) {
        return colors < 3 ? values[i] : 0.299 * values[i] + 0.587 * values[plane + i] + 0.114 * values[2 * plane + i];
    }

    @Override
    public String toString() {
        return "colorJitter(" + brightness.most() + ", " + contrast.most() + ", " + saturation.most() + ")";
    }
}
