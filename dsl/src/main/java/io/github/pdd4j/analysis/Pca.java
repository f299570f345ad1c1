package io.github.pdd4j.analysis;

import java.util.Arrays;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Principal component analysis: a projection fitted once and used for several samples.
 *
 * <p>Fit it on the union of what is to be compared, or the projection favours one side. Each direction's sign is such
 * that its entry of largest magnitude is positive. Directions without variance give 0.
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
     * Fits the directions of largest variance of all samples together.
     *
     * @param dimensions how many, 1 … the smaller of rows − 1 and the length of a row
     * @throws IllegalArgumentException if there are too many dimensions, rows of several lengths, or values that are
     *     not finite
     */
    public static Pca fit(int dimensions, double[][]... samples) {
        double[][] rows = Arrays.stream(samples).flatMap(Arrays::stream).toArray(double[][]::new);
        int length = Samples.dimension("of the projection", rows, 2);
        int most = Math.min(rows.length - 1, length);
        if (dimensions < 1 || dimensions > most) {
            throw new IllegalArgumentException(
                    "dimensions of a projection of %d rows of length %d must be 1 … %d, got %d: take more or smaller patches"
                            .formatted(rows.length, length, most, dimensions));
        }
        double[] mean = Moments.mean(rows);
        double[][] centred = Moments.centred(rows, mean);
        return length <= rows.length ? byCovariance(dimensions, mean, centred) : byGram(dimensions, mean, centred);
    }

    private static Pca byCovariance(int dimensions, double[] mean, double[][] centred) {
        RealMatrix scatter = Moments.scatter(centred);
        EigenDecomposition eigen = new EigenDecomposition(scatter);
        double[] variances = variances(eigen, dimensions, centred.length);
        double[][] directions = new double[dimensions][];
        for (int k = 0; k < dimensions; k++) {
            directions[k] = signed(eigen.getEigenvector(k).toArray());
        }
        return new Pca(mean, directions, variances);
    }

    /** With fewer rows than columns the matrix of the rows' products has the same variances and is smaller. */
    private static Pca byGram(int dimensions, double[] mean, double[][] centred) {
        EigenDecomposition eigen = new EigenDecomposition(gram(centred));
        double[] variances = variances(eigen, dimensions, centred.length);
        double[][] directions = new double[dimensions][mean.length];
        for (int k = 0; k < dimensions; k++) {
            double[] weights = eigen.getEigenvector(k).toArray();
            double norm = Math.sqrt(variances[k] * (centred.length - 1));
            for (int i = 0; i < centred.length && norm > 0; i++) {
                addScaled(directions[k], centred[i], weights[i] / norm);
            }
            directions[k] = signed(directions[k]);
        }
        return new Pca(mean, directions, variances);
    }

    private static RealMatrix gram(double[][] centred) {
        double[][] products = new double[centred.length][centred.length];
        for (int i = 0; i < centred.length; i++) {
            for (int j = 0; j <= i; j++) {
                products[i][j] = dot(centred[i], centred[j]);
                products[j][i] = products[i][j];
            }
        }
        return GaussianFit.matrix(products);
    }

    private static double[] variances(EigenDecomposition eigen, int dimensions, int rows) {
        double[] all = eigen.getRealEigenvalues();
        double floor = NO_VARIANCE * Math.max(0, all[0]);
        return Arrays.stream(all)
                .limit(dimensions)
                .map(value -> value > floor ? value / (rows - 1) : 0)
                .toArray();
    }

    private static double[] signed(double[] direction) {
        double largest = 0;
        for (double value : direction) {
            largest = Math.abs(value) > Math.abs(largest) + 1e-12 ? value : largest;
        }
        double sign = largest < 0 ? -1 : 1;
        return Arrays.stream(direction).map(value -> sign * value).toArray();
    }

    /** The rows' coordinates along the fitted directions, relative to the fitted mean. */
    public double[][] project(double[][] rows) {
        if (rows.length > 0 && Samples.dimension("to project", rows, 1) != mean.length) {
            throw new IllegalArgumentException(
                    "rows to project must have the fitted length %d, got %d: fit the projection on the same features"
                            .formatted(mean.length, rows[0].length));
        }
        double[][] projected = new double[rows.length][directions.length];
        double[][] centred = Moments.centred(rows, mean);
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < directions.length; k++) {
                projected[i][k] = variances[k] > 0 ? dot(centred[i], directions[k]) : 0;
            }
        }
        return projected;
    }

    /** The fitted rows' variance (divisor n − 1) along each direction, falling. */
    public double[] explainedVariance() {
        return variances.clone();
    }

    private static void addScaled(double[] sum, double[] row, double factor) {
        for (int d = 0; d < sum.length; d++) {
            sum[d] += factor * row[d];
        }
    }

    private static double dot(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        int even = a.length - a.length % 2;
        for (int d = 0; d < even; d += 2) {
            s0 += a[d] * b[d];
            s1 += a[d + 1] * b[d + 1];
        }
        return even < a.length ? s0 + s1 + a[even] * b[even] : s0 + s1;
    }

    @Override
    public String toString() {
        return "PCA of %d numbers to %d".formatted(mean.length, directions.length);
    }
}
