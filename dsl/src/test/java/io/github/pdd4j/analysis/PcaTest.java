package io.github.pdd4j.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pdd4j.Golden;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PcaTest {
    private static final Offset<Double> FLOAT32 = within(2e-4);

    @Test
    void digits_have_the_reference_components_and_variances() {
        double[][] digits = Digits.rows("x");
        double[][] expected = Digits.rows("pca10");

        Pca pca = Pca.fit(10, digits);

        double[][] projected = pca.project(digits);
        for (int i = 0; i < projected.length; i++) {
            double[] magnitudes = Arrays.stream(projected[i]).map(Math::abs).toArray();
            assertThat(magnitudes).containsExactly(expected[i], FLOAT32);
        }
        assertThat(pca.explainedVariance()[0]).isCloseTo(174.4958650513736, within(1e-4));
        assertThat(pca.explainedVariance()[9]).isCloseTo(35.06327343519477, within(1e-4));
    }

    @Test
    void fewer_rows_than_columns_give_the_same_distances() {
        Random random = new Random(5);
        double[][] rows = IntStream.range(0, 12)
                .mapToObj(i -> random.doubles(300).toArray())
                .toArray(double[][]::new);

        double[][] projected = Pca.fit(11, rows).project(rows);

        assertThat(Neighbors.squaredDistance(projected[3], projected[8]))
                .isCloseTo(Neighbors.squaredDistance(rows[3], rows[8]), within(1e-9));
    }

    @Test
    void the_two_ways_of_fitting_agree_in_value_and_sign() {
        Random random = new Random(6);
        double[][] square = IntStream.range(0, 20)
                .mapToObj(i -> random.doubles(20).toArray())
                .toArray(double[][]::new);
        double[][] wide =
                Arrays.stream(square).map(row -> Arrays.copyOf(row, 21)).toArray(double[][]::new);

        double[][] byCovariance = Pca.fit(5, square).project(square);
        double[][] byGram = Pca.fit(5, wide).project(wide);

        for (int i = 0; i < 20; i++) {
            assertThat(byGram[i]).containsExactly(byCovariance[i], within(1e-9));
        }
    }

    @Test
    void the_union_decides_and_directions_without_variance_are_zero() {
        double[][] p = {{0, 0, 1}, {1, 0, 1}};
        double[][] q = {{5, 0, 1}, {6, 0, 1}};

        Pca pca = Pca.fit(2, p, q);

        assertThat(pca.project(p)[0]).containsExactly(new double[] {-3, 0}, within(1e-12));
        assertThat(pca.explainedVariance()).containsExactly(new double[] {26 / 3.0, 0}, within(1e-12));
    }

    @Test
    void patches_tile_the_map_channel_by_channel() {
        float[][][] map = new float[2][5][7];
        for (int i = 0; i < 70; i++) {
            map[i / 35][i / 7 % 5][i % 7] = i;
        }

        double[][] rows = Patches.of(map, 2);

        assertThat(rows).hasDimensions(6, 8);
        assertThat(rows[4]).containsExactly(16, 17, 23, 24, 51, 52, 58, 59);
    }

    @Test
    void wrong_input_is_refused_in_one_sentence() {
        assertThatThrownBy(() -> Pca.fit(3, new double[][] {{1, 2}, {3, 4}}))
                .hasMessage(
                        "dimensions of a projection of 2 rows of length 2 must be 1 … 1, got 3: take more or smaller patches");
        assertThatThrownBy(() -> Pca.fit(1, new double[][] {{1, 2}, {3, 5}}).project(new double[][] {{1}}))
                .hasMessage(
                        "rows to project must have the fitted length 2, got 1: fit the projection on the same features");
        assertThatThrownBy(() -> Patches.of(new float[1][40][60], 50))
                .hasMessage(
                        "size of a patch must be 1 … the sides of the feature map 60 × 40, got 50: use smaller patches or larger images");
        assertThatThrownBy(() -> Patches.of(new float[][][] {{{1, 2}, {3, 4}}, {{1, 2}, {3}}}, 1))
                .hasMessage(
                        "channels of a feature map must have one size, got 1 × 2 after 2 × 2: pass [channel][row][column]");
    }

    /** The 600 digit images of the reference values. */
    static final class Digits {
        private Digits() {}

        static double[][] rows(String name) {
            var array = Golden.arrays("digits.npz").tensor(name);
            double[] values = array.doubles();
            int columns = (int) array.shape()[1];
            return IntStream.range(0, (int) array.shape()[0])
                    .mapToObj(i -> Arrays.copyOfRange(values, i * columns, (i + 1) * columns))
                    .toArray(double[][]::new);
        }
    }
}
