package io.github.pdd4j.tools.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeBudgetTest {
    private static final TimeBudget MINUTE = new TimeBudget(60);

    /** Training times of iterations of one length, after a start that takes longer. */
    private static double[] made(int iterations, double start, double each) {
        return IntStream.rangeClosed(1, iterations)
                .mapToDouble(k -> start + k * each)
                .toArray();
    }

    @Test
    void the_first_iterations_are_made_in_any_time_and_tell_how_many_fit() {
        assertThat(new TimeBudget(1e-9).iterations(new double[0])).isEqualTo(10);
        assertThat(MINUTE.iterations(made(9, 0, 100))).isEqualTo(10);
        assertThat(MINUTE.iterations(made(10, 0, 2))).isEqualTo(30);
        assertThat(MINUTE.iterations(made(10, 8, 2)))
                .as("loading again takes 8 s")
                .isEqualTo(22);
        assertThat(MINUTE.iterations(made(10, 0, 100))).as("the time is over").isEqualTo(10);
    }

    @Test
    void a_training_goes_on_at_its_present_pace_until_too_little_time_is_left() {
        double[] slower = IntStream.rangeClosed(1, 30)
                .mapToDouble(k -> k <= 10 ? k : 10 + 2 * (k - 10))
                .toArray();

        assertThat(MINUTE.iterations(slower)).isEqualTo(30 + 5);
        assertThat(MINUTE.iterations(made(29, 0, 2)))
                .as("one more would not pay")
                .isEqualTo(29);
        assertThat(new TimeBudget(120).iterations(made(30, 0, 2)))
                .as("more minutes train further")
                .isEqualTo(60);
    }

    @Test
    void a_training_whose_iterations_become_slow_ends_with_its_time() {
        assertThat(MINUTE.isOver(9, 1000)).isFalse();
        assertThat(MINUTE.isOver(10, 59.9)).isFalse();
        assertThat(MINUTE.isOver(11, 60)).isTrue();
    }

    @Test
    void a_disk_without_room_for_the_checkpoints_is_told_before_the_training() {
        Path runs = Path.of("runs");

        Adaptation.requireRoom(runs, 500_000_000, 500_000_000);
        assertThatThrownBy(() -> Adaptation.requireRoom(runs, 500_000_000, 400_000_000))
                .hasMessage("an adaptation needs 501 MB for its checkpoints in " + runs.toAbsolutePath()
                        + ", got 400 MB of free space: make room, or name a folder on another disk by the variable"
                        + " PDD4J_HOME");
    }
}
