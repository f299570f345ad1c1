package io.github.pdd4j.metric;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.metric.Conventions.Color;
import java.util.Map;

/**
 * Structural similarity (Wang, Bovik, Sheikh, Simoncelli 2004, equation 13), mean over positions and channels. Higher
 * is better.
 *
 * <p>As published: Gaussian window 11 × 11 with σ = 1.5, K1 = 0.01, K2 = 0.03, dynamic range 255, only windows inside
 * the image, no downsampling. The default conventions are those of {@link Psnr}. The range is [−1, 1]; equal images
 * give 1.
 *
 * <pre>{@code
 * Image truth = ImageFiles.load(photo);
 * Image blurred = Resampling.PILLOW_BICUBIC.upscale(Resampling.PILLOW_BICUBIC.downscale(truth, 4), 4);
 * System.out.println(Ssim.rgb().of(blurred, truth));
 * }</pre>
 *
 * @param border pixels cropped on each side, 0 … 1024; default 4
 * @param onLuma compare only the luma of BT.601 (YCbCr, 16 … 235); default false: R, G and B
 * @param rounded clip and round both images to 8 bits first; default true
 * @param asPyiqa follow pyiqa where it differs from the publication; default false
 */
public record Ssim(int border, boolean onLuma, boolean rounded, boolean asPyiqa) implements Metric {
    private static final double C1 = Math.pow(0.01 * 255, 2);
    private static final double C2 = Math.pow(0.03 * 255, 2);

    /**
     * Checks the border.
     *
     * @param border pixels cropped on each side before the comparison, 0 … 1024
     * @param onLuma whether the luma of BT.601 is compared instead of R, G and B
     * @param rounded whether both images are clipped and rounded to 8 bits before the comparison
     * @param asPyiqa whether a negative structure term counts as 0 and luma is rounded to integers, as in pyiqa
     * @throws IllegalArgumentException if the border is not 0 … 1024
     */
    public Ssim {
        Planes.requireBorder(border);
    }

    /**
     * SSIM on RGB, border 4, 8 bits.
     *
     * @return the metric
     */
    public static Ssim rgb() {
        return new Ssim(4, false, true, false);
    }

    /**
     * A copy with another border.
     *
     * @param pixels cropped on each side, 0 … 1024
     * @return the changed metric
     * @throws IllegalArgumentException if {@code pixels} is out of range
     */
    public Ssim border(int pixels) {
        return new Ssim(pixels, onLuma, rounded, asPyiqa);
    }

    /**
     * A copy that compares only the luma of BT.601.
     *
     * @return the changed metric
     */
    public Ssim luma() {
        return new Ssim(border, true, rounded, asPyiqa);
    }

    /**
     * A copy that compares the values without clipping and rounding.
     *
     * @return the changed metric
     */
    public Ssim unrounded() {
        return new Ssim(border, onLuma, false, asPyiqa);
    }

    /**
     * A copy that computes SSIM as pyiqa does: negative structure counts as zero, and luma is rounded to integers.
     *
     * @return the changed metric
     */
    public Ssim pyiqa() {
        return new Ssim(border, onLuma, rounded, true);
    }

    @Override
    public String name() {
        return "SSIM";
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
        return Conventions.none()
                .and(onLuma ? Color.LUMA : Color.RGB, border, 255, rounded)
                .and("window", "gaussian-11-1.5", "Gaussian window 11 × 11, σ 1.5")
                .and("variant", asPyiqa ? "pyiqa" : "", asPyiqa ? "as pyiqa: no negative structure, luma rounded" : "");
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public double of(Image prediction, Image truth) {
        Planes.requireComparable("SSIM", prediction, truth, 2 * border + GaussianWindow.SIZE);
        Planes ours = planes(prediction);
        Planes theirs = planes(truth);
        GaussianWindow window = new GaussianWindow(ours.height(), ours.width());
        double sum = 0;
        for (int c = 0; c < ours.channels().length; c++) {
            sum += similarity(window, ours.channels()[c], theirs.channels()[c]);
        }
        return sum / ours.channels().length;
    }

    private Planes planes(Image image) {
        Planes planes = Planes.of(image, border, onLuma, rounded);
        return asPyiqa && onLuma ? planes.wholeNumbers() : planes;
    }

    private double similarity(GaussianWindow window, double[] x, double[] y) {
        double[] meanX = window.mean(x);
        double[] meanY = window.mean(y);
        double[] squareX = window.mean(product(x, x));
        double[] squareY = window.mean(product(y, y));
        double[] cross = window.mean(product(x, y));
        double sum = 0;
        for (int i = 0; i < meanX.length; i++) {
            double xx = meanX[i] * meanX[i];
            double yy = meanY[i] * meanY[i];
            double xy = meanX[i] * meanY[i];
            double luminance = (2 * xy + C1) / (xx + yy + C1);
            double structure = (2 * (cross[i] - xy) + C2) / (squareX[i] - xx + squareY[i] - yy + C2);
            sum += luminance * (asPyiqa ? Math.max(0, structure) : structure);
        }
        return sum / meanX.length;
    }

    private static double[] product(double[] x, double[] y) {
        double[] product = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            product[i] = x[i] * y[i];
        }
        return product;
    }

    @Override
    public String toString() {
        return name() + ", " + conventions();
    }
}
