package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.pdd4j.Pdd;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.balance.Balance;
import io.github.pdd4j.balance.BalancedTerms;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.loss.DiscriminatorStart;
import io.github.pdd4j.loss.InterDistance;
import io.github.pdd4j.metric.FunctionMetric;
import io.github.pdd4j.metric.Metric;
import io.github.pdd4j.sentence.MovingAverage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
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
                Pdd.shares().rIntra(0.5).rInter(0.1),
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

    /** A balance that leaves the weights alone shows whether the one backward pass of all terms is the usual one. */
    @Test
    void gradients_that_go_through_the_network_together_are_those_of_the_total() {
        Distillation plain = Small.sentence()
                .loss("mine", 0.1, p -> p.specialist().unlabeled().square().mean())
                .adversarial(a ->
                        a.weight(1).discriminator(DiscriminatorStart.unet(4)).discriminatorWarmUp(0))
                .rIntra(0.5);
        Run without = plain.train();
        Run with = plain.balance(new EveryIteration(terms -> Map.of())).train();

        assertThat(with.history().columnNames()).contains("share rIntra").doesNotContain("share adversarial");
        for (String name : List.of("total", "gradient", "rIntra", "adversarial")) {
            double[] expected = column(without, name);
            for (int i = 0; i < expected.length; i++) {
                assertThat(column(with, name)[i]).as(name).isCloseTo(expected[i], withinPercentage(0.01));
            }
        }
        assertThat(column(with, "weight rIntra")).containsOnly(0.5);
        assertThat(column(with, "weight supervised")).containsOnly(1);
    }

    @Test
    void each_term_reaches_its_share_whatever_its_units() {
        for (double unit : new double[] {1, 0.05}) {
            Run run = Small.sentence()
                    .rInter(r -> r.distance((s, g) ->
                            InterDistance.GRAM_OF_DIFFERENCE.between(s, g).mul(unit)))
                    .iterations(150)
                    .balance(Pdd.shares().rIntra(0.5).rInter(0.1))
                    .train();

            double[] intra = finite(column(run, "share rIntra"));
            double[] inter = finite(column(run, "share rInter"));
            double[] rest = finite(column(run, "share supervised"));
            assertThat(recent(intra)).isEqualTo(0.5, within(0.1));
            assertThat(recent(inter)).isEqualTo(0.1, within(0.06));
            assertThat(recent(intra) + recent(inter) + recent(rest)).isEqualTo(1, within(1e-9));
            assertThat(column(run, "weight supervised")).containsOnly(1);
        }
    }

    @Test
    void a_weight_changes_by_a_tenth_in_an_iteration_and_stays_within_a_hundred_times_its_start() {
        Run run = Small.sentence()
                .rIntra(0.5)
                .iterations(60)
                .balance(terms -> Map.of("rIntra", 1e9, "rInter", 1e-9))
                .train();

        double[] up = column(run, "weight rIntra");
        double[] down = column(run, "weight rInter");
        for (int i = 0; i < 40; i++) {
            assertThat(up[i]).isCloseTo(0.5 * Math.pow(1.1, i + 1), withinPercentage(1e-9));
            assertThat(down[i]).isCloseTo(Math.pow(1.1, -i - 1), withinPercentage(1e-9));
        }
        assertThat(up[59]).isEqualTo(50);
        assertThat(down[59]).isEqualTo(0.01);
        assertThat(run.toString())
                .contains("the weight of rIntra ended at its limit, a hundred times its start of 0.500: start at"
                        + " rIntra(50.0)");
        assertThat(column(run, "rIntra")[0] / up[0])
                .as("the column holds the weighted value")
                .isCloseTo(column(Small.sentence().train(), "rIntra")[0], withinPercentage(1e-3));
    }

    /** At the start of EMA mode the distances and their gradients are 0, and a share asks for a weight without end. */
    @Test
    void distances_that_are_zero_at_the_start_of_ema_mode_leave_the_weights_in_their_range() {
        for (Balance balance : List.of(Pdd.shares(), Pdd.invariant(), Pdd.conflictFree(), Pdd.cagrad(0.5))) {
            Run run = Small.sentence()
                    .generalist(new MovingAverage(0.999))
                    .warmUp(1)
                    .learningRate(1e-9)
                    .iterations(30)
                    .balance(balance)
                    .train();

            for (String name : List.of("weight rIntra", "weight rInter", "total")) {
                assertThat(finite(column(run, name))).as(name).hasSizeGreaterThanOrEqualTo(29);
            }
            assertThat(Arrays.stream(finite(column(run, "weight rInter"))))
                    .allMatch(weight -> weight >= 0.01 && weight <= 100);
        }
    }

    @Test
    void a_balance_sees_the_terms_without_their_weights_and_keeps_numbers() {
        List<BalancedTerms> seen = new ArrayList<>();
        Small.sentence()
                .rIntra(0.5)
                .iterations(12)
                .checkpoint(c -> c.off())
                .balance(terms -> {
                    seen.add(terms);
                    terms.state().merge("calls", 1.0, Double::sum);
                    return Map.of();
                })
                .train();

        assertThat(seen).extracting(BalancedTerms::iteration).containsExactly(1, 2, 3, 6, 11);
        assertThat(seen.get(0).names()).containsExactly("supervised", "rIntra", "rInter");
        assertThat(seen.get(4).state()).containsEntry("calls", 5.0);
        Run plain = Small.sentence().rIntra(0.5).gradientNorms(1).train();
        assertThat(seen.get(0).value("rIntra")).isCloseTo(column(plain, "rIntra")[0] / 0.5, withinPercentage(1e-3));
        assertThat(seen.get(0).norm("rIntra"))
                .isCloseTo(column(plain, "gradient rIntra")[0] / 0.5, withinPercentage(1e-3));
        assertThat(seen.get(0).value("supervised"))
                .isCloseTo(column(plain, "wavelet")[0] + column(plain, "perceptual")[0], withinPercentage(1e-3));
    }

    @Test
    void an_aim_keeps_the_newest_network_within_its_margin_or_says_that_there_is_none() {
        Distillation sentence = Small.sentence().iterations(12);
        Run kept = sentence.balance(Pdd.aim(Pdd.keep(Pdd.psnr()).within(50).every(4)))
                .train();
        double[] violations = column(kept, "violation PSNR");
        assertThat(IntStream.range(0, 12).filter(i -> Double.isFinite(violations[i])))
                .containsExactly(3, 7, 11);
        assertThat(kept.best().weights()).isEqualTo(kept.specialist().weights());
        assertThat(kept.toString())
                .contains("PSNR kept in 3 of 3 measurements, best() is the specialist after iteration 12");
        assertThat(column(kept, "weight supervised")[11])
                .as("better than the bound")
                .isLessThan(1);

        Metric calls = FunctionMetric.of("calls", (prediction, truth) -> -CALLS.incrementAndGet());
        Run lost = sentence.balance(Pdd.aim(Pdd.keep(calls).within(1).every(4))).train();
        assertThat(lost.toString()).contains("calls kept in 0 of 3 measurements, so there is no best()");
        assertThatThrownBy(lost::best)
                .hasMessageStartingWith("best() needs a network that kept calls within the margin of its aim, got none"
                        + " in 3 measurements: ");
        assertThat(column(lost, "weight supervised")[11]).as("violated").isGreaterThan(1);
    }

    private static final AtomicInteger CALLS = new AtomicInteger();

    @Test
    void a_changed_balance_is_named_when_its_run_is_asked_for_again() {
        Distillation sentence = Small.sentence().name("night").checkpoint(c -> c.folder(folder));
        sentence.balance(counting()).train();
        assertThat(sentence.balance(counting()).train().iterations()).isEqualTo(3);
        Balance other = terms -> Map.of("rIntra", 0.7);
        assertThatThrownBy(() -> sentence.balance(other).train())
                .hasMessageStartingWith(
                        "run night must compute the same when it resumes as when it started, got another"
                                + " value of balance in the first iterations, ");
        assertThat(sentence.balance(other)
                        .checkpoint(c -> c.folder(folder).allowChanged("balance"))
                        .iterations(4)
                        .train()
                        .iterations())
                .isEqualTo(4);
        assertThatThrownBy(() -> sentence.balance(Pdd.shares()).train())
                .hasMessageContaining("must resume with the settings it started with, got balance ");
        assertThatThrownBy(() -> sentence.train())
                .hasMessageContaining("must resume with the settings it started with, got balance ");
    }

    @Test
    void a_balance_is_explained_and_compared() {
        Distillation sentence = Small.sentence().balance(Pdd.shares().rIntra(0.3));
        assertThat(sentence.toString()).contains(".balance(shares().rIntra(0.3))");
        assertThat(sentence.explain().print(200))
                .contains("w_i = share_i / share_supervised")
                .contains("share of rIntra")
                .contains("the value at the start");
        assertThat(Small.sentence().explain().print(200)).doesNotContain("the value at the start");
        Table difference =
                Pdd.difference(sentence, Small.sentence().balance(Pdd.shares().rIntra(0.4)));
        assertThat(difference.stringColumn("setting").asList()).contains("share of rIntra");
        assertThat(Pdd.difference(sentence, Small.sentence())
                        .stringColumn("part")
                        .asList())
                .contains("balance");
    }

    @Test
    void what_a_balance_cannot_do_is_refused_before_anything_runs() {
        Distillation sentence = Small.sentence();
        assertRefused(sentence.rInter(0).balance(Pdd.shares().rInter(0.3)), "got 0.3 for rInter, which is off");
        assertRefused(
                sentence.naiveDistillation(1).balance(Pdd.shares().rIntra(0.5)),
                "shares must leave something for the supervised part, got 1.000 together");
        assertRefused(sentence.wavelet(0).perceptual(0).balance(Pdd.shares()), "got a sentence without one");
        assertRefused(
                sentence.wavelet(0)
                        .perceptual(0)
                        .balance(Pdd.aim(Pdd.keep(Pdd.psnr()).within(1))),
                "an aim needs a supervised part");
        assertRefused(
                sentence.wavelet(0).perceptual(0).rInter(0).balance(Pdd.conflictFree()),
                "conflictFree() needs at least two terms that can conflict, got rIntra alone");
        assertRefused(sentence.rIntra(0).rInter(0).balance(Pdd.shares()), "balance must have a distillation term");
        assertRefused(
                sentence.validate(
                                Images.of(List.of("a"), List.of(TestImages.image(91, 48, 48)))
                                        .downscaledBy(Resampling.MATLAB_BICUBIC),
                                Pdd.psnr())
                        .best("PSNR")
                        .balance(Pdd.aim(Pdd.keep(Pdd.psnr()).within(1))),
                "run.best() must be one network");
        assertThatThrownBy(() -> sentence.loss("supervised", 1, p -> p.truth().mean()))
                .hasMessageContaining("differ from the other columns");
        assertThatThrownBy(() -> sentence.loss("Weight x", 1, p -> p.truth().mean()))
                .hasMessageContaining("differ from the other columns");
    }

    private static void assertRefused(Distillation sentence, String why) {
        List<Integer> heard = new ArrayList<>();
        assertThatThrownBy(() ->
                        sentence.listen("all", done -> heard.add(done.number())).train())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
        assertThat(heard).isEmpty();
    }

    @Test
    void a_balance_that_says_no_weights_ends_the_run_with_its_name() {
        assertThatThrownBy(() -> Small.sentence()
                        .balance(terms -> Map.of("rIntra", -1.0))
                        .train())
                .hasMessageStartingWith(
                        "weights of a balance must be finite and above 0, got -1.0 for rIntra in" + " iteration 1: ");
        assertThatThrownBy(() ->
                        Small.sentence().balance(terms -> Map.of("mine", 1.0)).train())
                .hasMessageContaining("got \"mine\": use one of supervised, rIntra, rInter");
        assertThatThrownBy(() -> Small.sentence()
                        .balance(terms -> Map.of("rIntra", terms.state().get("unknown")))
                        .train())
                .hasMessageStartingWith("balance could not be computed in iteration 1: ");
    }

    /** The same balance, asked in every iteration. */
    private record EveryIteration(Balance inner) implements Balance {
        @Override
        public Map<String, Double> weights(BalancedTerms terms) {
            return inner.weights(terms);
        }

        @Override
        public int every() {
            return 1;
        }
    }

    /** The mean of the last three measurements: batches of one image differ. */
    private static double recent(double... values) {
        return Arrays.stream(values, values.length - 8, values.length).average().orElseThrow();
    }

    private static double[] finite(double... values) {
        return Arrays.stream(values).filter(Double::isFinite).toArray();
    }

    private static double[] column(Run run, String name) {
        return run.history().doubleColumn(name).asDoubleArray();
    }
}
