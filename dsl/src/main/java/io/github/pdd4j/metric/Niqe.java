package io.github.pdd4j.metric;

import io.github.pdd4j.image.Image;
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
 * Natural image quality evaluator (Mittal, Soundararajan, Bovik 2013, equation 10): how far the statistics of a
 * image's blocks lie from those of pristine photographs.
 *
 * <p>√((μ − ν)ᵀ ((Σ + T) / 2)⁻¹ (μ − ν)), μ and Σ of the 36 features of blocks of 96 × 96 pixels at full and at half
 * size, ν and T of the pristine model. Gray values 0 … 255 (0.299 R + 0.587 G + 0.114 B) in whole numbers, as in the
 * authors' release; half size by MATLAB's bicubic; what remains at the right and below is left out. Range 0 and more, lower is better; good photographs have 2 to 5.
 *
 * <pre>{@code
 * // needs ./pdd fetch niqe
 * System.out.println(niqe().of(image(photo)));
 * }</pre>
 *
 * @param model the pristine model: {@code mu_pris_param} (36 numbers), {@code cov_pris_param} (36 × 36)
 * @param border pixels left out on each side, 0 … 1024; default 0
 * @param onLuma the luma of BT.601 (YCbCr, 16 … 235) instead of gray values, as BasicSR does; default false
 */
public record Niqe(StateDict model, int border, boolean onLuma) implements NoReference {
    private static final int BLOCK = 96;

    /** Checks the border. */
    public Niqe {
        Planes.border(border);
    }

    /** NIQE by this pristine model, whole images. */
    public static Niqe of(StateDict model) {
        return new Niqe(model, 0, false);
    }

    /** The same measure with a border left out. */
    public Niqe border(int pixels) {
        return new Niqe(model, pixels, onLuma);
    }

    /** The same measure on BT.601 luma, as BasicSR computes it. */
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
        String color = onLuma ? Conventions.LUMA : "gray";
        String fingerprint = model.fingerprint();
        return Conventions.plain("color", color)
                .and("border", String.valueOf(border))
                .andPlain("range", "0 … 255 in 8 bits")
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
        List<double[]> full = SceneStatistics.blocks(luma, whole.width(), BLOCK);
        List<double[]> half =
                SceneStatistics.blocks(SceneStatistics.halved(luma, whole.width()), whole.width() / 2, BLOCK / 2);
        double[][] features = IntStream.range(0, full.size())
                .mapToObj(i -> joined(full.get(i), half.get(i)))
                .toArray(double[][]::new);
        return distance(features);
    }

    /** In float32 as the reference does it: one gray value in some thousands lies between two numbers and is rounded. */
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
        int side = 2 * SceneStatistics.FEATURES;
        double[][] rows = IntStream.range(0, side)
                .mapToObj(i -> Arrays.copyOfRange(numbers, i * side, (i + 1) * side))
                .toArray(double[][]::new);
        return new Array2DRowRealMatrix(rows, false);
    }

    /** Of each feature over the blocks where it is a number. */
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
