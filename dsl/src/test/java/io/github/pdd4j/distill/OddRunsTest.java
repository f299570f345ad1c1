package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.pdd4j.runs.InitialState;
import io.github.pdd4j.runs.Manifest;
import io.github.pdd4j.runs.RunRecord;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.train.TrainedModels;
import io.github.pdd4j.train.ValidationBaseline;
import io.github.pdd4j.view.Progress;
import io.github.pdd4j.view.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run can be shown whatever became of it. */
class OddRunsTest {
    private static final double[] ODD = {
        0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, -1e30, 1e-300
    };

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 9, 10, 11, 100, 100_000})
    void a_run_of_any_rows_is_shown(int rows) {
        Random random = new Random(rows);
        for (double only : ODD) {
            assertShown(rows(rows, i -> Map.of("mine", only), i -> ""));
            if (rows == 100_000) {
                break;
            }
        }
        assertShown(rows(
                rows,
                i -> Map.of("mine", ODD[random.nextInt(ODD.length)], "other", 1.0 / (i + 1)),
                i -> random.nextBoolean() ? "" : "mine = NaN in iteration " + i));
        assertShown(rows(rows, i -> i < rows / 2 ? Map.of() : Map.of("late", random.nextDouble()), i -> "skipped"));
        assertShown(rows(rows, i -> Map.of(), i -> ""));
    }

    private static void assertShown(List<Iteration> rows) {
        Plan plan = Plan.of(Small.sentence().sentence());
        RunRecord record = new RunRecord(
                "",
                Manifest.SentenceFacts.of(plan.sentence()),
                InitialState.of(plan),
                new TrainedModels(
                        plan.specialist(),
                        plan.generalist().start(plan.specialist()),
                        Optional.empty(),
                        false,
                        0,
                        Optional.empty(),
                        Optional.empty()),
                rows,
                ValidationBaseline.NONE,
                List.of("stopped: for a reason"),
                null);
        Run run = new Run(record);

        assertThat(run.view().html()).contains("Before and after");
        assertThat(run.view().text()).contains(rows.size() + " of 3 iterations");
        assertThat(run.history().rowCount()).isEqualTo(rows.size());
        assertThat(run.history().print()).isNotNull();
        assertThat(ProgressLine.of(plan, rows).html()).isNotEmpty();
        assertThat(ProgressLine.ended(plan, rows, run.notes()).text()).contains("stopped: for a reason");
    }

    private interface Terms {
        Map<String, Double> of(int i);
    }

    private interface Words {
        String of(int i);
    }

    private static List<Iteration> rows(int count, Terms terms, Words skipped) {
        List<Iteration> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, Double> values = new LinkedHashMap<>(terms.of(i));
            rows.add(new Iteration(i + 1, values, Map.of("gradient", Double.NaN), skipped.of(i), i * 0.1));
        }
        return rows;
    }

    @Test
    void the_running_mean_is_that_of_its_definition() {
        Random random = new Random(1);
        for (int n : new int[] {0, 1, 2, 7, 100}) {
            double[] values = random.doubles(n)
                    .map(v -> v < 0.2 ? Double.NaN : v < 0.3 ? 1e300 : v)
                    .toArray();
            for (int window : new int[] {1, 2, 3, 10, 99, 100, 250}) {
                double[] means = RunningMean.of(values, window);
                for (int i = 0; i < n; i++) {
                    double expected = Arrays.stream(values, Math.max(0, i + 1 - window), i + 1)
                            .filter(Double::isFinite)
                            .average()
                            .orElse(Double.NaN);
                    if (Double.isNaN(expected)) {
                        assertThat(means[i]).isNaN();
                    } else {
                        assertThat(means[i]).isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
                    }
                }
            }
        }
    }

    @Test
    void a_hundred_thousand_values_cost_no_more_than_their_number() {
        double[] values = IntStream.range(0, 3_000_000).mapToDouble(i -> i % 7).toArray();

        assertThat(RunningMean.of(values, 300_000)[2_999_999]).isCloseTo(3, within(1e-4));
    }

    @Test
    void a_run_that_stops_by_itself_says_so_in_its_cell_and_adapted_nothing() {
        List<String> last = new ArrayList<>();
        Progress.sink(() -> new Progress() {
            @Override
            public void update(Supplier<? extends View> newer) {}

            @Override
            public void done(View view) {
                last.add(view.text());
            }
        });
        Run run;
        try {
            run = Small.sentence()
                    .iterations(20)
                    .loss("broken", 1, p -> p.specialist().unlabeled().log().mean())
                    .train();
        } finally {
            Progress.sink(Progress::silent);
        }

        assertThat(last)
                .singleElement()
                .asString()
                .startsWith("ended after iteration 3 of 20; 3 steps skipped, the first for broken = NaN")
                .contains("; stopped: losses and gradients must be finite");
        assertThat(run.specialist().source()).isEqualTo("unchanged small 2");
        assertThat(run.view().text()).contains("specialist, unchanged");
    }
}
