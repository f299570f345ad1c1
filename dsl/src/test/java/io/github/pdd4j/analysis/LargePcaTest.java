package io.github.pdd4j.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PCA of sets of many rows and columns. */
class LargePcaTest {
    private static final int COUNT = 20;

    @ParameterizedTest(name = "{0} rows of {1}, deviations falling by {2}")
    @CsvSource({"400, 320, 0.97", "400, 320, 1", "320, 900, 0.97", "320, 900, 1", "330, 330, 0.8"})
    void variances_and_projections_are_those_of_commons_math(int rows, int length, double ratio) {
        double[][] data = gaussian(rows, length, d -> Math.pow(ratio, d));
        double[] mean = Moments.mean(data);
        RealMatrix covariance = new Covariance(data).getCovarianceMatrix();
        // Commons Math gives up where eigenvalues beside each other are rounding errors, unless all are lifted.
        double lift = covariance.getFrobeniusNorm();
        EigenDecomposition whole = new EigenDecomposition(
                covariance.add(MatrixUtils.createRealIdentityMatrix(length).scalarMultiply(lift)));

        Pca pca = Pca.fit(COUNT, data);

        double[][] projected = pca.project(data);
        for (int k = 0; k < COUNT; k++) {
            double expected = whole.getRealEigenvalue(k) - lift;
            assertThat(pca.explainedVariance()[k]).isCloseTo(expected, within(1e-9 * expected));
            assertThat(Math.abs(projected[7][k]))
                    .isCloseTo(along(whole.getEigenvector(k).toArray(), data[7], mean), within(1e-7));
        }
    }

    @Test
    void rows_along_the_axes_have_the_variances_and_directions_of_the_closed_form() {
        int length = 400;
        double[][] data = new double[2 * length][length];
        for (int d = 0; d < length; d++) {
            data[2 * d][d] = Math.pow(0.9, d);
            data[2 * d + 1][d] = -data[2 * d][d];
        }

        Pca pca = Pca.fit(COUNT, data);

        double[][] projected = pca.project(data);
        for (int k = 0; k < COUNT; k++) {
            double square = Math.pow(0.81, k);
            assertThat(pca.explainedVariance()[k]).isCloseTo(2 * square / (2 * length - 1), within(1e-12));
            double[] expected = new double[COUNT];
            expected[k] = Math.pow(0.9, k);
            assertThat(projected[2 * k]).containsExactly(expected, within(1e-9));
        }
    }

    @Test
    void equal_variances_leave_lengths_as_they_are() {
        double[][] data = new double[800][400];
        for (int d = 0; d < 400; d++) {
            data[2 * d][d] = 1;
            data[2 * d + 1][d] = -1;
        }

        assertThat(Pca.fit(COUNT, data).explainedVariance()).containsOnly(new double[] {2 / 799.0}, within(1e-14));
    }

    @Test
    void directions_beyond_the_rank_are_zero_and_distances_stay() {
        double[][] data = gaussian(400, 1000, d -> d < 12 ? 1 : 0);

        Pca pca = Pca.fit(COUNT, data);

        double[][] projected = pca.project(data);
        assertThat(Arrays.copyOfRange(pca.explainedVariance(), 12, COUNT)).containsOnly(0);
        assertThat(Arrays.copyOfRange(projected[5], 12, COUNT)).containsOnly(0);
        assertThat(Neighbors.squaredDistance(projected[5], projected[9]))
                .isCloseTo(Neighbors.squaredDistance(data[5], data[9]), within(1e-9));
        assertThat(Pca.fit(COUNT, new double[400][1000]).explainedVariance()).containsOnly(0);
    }

    @Test
    void fitting_again_gives_the_same_digits_on_any_thread() {
        double[][] data = gaussian(350, 700, d -> 1 / (1.0 + d));

        double[][] first = Pca.fit(COUNT, data).project(data);

        ForkJoinPool pool = new ForkJoinPool(3);
        try {
            for (int i = 0; i < 4; i++) {
                assertThat(pool.submit(() -> Pca.fit(COUNT, data).project(data)).join())
                        .isDeepEqualTo(first);
            }
        } finally {
            pool.shutdown();
        }
    }

    private static double along(double[] direction, double[] row, double[] mean) {
        return Math.abs(IntStream.range(0, row.length)
                .mapToDouble(d -> direction[d] * (row[d] - mean[d]))
                .sum());
    }

    private static double[][] gaussian(int rows, int length, IntToDoubleFunction deviation) {
        Random random = new Random(11);
        return IntStream.range(0, rows)
                .mapToObj(i -> IntStream.range(0, length)
                        .mapToDouble(d -> deviation.applyAsDouble(d) * random.nextGaussian())
                        .toArray())
                .toArray(double[][]::new);
    }
}
