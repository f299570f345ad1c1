package io.github.pdd4j.image;

import io.github.pdd4j.api.Internal;
import java.util.Locale;

/**
 * Gives a prediction the channel means and standard deviations of its low-resolution input (paper, Eq. 13).
 *
 * <p>Per channel k: Y[k] becomes (Y[k] - mean(Y[k])) / sd(Y[k]) * sd(X[k]) + mean(X[k]), with sample standard
 * deviations (n - 1). A constant channel of Y only gets the mean of X. The result is not clipped.
 *
 * <pre>{@code
 * Image input = ImageFiles.load(photo);
 * Image prediction = Resampling.PILLOW_BICUBIC.upscale(input, 2);
 * Image corrected = ColorCorrection.towards(input).of(prediction);
 * }</pre>
 *
 * @param input the image X with the correct colors
 */
@Internal
public record ColorCorrection(Image input) {

    /**
     * Creates a correction to the colors of an image.
     *
     * @param input the image X with the correct colors
     * @return the correction
     */
    public static ColorCorrection towards(Image input) {
        return new ColorCorrection(input);
    }

    /**
     * Corrects a prediction.
     *
     * @param prediction the image Y, with as many channels as the input
     * @return the corrected prediction, not clipped
     * @throws IllegalArgumentException if Y and X differ in their number of channels
     */
    public Image of(Image prediction) {
        if (prediction.channels() != input.channels()) {
            throw new IllegalArgumentException(String.format(
                            Locale.ROOT,
                            "color correction needs images of equal channels, got %s for input %s: ",
                            prediction,
                            input)
                    + "use rgb() on both");
        }
        float[] y = prediction.values();
        apply(y);
        return Image.owning(prediction.channels(), prediction.height(), prediction.width(), y);
    }

    /**
     * Corrects a prediction in place.
     *
     * @param prediction planar values (channel, row, column) with as many channels as the input
     */
    public void apply(float[] prediction) {
        int plane = prediction.length / input.channels();
        for (int c = 0; c < input.channels(); c++) {
            Moments from = Moments.of(prediction, c * plane, plane);
            Moments to = Moments.of(input.chw(), c * input.width() * input.height(), input.width() * input.height());
            double gain = from.deviation() > 0 ? to.deviation() / from.deviation() : 1;
            for (int i = c * plane; i < (c + 1) * plane; i++) {
                prediction[i] = (float) ((prediction[i] - from.mean()) * gain + to.mean());
            }
        }
    }

    private record Moments(double mean, double deviation) {
        static Moments of(float[] values, int start, int plane) {
            double sum = 0;
            for (int i = start; i < start + plane; i++) {
                sum += values[i];
            }
            double mean = sum / plane;
            double squares = 0;
            for (int i = start; i < start + plane; i++) {
                squares += (values[i] - mean) * (values[i] - mean);
            }
            return new Moments(mean, plane > 1 ? Math.sqrt(squares / (plane - 1)) : 0);
        }
    }
}
