package io.github.pdd4j.metric;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.metric.Conventions.Color;
import java.util.Map;

/**
 * Peak signal-to-noise ratio in dB, 10 · log10(255² / MSE), with one mean squared error over all pixels and channels.
 * Higher is better.
 *
 * <p>The default follows the published code: RGB, a border of 4 pixels cropped, both images rounded to 8 bits. Equal
 * images give positive infinity.
 *
 * <pre>{@code
 * Image truth = ImageFiles.load(photo);
 * Image blurred = Resampling.PILLOW_BICUBIC.upscale(Resampling.PILLOW_BICUBIC.downscale(truth, 4), 4);
 * System.out.println(Psnr.rgb().of(blurred, truth) + " " + Psnr.rgb().luma().border(0).of(blurred, truth));
 * }</pre>
 *
 * @param border pixels cropped on each side, 0 … 1024; default 4
 * @param onLuma compare only the luma of BT.601 (YCbCr, 16 … 235); default false: R, G and B
 * @param rounded clip and round both images to 8 bits first; default true
 */
public record Psnr(int border, boolean onLuma, boolean rounded) implements Metric {
    /**
     * Checks the border.
     *
     * @param border pixels cropped on each side before the comparison, 0 … 1024
     * @param onLuma whether the luma of BT.601 is compared instead of R, G and B
     * @param rounded whether both images are clipped and rounded to 8 bits before the comparison
     * @throws IllegalArgumentException if the border is not 0 … 1024
     */
    public Psnr {
        Planes.requireBorder(border);
    }

    /**
     * PSNR on RGB, border 4, 8 bits.
     *
     * @return the metric
     */
    public static Psnr rgb() {
        return new Psnr(4, false, true);
    }

    /**
     * A copy with another border.
     *
     * @param pixels cropped on each side, 0 … 1024
     * @return the changed metric
     * @throws IllegalArgumentException if {@code pixels} is out of range
     */
    public Psnr border(int pixels) {
        return new Psnr(pixels, onLuma, rounded);
    }

    /**
     * A copy that compares only the luma of BT.601.
     *
     * @return the changed metric
     */
    public Psnr luma() {
        return new Psnr(border, true, rounded);
    }

    /**
     * A copy that compares the values without clipping and rounding.
     *
     * @return the changed metric
     */
    public Psnr unrounded() {
        return new Psnr(border, onLuma, false);
    }

    @Override
    public String name() {
        return "PSNR";
    }

    @Override
    public String conventions() {
        return stated().text();
    }

    @Override
    public Map<String, String> conventionValues() {
        return stated().values();
    }

    private Conventions stated() {
        return Conventions.none().and("unit", "dB", "dB").and(onLuma ? Color.LUMA : Color.RGB, border, 255, rounded);
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public double of(Image prediction, Image truth) {
        Planes.requireComparable("PSNR", prediction, truth, 2 * border + 1);
        Planes ours = Planes.of(prediction, border, onLuma, rounded);
        Planes theirs = Planes.of(truth, border, onLuma, rounded);
        double sum = 0;
        for (int c = 0; c < ours.channels().length; c++) {
            for (int i = 0; i < ours.channels()[c].length; i++) {
                double difference = ours.channels()[c][i] - theirs.channels()[c][i];
                sum += difference * difference;
            }
        }
        double mean = sum / ((double) ours.channels().length * ours.height() * ours.width());
        return 10 * Math.log10(255.0 * 255.0 / mean);
    }

    @Override
    public String toString() {
        return name() + ", " + conventions();
    }
}
