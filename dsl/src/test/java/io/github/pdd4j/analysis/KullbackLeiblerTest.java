package io.github.pdd4j.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pdd4j.view.Chart;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Table;

class KullbackLeiblerTest {
    private static final KullbackLeibler ESTIMATES = KullbackLeibler.estimates();

    @ParameterizedTest(name = "{0} dimensions, {1} rows: shift {2}, spread {3}")
    @CsvSource({
        "1, 2000, 1.0, 1.0, 0.06, 0.06",
        "1, 2000, 0.0, 2.0, 0.06, 0.06",
        "2, 2000, 1.0, 1.5, 0.10, 0.05",
        "5, 3000, 0.5, 1.0, 0.15, 0.05",
        "5, 500, 1.0, 1.5, 0.30, 0.15"
    })
    void gaussians_have_the_divergence_of_the_closed_form(
            int dimension, int rows, double shift, double spread, double neighborError, double gaussianError) {
        double expected =
                dimension * (0.5 * (1 / (spread * spread) + shift * shift / (spread * spread) - 1) + Math.log(spread));
        double[][] p = gaussian(1, rows, dimension, 0, 1);
        double[][] q = gaussian(2, rows, dimension, shift, spread);

        assertThat(ESTIMATES.nearestNeighbors(p, q)).isCloseTo(expected, within(neighborError));
        assertThat(ESTIMATES.gaussian(p, q)).isCloseTo(expected, within(gaussianError));
    }

    /** Neighbors are far in many dimensions, and their estimate falls short: 0.87 for 1.25 in ten. */
    @ParameterizedTest(name = "{0} dimensions, {1} rows: shift {2}, spread {3}")
    @CsvSource({"10, 2000, 0.5, 1.0, 0.1", "20, 4000, 0.3, 1.1, 0.1", "50, 6000, 0.2, 1.0, 0.3"})
    void the_gaussian_estimate_holds_in_many_dimensions(
            int dimension, int rows, double shift, double spread, double error) {
        double expected =
                dimension * (0.5 * (1 / (spread * spread) + shift * shift / (spread * spread) - 1) + Math.log(spread));

        double found =
                ESTIMATES.gaussian(gaussian(1, rows, dimension, 0, 1), gaussian(2, rows, dimension, shift, spread));

        assertThat(found).isCloseTo(expected, within(error));
    }

    @Test
    void three_rows_against_three_have_the_value_worked_out_by_hand() {
        double[][] p = {{0}, {1}, {3}};
        double[][] q = {{0.5}, {2}, {4}};

        assertThat(ESTIMATES.k(1).nearestNeighbors(p, q)).isCloseTo(Math.log(0.5) + Math.log(3 / 2.0), within(1e-12));
        assertThat(ESTIMATES.k(2).nearestNeighbors(p, q))
                .isCloseTo(
                        (Math.log(2 / 3.0) + Math.log(1 / 2.0) + Math.log(1 / 3.0)) / 3 + Math.log(1.5), within(1e-12));
    }

