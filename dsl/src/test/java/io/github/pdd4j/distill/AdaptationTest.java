package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pdd4j.Pdd;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.sentence.MovingAverage;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptationTest {
    private static final Network START = Small.network(4, 2);

    @TempDir
    private Path folder = Path.of("");

    private Distillation kept() {
        return Small.sentence().checkpoint(c -> c.folder(folder).every(1).keep(100));
    }

    private StateDict file(String run, int iteration, String part) {
        return Checkpoints.readWhole(folder.resolve(run)
                .resolve(String.format(Locale.ROOT, "checkpoint-%06d", iteration))
                .resolve(part + ".safetensors"));
    }

    @Test
    void only_named_layers_are_trained_and_held() {
        Run run = kept().updates("body.2", "body.4.bias").name("part").train();

        assertThat(changed(run.specialist())).containsExactly("body.2.weight", "body.2.bias", "body.4.bias");
        assertThat(file("part", 3, "specialist").names())
                .containsExactlyInAnyOrder("body.2.weight", "body.2.bias", "body.4.bias");
        assertThat(file("part", 3, "specialist-optimizer").size()).isEqualTo(7);
        assertThat(run.toString()).contains("; 196 parameters trained in place of 2,044; ");
        assertThat(changed(kept().updates(name -> name.endsWith(".bias"))
                        .name("biases")
                        .train()
                        .specialist()))
                .containsExactly("body.0.bias", "body.2.bias", "body.4.bias");
    }

    /** A weight that is not updated is no less a part of the gradient of those before it. */
    @Test
    void the_first_step_of_a_part_is_that_of_the_whole() {
        Map<String, float[]> whole =
                values(Small.sentence().iterations(1).train().specialist());
        Map<String, float[]> part =
                values(Small.sentence().iterations(1).updates("body.0").train().specialist());

        assertThat(part.get("body.0.weight")).isEqualTo(whole.get("body.0.weight"));
    }

    @Test
    void factors_are_trained_and_merged_into_convolutions() {
        Run run = kept().adapts(Pdd.lora(2).alpha(4)).name("lora").train();
        StateDict state = file("lora", 3, "specialist");

        assertThat(state.names())
                .contains("body.0.weight.lora_A", "body.0.weight.lora_B", "body.4.weight.lora_B")
                .noneMatch(name -> name.endsWith(".bias"));
        assertThat(changed(run.specialist())).containsExactly("body.0.weight", "body.2.weight", "body.4.weight");
        assertMerged(run.specialist(), state);
        assertMerged(Run.open(folder.resolve("lora")).specialist(), state);
        assertThat(file("lora", 1, "specialist").tensor("body.0.weight.lora_A").floats())
                .as("B is zero, so that the first step leaves A as it was drawn, within 1 / sqrt(27)")
                .containsExactly(start())
                .isNotEqualTo(file("lora", 3, "specialist")
                        .tensor("body.0.weight.lora_A")
                        .floats());
    }

    /** Factors begin with another A; crops, and with them what the start computes, stay. */
    @Test
    void initialization_has_a_seed_of_its_own() {
        Distillation sentence = Small.sentence().adapts(Pdd.lora(2)).iterations(2);
        Run usual = sentence.train();
        Run other = sentence.namedSeeds(s -> s.initialization(8)).train();
        Run same = sentence.seed(8)
                .namedSeeds(s -> s.labeled(7).unlabeled(7).initialization(7))
                .train();

        assertThat(other.history().doubleColumn("rInter").getDouble(0))
                .isEqualTo(usual.history().doubleColumn("rInter").getDouble(0));
        assertThat(other.specialist().weights()).isNotEqualTo(usual.specialist().weights());
        assertThat(same.specialist().weights().digest())
                .isEqualTo(usual.specialist().weights().digest());
    }

    @Test
    void a_run_with_other_named_seeds_does_not_go_on() {
        Distillation sentence = kept().name("seeds").namedSeeds(s -> s.degradations(1));
        sentence.train();

        assertThatThrownBy(() -> sentence.namedSeeds(s -> s.degradations(2))
                        .iterations(4)
                        .train())
                .hasMessageContaining("namedSeeds.degradations 2 in place of 1");
    }

    private static float[] start() {
        SplittableRandom random = new SplittableRandom(7);
        float[] a = new float[54];
        for (int i = 0; i < a.length; i++) {
            a[i] = (float) random.nextDouble(-1 / Math.sqrt(27), 1 / Math.sqrt(27));
        }
        return a;
    }

    private static void assertMerged(Network network, StateDict state) {
        float[] before = START.weights().tensor("body.2.weight").floats();
        float[] after = network.weights().tensor("body.2.weight").floats();
        float[] a = state.tensor("body.2.weight.lora_A").floats();
        float[] b = state.tensor("body.2.weight.lora_B").floats();
        for (int row = 0; row < 4; row++) {
            for (int column = 0; column < 36; column++) {
                double change = b[2 * row] * a[column] + b[2 * row + 1] * a[36 + column];
                assertThat((double) after[36 * row + column])
                        .isCloseTo(before[36 * row + column] + 2 * change, within(1e-7));
            }
        }
    }

    @Test
    void the_moving_average_is_that_of_the_factors() {
        Run run = kept().generalist(new MovingAverage(0.75))
                .warmUp(1)
                .adapts(Pdd.lora(2))
                .iterations(4)
                .name("average")
                .train();

        float[] expected = new float[8];
        for (int iteration = 1; iteration <= 4; iteration++) {
            float[] now = file("average", iteration, "specialist")
                    .tensor("body.2.weight.lora_B")
                    .floats();
            for (int i = 0; i < expected.length; i++) {
                expected[i] = 0.75f * expected[i] + 0.25f * now[i];
            }
        }
        assertThat(file("average", 4, "generalist")
                        .tensor("body.2.weight.lora_B")
                        .floats())
                .containsExactly(expected, within(1e-9f));
        assertThat(changed(run.generalist())).containsExactly("body.0.weight", "body.2.weight", "body.4.weight");
        assertThat(values(run.generalist()).get("body.2.weight"))
                .isNotEqualTo(values(run.specialist()).get("body.2.weight"));
    }

    @Test
    void a_run_goes_on_bit_by_bit_and_trains_nothing_else() {
        Distillation sentence = kept().generalist(new MovingAverage(0.75))
                .warmUp(1)
                .adapts(Pdd.lora(2))
                .updates(name -> !name.startsWith("body.0"))
                .accumulate(2)
                .batch(2)
                .validate(2, TestImages.images(1, 64, 9).downscaledBy(Resampling.MATLAB_BICUBIC), Pdd.psnr())
                .best("PSNR");
        Run whole = sentence.iterations(6).name("whole").train();
        sentence.iterations(3).name("night").train();
        Run resumed = sentence.iterations(6).name("night").train();
        Run opened = Run.open(folder.resolve("night"));

        for (Run run : List.of(resumed, opened)) {
            assertThat(run.specialist().weights()).isEqualTo(whole.specialist().weights());
            assertThat(run.generalist().weights()).isEqualTo(whole.generalist().weights());
            assertThat(run.best().weights()).isEqualTo(whole.best().weights());
        }
        assertThat(file("night", 6, "best").names()).contains("body.2.weight.lora_A");
        assertThatThrownBy(() -> sentence.iterations(6)
                        .adapts(Pdd.lora(1))
                        .updates(name -> true)
                        .name("night")
                        .train())
                .hasMessageContaining("adapts.rank 1 in place of 2")
                .hasMessageContaining("updates.weights 3 in place of 2");
    }

    @Test
    void a_sentence_says_what_it_trains() {
        Distillation sentence = Small.sentence().adapts(Pdd.lora(2)).updates("body");

        assertThat(sentence.toString()).contains(".updates(\"body\").adapts(lora(2))");
        assertThat(Small.sentence().updates(name -> true).toString()).contains(".updates(...)");
        assertThat(sentence.explain().printAll())
                .contains("trained weights", "W = W₀ + alpha / rank · B·A")
                .containsPattern("parameters +\\| +310 in place of 2,044 ");
        assertThat(Small.sentence().explain().printAll()).doesNotContain("trained weights");
        assertThat(sentence.sentence().facts().getAsJsonObject("adapts").toString())
                .isEqualTo("{\"type\":\"LowRank\",\"rank\":2,\"alpha\":2.0}");
        assertThat(Small.sentence().sentence().facts().keySet()).doesNotContain("adapts", "updates");
    }

    @Test
    void what_trains_nothing_is_refused() {
        assertThatThrownBy(() -> Small.sentence().updates("bdy.2").train())
                .hasMessage("updates(...) must name layers of the specialist, got \"bdy.2\": the nearest are body.2,"
                        + " body.0, body.1, and the weights are body.0.weight, body.0.bias, body.1.weight and 5 more");
        assertThatThrownBy(() -> Small.sentence().updates(name -> false).train())
                .hasMessage("updates(...) must choose at least one weight that is trained, got none of 8: a name is for"
                        + " example \"body.0.weight\"");
        assertThatThrownBy(() -> Small.sentence().updates()).hasMessageStartingWith("updates(...) must name at least");
        assertThatThrownBy(() -> Small.sentence().adapts(Pdd.lora(64)).train())
                .hasMessage(
                        "low-rank adaptation must have a layer whose factors have fewer numbers than its weight, got"
                                + " none for lora(64) in SRVGGNetCompact: use lora(20) or less");
        assertThatThrownBy(() ->
                        Small.sentence().adapts(Pdd.lora(2)).updates("body.1").train())
                .hasMessageEndingWith(
                        "in updates(\"body.1\"): leave adapts(...) out, or choose convolutions or linear layers in"
                                + " updates(...)");
        assertThatThrownBy(() -> Pdd.lora(0))
                .hasMessage("rank of the adaptation must be at least 1, got 0: use lora(8)");
        assertThatThrownBy(() -> Pdd.lora(8).alpha(-1))
                .hasMessageStartingWith("alpha of the adaptation must be a finite number above 0, got -1.0");
    }

    private static List<String> changed(Network network) {
        List<String> changed = new ArrayList<>();
        Map<String, float[]> before = values(START);
        values(network).forEach((name, values) -> {
            if (!Arrays.equals(values, before.get(name))) {
                changed.add(name);
            }
        });
        return changed;
    }

    private static Map<String, float[]> values(Network network) {
        Map<String, float[]> values = new LinkedHashMap<>();
        network.weights()
                .names()
                .forEach(name -> values.put(name, network.weights().tensor(name).floats()));
        return values;
    }
}
