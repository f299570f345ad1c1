package io.github.pdd4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine's linear algebra beside that of Commons Math. */
class EigenpairsTest {
    @ParameterizedTest(name = "of size {0}")
    @ValueSource(ints = {1, 2, 7, 64, 150})
    void pairs_are_those_of_commons_math(int size) {
        double[][] rows = gaussian(size + 3, size);
        double[][] square = Matrices.transposedTimes(rows, rows);
        EigenDecomposition expected = new EigenDecomposition(new Array2DRowRealMatrix(square));

        Eigenpairs found = Eigenpairs.largest(size, square);

        double largest = expected.getRealEigenvalue(0);
        assertThat(found.values()).containsExactly(expected.getRealEigenvalues(), within(1e-12 * largest));
        for (int k = 0; k < size; k++) {
            double along =
                    expected.getEigenvector(k).dotProduct(new Array2DRowRealMatrix(found.vectors()).getRowVector(k));
            assertThat(Math.abs(along)).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void some_pairs_are_the_first_of_all() {
        double[][] rows = gaussian(30, 20);
        double[][] square = Matrices.transposedTimes(rows, rows);

        Eigenpairs some = Eigenpairs.largest(4, square);

        Eigenpairs all = Eigenpairs.largest(20, square);
        assertThat(some.values()).containsExactly(Arrays.copyOf(all.values(), 4));
        assertThat(some.vectors()).isDeepEqualTo(Arrays.copyOf(all.vectors(), 4));
    }

    @ParameterizedTest(name = "{0} × {1} × {2}")
    @CsvSource({"1, 1, 1", "3, 5, 2", "65, 33, 129"})
    void products_are_those_of_commons_math(int n, int m, int k) {
        double[][] a = gaussian(n, m);
        double[][] b = gaussian(m, k);
        RealMatrix expected = new Array2DRowRealMatrix(a).multiply(new Array2DRowRealMatrix(b));

        same(Matrices.product(a, b), expected);
        same(Matrices.transposedTimes(transposed(a), b), expected);
        same(Matrices.timesTransposed(a, transposed(b)), expected);
    }

    private static void same(double[][] found, RealMatrix expected) {
        assertThat(found).hasDimensions(expected.getRowDimension(), expected.getColumnDimension());
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).containsExactly(expected.getRow(i), within(1e-12));
        }
    }

    private static double[][] transposed(double[]... rows) {
        return new Array2DRowRealMatrix(rows).transpose().getData();
    }

    private static double[][] gaussian(int rows, int length) {
        Random random = new Random(3);
        return IntStream.range(0, rows)
                .mapToObj(i -> IntStream.range(0, length)
                        .mapToDouble(d -> random.nextGaussian())
                        .toArray())
                .toArray(double[][]::new);
    }
}
