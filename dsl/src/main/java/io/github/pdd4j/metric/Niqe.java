package io.github.pdd4j.metric;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.metric.Conventions.Color;
import io.github.pdd4j.weights.StateDict;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.commons.math3.stat.correlation.Covariance;

/**
 * Natural image quality evaluator (Mittal, Soundararajan, Bovik 2013, equation 10): the distance between the
 * statistics of an image's blocks and those of pristine photographs. Lower is better.
 *
 * <p>√((μ − ν)ᵀ ((Σ + T) / 2)⁻¹ (μ − ν)), with μ and Σ the mean and covariance of 36 features of blocks of 96 × 96
 * pixels at full and half size, ν and T those of the pristine model. Gray values 0 … 255 (0.299 R + 0.587 G + 0.114 B)
 * are rounded to integers, as in the authors' release; the half size is computed by MATLAB's bicubic; incomplete
 * blocks at the right and bottom are ignored. The range is [0, ∞); good photographs have 2 to 5.
 *
 * <pre>{@code
 * // needs ./pdd fetch niqe
 * System.out.println(niqe().of(image(photo)));
 * }</pre>
 *
 * @param model the pristine model: {@code mu_pris_param} (36 numbers), {@code cov_pris_param} (36 × 36)
 * @param border pixels cropped on each side, 0 … 1024; default 0
 * @param onLuma use the luma of BT.601 (YCbCr, 16 … 235) instead of gray values, as BasicSR does; default false
 */
public record Niqe(StateDict model, int border, boolean onLuma) implements NoReference {
    private static final int BLOCK = 96;

    /**
     * Checks the border.
     *
     * @param model statistics of pristine photographs: {@code mu_pris_param} with 36 numbers and {@code cov_pris_param}
     *     with 36 × 36
     * @param border pixels cropped on each side, 0 … 1024; what remains must contain two blocks of 96 × 96
     * @param onLuma whether blocks are taken from the luma of BT.601 instead of gray values
     * @throws IllegalArgumentException if the border is not 0 … 1024
     */
    public Niqe {
        Planes.requireBorder(border);
    }

    /**
     * NIQE with this pristine model, without border.
     *
     * @param model the pristine model
     * @return the metric
     */
    public static Niqe of(StateDict model) {
        return new Niqe(model, 0, false);
    }

    /**
     * A copy with another border.
     *
     * @param pixels cropped on each side, 0 … 1024
     * @return the changed metric
     * @throws IllegalArgumentException if {@code pixels} is out of range
     */
    public Niqe border(int pixels) {
        return new Niqe(model, pixels, onLuma);
    }

    /**
     * A copy on BT.601 luma, as in BasicSR.
     *
     * @return the changed metric
     */
    public Niqe luma() {
        return new Niqe(model, border, true);
    }

    @Override
    public String name() {
        return "NIQE";
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
        String fingerprint = model.fingerprint();
        return Conventions.none()
                .and(onLuma ? Color.LUMA : Color.GRAY, border, 255, true)
                .and("pristine model", fingerprint, "pristine model " + model.source() + " " + fingerprint);
    }

    @Override
    public boolean higherIsBetter() {
        return false;
    }

    @Override
    public double of(Image image) {
        image.requireFinite("an image to measure");
        int across = (image.width() - 2 * border) / BLOCK;
        int down = (image.height() - 2 * border) / BLOCK;
        if (across < 1 || down < 1 || across * down < 2) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "NIQE needs images of at least two blocks of 96 × 96 pixels within the border, got %d × %d with border %d: use larger images",
                    image.width(),
                    image.height(),
                    border));
        }
        Image whole = image.crop(border, border, across * BLOCK, down * BLOCK);
        double[] luma = onLuma ? Planes.of(whole, 0, true, true).wholeNumbers().channels()[0] : gray(whole);
        List<double[]> full = NiqeFeatures.blocks(luma, whole.width(), BLOCK);
        List<double[]> half =
                NiqeFeatures.blocks(NiqeFeatures.halved(luma, whole.width()), whole.width() / 2, BLOCK / 2);
        double[][] features = IntStream.range(0, full.size())
                .mapToObj(i -> joined(full.get(i), half.get(i)))
                .toArray(double[][]::new);
        return distance(features);
    }

    /** In float32, as in the reference: about one gray value in several thousand lies halfway between two integers. */
    private static double[] gray(Image image) {
        Image rgb = image.rgb().quantized();
        int width = rgb.width();
        return IntStream.range(0, rgb.height() * width)
                .mapToDouble(i -> Math.rint(255
                        * (0.299f * rgb.value(0, i / width, i % width)
                                + 0.587f * rgb.value(1, i / width, i % width)
                                + 0.114f * rgb.value(2, i / width, i % width))))
                .toArray();
    }

    private double distance(double[][] features) {
        double[][] whole = Arrays.stream(features)
                .filter(row -> Arrays.stream(row).allMatch(Double::isFinite))
                .toArray(double[][]::new);
        if (whole.length < 2) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "NIQE needs at least two blocks of 96 × 96 pixels that are not flat, got %d of %d: use images with texture",
                    whole.length,
                    features.length));
        }
        RealVector shift = new ArrayRealVector(means(features))
                .subtract(new ArrayRealVector(model.tensor("mu_pris_param").doubles()));
        RealMatrix spread =
                new Covariance(whole).getCovarianceMatrix().add(pristine()).scalarMultiply(0.5);
        RealMatrix inverse = new SingularValueDecomposition(spread).getSolver().getInverse();
        return Math.sqrt(shift.dotProduct(inverse.operate(shift)));
    }

    private RealMatrix pristine() {
        double[] numbers = model.tensor("cov_pris_param").doubles();
        int side = 2 * NiqeFeatures.FEATURES;
        double[][] rows = IntStream.range(0, side)
                .mapToObj(i -> Arrays.copyOfRange(numbers, i * side, (i + 1) * side))
                .toArray(double[][]::new);
        return new Array2DRowRealMatrix(rows, false);
    }

    /** The mean of each feature over the blocks where it is finite. */
    private static double[] means(double[][] features) {
        return IntStream.range(0, features[0].length)
                .mapToDouble(k -> Arrays.stream(features)
                        .mapToDouble(row -> row[k])
                        .filter(Double::isFinite)
                        .average()
                        .orElseThrow())
                .toArray();
    }

    private static double[] joined(double[] a, double[] b) {
        double[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Override
    public String toString() {
        return name() + ", " + conventions();
    }
}
