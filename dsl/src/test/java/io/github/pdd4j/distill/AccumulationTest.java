package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pdd4j.Pdd;
import io.github.pdd4j.loss.DiscriminatorStart;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.sentence.MovingAverage;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

class AccumulationTest {
    @TempDir
    private Path folder = Path.of("");

    /**
     * Every loss is on: R_inter has one norm over the batch, so that a mean over parts would be another method. The
     * softmax of R_intra makes differences of rounding large.
     */
    private static Distillation everything() {
        return Small.sentence()
                .generalist(new MovingAverage(0.9))
                .warmUp(1)
                .naiveDistillation(0.5)
                .adversarial(a -> a.discriminator(DiscriminatorStart.unet(4)).discriminatorWarmUp(1))
                .optimizer(Pdd.adam().epsilon(1e-3))
                .batch(4)
                .iterations(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void parts_of_a_batch_make_the_step_of_the_whole(int parts) {
        Run whole = everything().train();
        Run inParts = everything().accumulate(parts).train();
        Table expected = whole.history();

        assertThat(inParts.history().columnNames()).isEqualTo(expected.columnNames());
        for (String column : expected.columnNames()) {
            if (!column.equals("iteration") && !column.equals("seconds")) {
                for (int row = 0; row < 5; row++) {
                    double value = expected.doubleColumn(column).getDouble(row);
                    if (Double.isFinite(value)) {
                        assertThat(inParts.history().doubleColumn(column).getDouble(row))
                                .as(column + " of iteration " + (row + 1))
                                .isCloseTo(value, within(1e-2 * Math.max(0.01, Math.abs(value))));
                    }
                }
            }
        }
        float[] start = values(Small.network(4, 2));
        double moved = apart(values(whole.specialist()), start);
        assertThat(moved).isGreaterThan(1e-4);
        assertThat(apart(values(whole.specialist()), values(inParts.specialist())))
                .isLessThan(1e-2 * moved);
    }

    private static double apart(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> Math.abs(a[i] - b[i]))
                .max()
                .orElseThrow();
    }

    @Test
    void a_run_in_parts_goes_on_bit_by_bit_and_may_be_made_in_others() {
        Distillation sentence = everything().accumulate(2).checkpoint(c -> c.folder(folder));
        Run whole = sentence.iterations(6).train();
        sentence.name("night").iterations(3).train();

        assertThat(values(sentence.name("night").iterations(6).train().specialist()))
                .isEqualTo(values(whole.specialist()));
        assertThat(sentence.name("night").accumulate(4).iterations(7).train().iterations())
                .isEqualTo(7);
    }

    @Test
    void what_cannot_be_divided_is_refused() {
        assertThatThrownBy(() -> everything().accumulate(3).train())
                .hasMessage(
                        "batch must be a multiple of its parts, got batch(4) and accumulate(3): use accumulate(4), or"
                                + " another batch");
        assertThatThrownBy(
                        () -> everything().accumulate(2).balance(Pdd.shares()).train())
                .hasMessageStartingWith("accumulate(...) must go without a balance");
        assertThatThrownBy(() -> everything().accumulate(0))
                .hasMessageStartingWith("parts of a batch must be at least 1");
    }

    private static float[] values(Network network) {
        return network.weights().tensor("body.2.weight").floats();
    }
}