    @Test
    void the_gaussian_estimate_of_two_known_moments_is_exact() {
        double[][] p = {{-1}, {1}};
        double[][] q = IntStream.range(0, 10)
                .mapToObj(i -> new double[] {3 + (i % 2 == 0 ? -2 : 2)})
                .toArray(double[][]::new);
        double ratio = 2 / (40 / 9.0);

        double expected = 0.5 * (ratio + 9 / (40 / 9.0) - 1 - Math.log(ratio));
        assertThat(ESTIMATES.gaussian(p, q)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void equal_distributions_are_near_zero_and_a_sample_from_itself_is_exactly_zero() {
        double[][] p = gaussian(3, 1500, 3, 0, 1);

        assertThat(ESTIMATES.nearestNeighbors(p, gaussian(4, 1500, 3, 0, 1))).isCloseTo(0, within(0.05));
        assertThat(ESTIMATES.nearestNeighbors(p, p)).isZero();
        assertThat(ESTIMATES.gaussian(p, p)).isCloseTo(0, within(1e-12));
    }

    @Test
    void disjoint_distributions_are_far_apart() {
        double[][] p = gaussian(5, 300, 2, 0, 1);
        double[][] q = gaussian(6, 300, 2, 100, 1);

        assertThat(ESTIMATES.nearestNeighbors(p, q)).isGreaterThan(5);
        assertThat(ESTIMATES.gaussian(p, q)).isGreaterThan(1000);
    }

    @Test
    void few_rows_for_many_dimensions_are_shrunk_and_stay_finite() {
        double[][] p = gaussian(7, 30, 40, 0, 1);
        double[][] q = gaussian(8, 30, 40, 0, 1);

        Table table = ESTIMATES.of(p, q);

        assertThat(table.doubleColumn("shrinkage").get(2)).isBetween(0.5, 1.0);
        assertThat(ESTIMATES.gaussian(p, q)).isBetween(0.0, 3.0);
    }

    @Test
    void repeated_rows_are_left_out_and_counted() {
        double[][] p = gaussian(9, 200, 2, 0, 1);
        double[][] twice = IntStream.range(0, 400).mapToObj(i -> p[i / 2]).toArray(double[][]::new);

        Table table = ESTIMATES.of(twice, gaussian(10, 200, 2, 0, 1));

        assertThat(table.intColumn("coincident").get(0)).isEqualTo(400);
        assertThat(table.intColumn("coincident").get(1)).isZero();
        assertThat(table.doubleColumn("KL [nats]").get(0)).isBetween(-0.3, 0.5);
    }

    @Test
    void the_table_states_estimator_direction_and_sizes() {
        Table table = ESTIMATES.k(3).named("before", "after").of(gaussian(1, 60, 2, 0, 1), gaussian(2, 80, 2, 1, 1));

        assertThat(table.columnNames())
                .containsExactly(
                        "estimator",
                        "direction",
                        "k",
                        "bins",
                        "n",
                        "m",
                        "dimension",
                        "coincident",
                        "shrinkage",
                        "KL [nats]",
                        "low",
                        "high",
                        "control");
        assertThat(table.stringColumn("estimator").unique().asList())
                .containsExactlyInAnyOrder("nearest neighbors", "Gaussian", "histograms");
        assertThat(table.stringColumn("direction").asList())
                .containsSubsequence("before ‖ after", "after ‖ before", "before ‖ after", "after ‖ before");
        assertThat(table.intColumn("n").asObjectArray()).containsExactly(60, 80, 60, 80, 60, 80);
        assertThat(table.intColumn("m").asObjectArray()).containsExactly(80, 60, 80, 60, 80, 60);
        assertThat(table.intColumn("k").get(0)).isEqualTo(3);
        assertThat(table.intColumn("k").isMissing(2)).isTrue();
    }

    @Test
    void histograms_have_the_value_worked_out_by_hand() {
        double[][] p = {{0}, {0.1}, {0.2}, {1}};
        double[][] q = {{0}, {0.9}, {0.8}, {1}};

        // Three rows and one, half a row more in each of the two cells: 0.7 and 0.3 against 0.3 and 0.7.
        assertThat(ESTIMATES.bins(2).histograms(p, q)).isCloseTo(0.4 * Math.log(7 / 3.0), within(1e-12));
    }

    @Test
    void histograms_of_the_plane_know_equal_shifted_and_disjoint_gaussians() {
        double[][] p = gaussian(1, 20_000, 2, 0, 1);

        assertThat(ESTIMATES.histograms(p, gaussian(2, 20_000, 2, 0, 1))).isCloseTo(0, within(0.01));
        // Cells hide what happens within them, so that the closed form 1 is approached from below.
        assertThat(ESTIMATES.histograms(p, gaussian(2, 20_000, 2, 1, 1))).isBetween(0.8, 1.05);
        assertThat(ESTIMATES.histograms(p, gaussian(2, 20_000, 2, 100, 1))).isGreaterThan(8);
    }

    @Test
    void intervals_hold_the_closed_form_and_narrow_with_more_rows() {
        Table few = ESTIMATES.of(gaussian(11, 300, 2, 0, 1), gaussian(12, 300, 2, 1, 1));
        Table many = ESTIMATES.of(gaussian(11, 2400, 2, 0, 1), gaussian(12, 2400, 2, 1, 1));

        for (int row = 0; row < 4; row++) {
            assertThat(few.doubleColumn("KL [nats]").get(row))
                    .isBetween(
                            few.doubleColumn("low").get(row),
                            few.doubleColumn("high").get(row));
            assertThat(width(many, row)).isLessThan(0.6 * width(few, row));
        }
        assertThat(few.doubleColumn("low").get(2)).isLessThan(1);
        assertThat(few.doubleColumn("high").get(2)).isGreaterThan(1);
    }

    @Test
    void the_control_is_near_zero_where_rows_are_many_and_far_from_it_where_tails_are_heavy() {
        Table many = ESTIMATES.of(gaussian(11, 4000, 2, 0, 1), gaussian(12, 4000, 2, 1, 1));
        Table noise = ESTIMATES.of(heavyTailed(13, 400, 40), heavyTailed(14, 400, 40));

        assertThat(many.doubleColumn("control").asList()).allMatch(control -> control >= 0 && control < 0.1);
        assertThat(noise.doubleColumn("KL [nats]").get(2)).isGreaterThan(5);
        assertThat(noise.doubleColumn("control").get(2)).isGreaterThan(5);
        assertThat(ESTIMATES
                        .of(gaussian(1, 11, 2, 0, 1), gaussian(2, 30, 2, 0, 1))
                        .doubleColumn("control")
                        .isMissing(0))
                .isTrue();
    }

    /** Normal rows of which each is stretched at random: two such samples differ by chance only. */
    private static double[][] heavyTailed(int seed, int rows, int dimension) {
        double[][] sample = gaussian(seed, rows, dimension, 0, 1);
        Random random = new Random(seed);
        for (double[] row : sample) {
            double stretch = Math.exp(random.nextGaussian());
            Arrays.setAll(row, i -> stretch * row[i]);
        }
        return sample;
    }

    @Test
    void sets_of_few_rows_in_many_dimensions_are_projected_to_what_they_can_bear() {
        Table table = Divergence.between(gaussian(13, 40, 2500, 0, 1), gaussian(14, 40, 2500, 0.2, 1));

        assertThat(table.intColumn("dimension").get(0)).isEqualTo(4);
        assertThatThrownBy(() -> Divergence.between(gaussian(1, 1, 9, 0, 1), gaussian(2, 30, 9, 0, 1)))
                .hasMessage("sample P must have at least 6 rows, got 1: take more or smaller patches");
    }

    @Test
    void bars_stand_side_by_side_for_each_estimate() {
        Table before = ESTIMATES.of(gaussian(1, 60, 2, 0, 1), gaussian(2, 60, 2, 1, 1));
        Table after = ESTIMATES.of(gaussian(1, 60, 2, 0, 1), gaussian(2, 60, 2, 0.5, 1));

        Chart bars = Divergence.bars(Map.of("before", before, "after", after));

        assertThat(bars.svg().source()).contains("fill=\"rgb(0,114,178)\"", "fill=\"rgb(213,94,0)\"");
        assertThat(bars.toString()).startsWith("KL divergence of low-level features: ");
        assertThatThrownBy(() -> Divergence.bars(Map.of("a", before, "b", before.first(2))))
                .hasMessageStartingWith("bars need tables of the same estimates, at least one, got [[");
    }

    private static double width(Table table, int row) {
        return table.doubleColumn("high").get(row) - table.doubleColumn("low").get(row);
    }

    @Test
    void threads_do_not_change_the_result() {
        double[][] p = gaussian(1, 500, 7, 0, 1);
        double[][] q = gaussian(2, 400, 7, 0.5, 1);

        assertThat(ESTIMATES.threads(3).nearestNeighbors(p, q)).isEqualTo(ESTIMATES.nearestNeighbors(p, q));
    }

    @Test
    void bad_samples_are_refused_in_one_sentence() {
        double[][] p = gaussian(1, 20, 2, 0, 1);
        double[][] one = {{1, 2}};
        double[][] notANumber = gaussian(2, 20, 2, 0, 1);
        notANumber[4][1] = Double.NaN;
        double[][] same = new double[20][2];

        assertThatThrownBy(() -> ESTIMATES.of(one, p))
                .hasMessage("sample P must have at least 6 rows, got 1: take more or smaller patches");
        assertThatThrownBy(() -> ESTIMATES.gaussian(p, one))
                .hasMessage("sample Q must have at least 2 rows, got 1: take more or smaller patches");
        assertThatThrownBy(() -> ESTIMATES.of(p, notANumber))
                .hasMessage(
                        "values of sample Q must be finite, got NaN in row 4: check the features that it comes from");
        assertThatThrownBy(() -> ESTIMATES.of(p, gaussian(1, 20, 3, 0, 1)))
                .hasMessage("samples P and Q must have rows of equal length, got 2 and 3: project both with one Pca");
        assertThatThrownBy(() -> ESTIMATES.nearestNeighbors(same, p))
                .hasMessage(
                        "each row of sample P must have at least k = 5 rows at a distance in P and in Q, got 0 for row 0: lower k or drop repeated rows");
        assertThatThrownBy(() -> ESTIMATES.gaussian(p, same))
                .hasMessageStartingWith("covariance of sample Q must be positive definite");
        assertThatThrownBy(() -> ESTIMATES.k(0))
                .hasMessage("k of the nearest-neighbor estimator must be 1 … 100, got 0: use k(5)");
    }

    private static double[][] gaussian(int seed, int rows, int dimension, double shift, double spread) {
        Random random = new Random(seed);
        return IntStream.range(0, rows)
                .mapToObj(i -> random.doubles(dimension)
                        .map(u -> shift + spread * random.nextGaussian())
                        .toArray())
                .toArray(double[][]::new);
    }
}
