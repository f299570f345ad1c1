package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pdd4j.Pdd;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.balance.Balance;
import io.github.pdd4j.balance.BalancedTerms;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.loss.DiscriminatorStart;
import io.github.pdd4j.sentence.MovingAverage;
import io.github.pdd4j.weights.StateDict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tech.tablesaw.api.Table;

class BalanceTest {
    @TempDir
    private Path folder = Path.of("");

    static Stream<Balance> all() {
        return Stream.of(
                Pdd.shares().rIntra(0.3).rInter(0.2),
                Pdd.aim(Pdd.keep(Pdd.psnr()).within(0.5).every(3).crops(2)),
                Pdd.conflictFree(),
                Pdd.cagrad(0.5),
                Pdd.invariant(),
                Pdd.randomWeights(1),
                counting());
    }

    /** A lambda with a state. */
    private static Balance counting() {
        return terms -> {
            double calls = terms.state().merge("calls", 1.0, Double::sum);
            return Map.of("rIntra", terms.weight("rIntra") * (1 + 1 / (3 * calls)));
        };
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_resumed_run_is_the_same_to_the_bit(Balance balance) {
        Distillation sentence = Small.sentence()
                .generalist(new MovingAverage(0.9))
                .warmUp(2)
                .loss("mine", 0.1, p -> p.specialist().unlabeled().square().mean())
                .balance(balance)
                .checkpoint(c -> c.folder(folder));
        Run whole = sentence.name("whole").iterations(21).train();
        sentence.name("parts").iterations(13).train();
        Run resumed = sentence.name("parts").iterations(21).train();

        assertThat(resumed.specialist().weights()).isEqualTo(whole.specialist().weights());
        Table expected = whole.history();
        assertThat(expected.columnNames()).contains("weight rIntra", "weight rInter", "weight supervised");
        for (String column : List.of("weight rIntra", "weight rInter", "weight supervised", "rIntra", "total")) {
            assertThat(column(resumed, column)).as(column).isEqualTo(column(whole, column));
        }
        assertThat(column(whole, "weight rIntra")[1]).as("warm-up").isNaN();
        assertThat(Run.open(folder.resolve("parts")).view().html()).contains("Weights of the balance");
    }
    private static double[] column(Run run, String name) {
        return run.history().doubleColumn(name).asDoubleArray();
    }
}
