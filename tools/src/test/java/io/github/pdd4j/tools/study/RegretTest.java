package io.github.pdd4j.tools.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pdd4j.tools.study.Regret.Interval;
import io.github.pdd4j.tools.study.Regret.Point;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegretTest {
    private static final Point START = new Point(30, 0.2);
    private static final Map<String, double[]> PSNR = Map.of(
            "intra", new double[] {31, 31.2},
            "inter", new double[] {30, 30.2},
            "both", new double[] {30.9, 31.1},
            "balance", new double[] {31.4, 31.2},
            "poor", new double[] {29.9, 30.1});
    private static final Map<String, double[]> LPIPS = Map.of(
            "intra", new double[] {0.25, 0.25},
            "inter", new double[] {0.15, 0.15},
            "both", new double[] {0.16, 0.18},
            "balance", new double[] {0.15, 0.15},
            "poor", new double[] {0.3, 0.3});
    private static final List<String> GRID = List.of("intra", "inter", "both");

    private final Regret regret = new Regret(START, PSNR, LPIPS, GRID);

    @Test
    void a_gain_is_the_mean_of_both_measures_in_ranges_of_the_grid() {
        // PSNR spans 30.1 to 31.1, LPIPS 0.15 to 0.25: both ranges are known.
        assertThat(regret.gains("intra")).containsExactly(new double[] {(1 - 0.5) / 2, (1.2 - 0.5) / 2}, within(1e-9));
        assertThat(regret.gains("both")).containsExactly(new double[] {(0.9 + 0.4) / 2, (1.1 + 0.2) / 2}, within(1e-9));
    }

    @Test
    void the_regret_is_paired_by_seed_behind_the_best_of_the_grid() {
        assertThat(regret.best()).isEqualTo("both");
        assertThat(regret.of("both").mean()).isZero();

        Interval found = regret.of("balance");

        // Differences of -0.3 and -0.2; t(0.975, 1) = 12.7062; standard error 0.05.
        assertThat(found.mean()).isCloseTo(-0.25, within(1e-9));
        assertThat(found.low()).isCloseTo(-0.25 - 12.7062047 * 0.05, within(1e-6));
        assertThat(found.high()).isCloseTo(-0.25 + 12.7062047 * 0.05, within(1e-6));
    }

    @Test
    void a_row_is_dominated_by_a_row_of_the_grid_that_is_better_in_both() {
        assertThat(regret.isDominated("poor")).isTrue();
        assertThat(regret.isDominated("balance")).isFalse();
        assertThat(regret.isDominated("intra")).isFalse();
    }

    @Test
    void one_seed_has_no_interval() {
        assertThat(Interval.of(0.5).mean()).isEqualTo(0.5);
        assertThat(Interval.of(0.5).low()).isNaN();
    }

    @Test
    void a_grid_without_a_range_is_refused() {
        assertThatThrownBy(() -> new Regret(
                        START,
                        Map.of("a", new double[] {30}, "b", new double[] {30}),
                        Map.of("a", new double[] {0.1}, "b", new double[] {0.2}),
                        List.of("a", "b")))
                .hasMessageContaining("must differ in PSNR");
    }
}
