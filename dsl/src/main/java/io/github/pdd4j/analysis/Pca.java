package io.github.pdd4j.analysis;

import io.github.pdd4j.tensor.Eigenpairs;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Principal component analysis: a projection that is fitted once and applied to several samples.
 *
 * <p>Fit it on the union of the samples to compare; otherwise the projection favors one of them. The sign of each
 * direction is chosen so that its entry of largest magnitude is positive. Directions without variance give 0.
 *
 * <pre>{@code
 * double[][] p = {{1, 2, 3}, {2, 4, 6.1}, {3, 6, 9}};
 * double[][] q = {{4, 8, 12}, {5, 10, 15.2}};
 * Pca pca = Pca.fit(2, p, q);
 * double[][] projected = pca.project(q);
 * System.out.println(projected[0].length + " " + Arrays.toString(pca.explainedVariance()));
 * }</pre>
 */
public final class Pca {
    private static final double NO_VARIANCE = 1e-13;

    private final double[] mean;
    private final double[][] directions;
    private final double[] variances;

    private Pca(double[] mean, double[][] directions, double[] variances) {
        this.mean = mean;
        this.directions = directions;
        this.variances = variances;
    }

    /**
     * Fits the directions of largest variance on all samples together.
     *
     * @param dimensions 1 … min(rows − 1, length of a row)
     * @param samples each [row][dimension]
     * @return the projection
     * @throws IllegalArgumentException if {@code dimensions} is out of range, rows differ in length, or values are not
     *     finite
     */
    public static Pca fit(int dimensions, double[][]... samples) {
        double[][] rows = Arrays.stream(samples).flatMap(Arrays::stream).toArray(double[][]::new);
        int length = Samples.dimension("of the projection", rows, 2);
        int most = Math.min(rows.length - 1, length);
        if (dimensions < 1 || dimensions > most) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "dimensions of a projection of %d rows of length %d must be 1 … %d, got %d: take more or smaller patches",
                    rows.length,
                    length,
                    most,
                    dimensions));
        }
        double[] mean = Moments.mean(rows);
        boolean wide = length > rows.length;
        // The Gram and the scatter matrix have the same nonzero eigenvalues: use the smaller one.
        double[][] matrix = wide ? Moments.gram(rows, mean) : Moments.scatter(rows, mean);
        Eigenpairs largest = Eigenpairs.largest(dimensions, matrix);
        double[] squares = withoutNoise(largest.values());
        double[][] directions =
                wide ? Moments.combined(scaled(largest.vectors(), squares), rows, mean) : largest.vectors();
        Arrays.stream(directions).forEach(Pca::signed);
        return new Pca(
                mean,
                directions,
                Arrays.stream(squares).map(square -> square / (rows.length - 1)).toArray());
    }

    /**
     * Fits the directions of largest variance on all sets together.
     *
     * @param dimensions as in {@link #fit(int, double[][]...)}
     * @param sets features of the same network, layer and patch size
     * @return the projection
     * @throws IllegalArgumentException as {@link #fit(int, double[][]...)}, or if the sets differ in network, layer or
     *     patch size
     */
    public static Pca fit(int dimensions, Features... sets) {
        Features.requireAlike(sets);
        return fit(dimensions, Arrays.stream(sets).map(Features::shared).toArray(double[][][]::new));
    }

    private static double[] withoutNoise(double[] values) {
        double floor = NO_VARIANCE * Math.max(0, values[0]);
        return Arrays.stream(values).map(value -> value > floor ? value : 0).toArray();
    }

    /** Scales the weights so that the directions, as sums of rows, have length 1. */
    private static double[][] scaled(double[][] vectors, double[] squares) {
        return IntStream.range(0, vectors.length)
                .mapToObj(k -> Arrays.stream(vectors[k])
                        .map(value -> squares[k] > 0 ? value / Math.sqrt(squares[k]) : 0)
                        .toArray())
                .toArray(double[][]::new);
    }

    private static void signed(double[] direction) {
        double largest = 0;
        for (double value : direction) {
            largest = Math.abs(value) > Math.abs(largest) + 1e-12 ? value : largest;
        }
        for (int d = 0; d < direction.length; d++) {
            direction[d] = largest < 0 ? -direction[d] : direction[d];
        }
    }

    /**
     * Projects rows to the fitted directions, relative to the fitted mean.
     *
     * @param rows [row][dimension], of the fitted length
     * @return [row][coordinate]
     * @throws IllegalArgumentException if rows have another length, or values are not finite
     */
    public double[][] project(double[][] rows) {
        if (rows.length == 0) {
            return new double[0][];
        }
        if (Samples.dimension("to project", rows, 1) != mean.length) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "rows to project must have the fitted length %d, got %d: fit the projection on the same features",
                    mean.length,
                    rows[0].length));
        }
        double[][] projected = Moments.along(directions, rows, mean);
        for (double[] row : projected) {
            for (int k = 0; k < row.length; k++) {
                row[k] = variances[k] > 0 ? row[k] : 0;
            }
        }
        return projected;
    }

    /**
     * Projects a set of features.
     *
     * @param features rows of the fitted length
     * @return the same set with projected rows
     * @throws IllegalArgumentException if rows have another length, or values are not finite
     */
    public Features project(Features features) {
        return features.map(this::project);
    }

    /**
     * The variance of the fitted rows along each direction, with divisor n − 1.
     *
     * @return a copy, in descending order
     */
    public double[] explainedVariance() {
        return variances.clone();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "PCA of %d numbers to %d", mean.length, directions.length);
    }
}
