package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.pdd4j.Golden;
import io.github.pdd4j.Pdd;
import io.github.pdd4j.loss.DiscriminatorStart;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.sentence.LearningRate;
import io.github.pdd4j.sentence.Optimizer;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimizerTest {
    @TempDir
    private Path folder = Path.of("");

    /** torch.optim.lr_scheduler of PyTorch 2.7.1, whose step k is our iteration k + 1. */
    @Test
    void schedules_are_those_of_pytorch() {
        LearningRate start = LearningRate.CONSTANT.start(2e-3);

        assertThat(rates(start.milestones(2, 4), 7))
                .as("MultiStepLR([2, 4], 0.5)")
                .containsExactly(new double[] {2e-3, 2e-3, 1e-3, 1e-3, 5e-4, 5e-4, 5e-4}, within(1e-15));
        assertThat(rates(start.cosine(6).end(1e-4), 7))
                .as("CosineAnnealingLR(6, 1e-4)")
                .containsExactly(
                        new double[] {
                            2e-3, 1.872724133595217e-3, 1.525e-3, 1.05e-3, 5.75e-4, 2.2727586640478324e-4, 1e-4
                        },
                        within(1e-15));
        assertThat(rates(start.warmUp(3).cosine(4).end(1e-4), 9))
                .as("SequentialLR(LinearLR(1/3, 1, 2), CosineAnnealingLR(4, 1e-4), [3]), and then its end")
                .containsExactly(
                        new double[] {
                            2e-3 / 3,
                            4e-3 / 3,
                            2e-3,
                            2e-3,
                            1.7217514421272201e-3,
                            1.05e-3,
                            3.7824855787277985e-4,
                            1e-4,
                            1e-4
                        },
                        within(1e-15));
        assertThat(rates(start.warmUp(4).milestones(2), 5))
                .containsExactly(new double[] {5e-4, 1e-3, 7.5e-4, 1e-3, 1e-3}, within(1e-15));
        assertThat(start.cosine(6).milestones(3)).isEqualTo(start.milestones(3));
        assertThat(start.milestones(3).cosine(6)).isEqualTo(start.cosine(6));
    }

    private static double[] rates(LearningRate rate, int iterations) {
        return IntStream.rangeClosed(1, iterations).mapToDouble(rate::at).toArray();
    }

    /** With next to no gradient a step of AdamW is its decay: θ ← (1 − rate · weight decay) · θ. */
    @Test
    void a_sentence_trains_with_its_optimizer_and_its_schedule() {
        Distillation sentence = Small.sentence().optimizer(Pdd.adamW(50).epsilon(1e30));
        float[] start = weights(Small.network(4, 2).weights());

        float[] constant = weights(sentence.train().specialist().weights());
        float[] warmedUp = weights(
                sentence.learningRate(r -> r.warmUp(2)).train().specialist().weights());

        for (int i = 0; i < start.length; i++) {
            assertThat(constant[i]).isCloseTo((float) (start[i] * Math.pow(1 - 0.05, 3)), within(1e-6f));
            assertThat(warmedUp[i]).isCloseTo((float) (start[i] * (1 - 0.025) * Math.pow(1 - 0.05, 2)), within(1e-6f));
        }
    }

    /** Of DAT's batch normalizations, which are state and have no gradient. */
    @Test
    void weight_decay_leaves_statistics_as_they_are() {
        Network dat = Network.load(Golden.file("dat_x2_direct.safetensors"));
        Predicate<String> isStatistic = name -> name.matches(".*running_(mean|var)");

        StateDict after = Small.sentence()
                .generalist(Pdd.movingAverage(0.9))
                .specialist(dat)
                .optimizer(Pdd.adamW(50))
                .iterations(2)
                .warmUp(1)
                .train()
                .specialist()
                .weights();

        assertThat(weights(after, isStatistic))
                .isEqualTo(weights(dat.weights(), isStatistic))
                .isNotEmpty();
        assertThat(weights(after, isStatistic.negate())).isNotEqualTo(weights(dat.weights(), isStatistic.negate()));
    }

    /** Without the vectors of the spectral normalization, which turn without a step. */
    @Test
    void the_discriminator_learns_at_a_rate_of_its_own() {
        Distillation sentence = Small.sentence()
                .adversarial(a -> a.discriminator(DiscriminatorStart.unet(4)).discriminatorWarmUp(2))
                .iterations(3)
                .learningRate(1e-12);
        float[] start = discriminator(sentence.adversarial(a -> a.learningRate(1e-12)));

        assertThat(discriminator(sentence)).isEqualTo(start);
        assertThat(largestDifference(discriminator(sentence.adversarial(a -> a.learningRate(1e-2))), start))
                .isBetween(2e-2, 4e-2);
    }

    private static float[] discriminator(Distillation sentence) {
        return weights(sentence.train().discriminator().orElseThrow(), name -> !name.matches(".*_[uv]"));
    }

    @Test
    void a_run_goes_on_with_its_optimizer_bit_by_bit_and_with_no_other() {
        Distillation sentence = Small.sentence()
                .adversarial(a -> a.discriminator(DiscriminatorStart.unet(4))
                        .discriminatorWarmUp(1)
                        .learningRate(4e-3))
                .optimizer(Pdd.adamW(0.1).betas(0.8, 0.9))
                .learningRate(r -> r.warmUp(3).cosine(7))
                .checkpoint(c -> c.folder(folder));
        Run whole = sentence.iterations(8).train();
        sentence.name("night").iterations(4).train();
        Run resumed = sentence.name("night").iterations(8).train();

        assertThat(weights(resumed.specialist().weights()))
                .isEqualTo(weights(whole.specialist().weights()));
        assertThatThrownBy(() -> sentence.optimizer(Pdd.adam())
                        .learningRate(r -> r.warmUp(0).end(5e-4))
                        .adversarial(a -> a.learningRate(1e-3))
                        .name("night")
                        .iterations(9)
                        .train())
                .hasMessageContaining("adversarial.learningRate 0.001 in place of 0.004; learningRate.end 5.0E-4"
                        + " in place of unset; learningRate.warmUp unset in"
                        + " place of 3; optimizer unset in place of {\"type\":\"Optimizer\",\"betas\":[0.8,0.9]");
    }

    /** What the settings were before they existed is not written, so that earlier runs go on. */
    @Test
    void a_run_from_before_the_settings_goes_on() throws IOException {
        Distillation sentence = Small.sentence().name("night").checkpoint(c -> c.folder(folder));
        sentence.train();
        JsonObject settings = JsonParser.parseString(Files.readString(folder.resolve("night/run.json")))
                .getAsJsonObject()
                .getAsJsonObject("sentence")
                .getAsJsonObject("settings");

        assertThat(settings.keySet())
                .contains("learningRate", "seed")
                .doesNotContain("optimizer", "augmentation", "accumulate", "movingAverage", "repeats", "namedSeeds");
        assertThat(settings.getAsJsonObject("learningRate").keySet())
                .containsExactlyInAnyOrder("type", "start", "milestones", "factor");
    }

    @Test
    void explain_says_what_an_iteration_computes() {
        String usual = Small.sentence().explain().printAll();
        String other = Small.sentence()
                .optimizer(Pdd.adamW(0.01))
                .learningRate(r -> r.warmUp(1).cosine(2).end(1e-6))
                .explain()
                .printAll();

        assertThat(usual).contains("Adam: θ ← θ − rate · m̂").doesNotContain("cosine", "learning-rate warm-up");
        assertThat(other)
                .contains("AdamW: θ ← (1 − rate · weight decay) · θ")
                .containsPattern("weight decay +\\| +0.01 ")
                .containsPattern("cosine annealing +\\| +2 ")
                .containsPattern("learning-rate warm-up +\\| +1 ");
    }

    @Test
    void what_cannot_train_is_refused_before_anything_runs() {
        assertThatThrownBy(() -> Pdd.adam().betas(0.9, 1))
                .hasMessage("betas of the optimizer must be two numbers in [0, 1), got 0.9, 1.0: use betas(0.9, 0.99)"
                        + " as the paper does");
        assertThatThrownBy(() -> Pdd.adamW(Double.NaN))
                .hasMessage("weight decay must be a finite number from 0 on, got NaN: use adamW(0.01), or adam() for"
                        + " none");
        assertThatThrownBy(() -> Small.sentence().optimizer(Pdd.adamW(1000)).train())
                .hasMessage(
                        "weight decay times learning rate must be below 1, got 1000.0 times 0.001, which turns every"
                                + " weight over: use adamW(0.01)");
        assertThatThrownBy(() -> Small.sentence().learningRate(r -> r.cosine(2)).train())
                .hasMessage("learning rate must be above 0 to the end, got 0 in the last of 3 iterations after"
                        + " cosine(2): use cosine(3), or end(1e-6)");
        assertThatThrownBy(() -> Small.sentence().learningRate(r -> r.warmUp(3)).train())
                .hasMessage("warm-up of the learning rate must be shorter than the run, got 3 of 3 iterations: use"
                        + " learningRate(r -> r.warmUp(0)), or more iterations");
        assertThatThrownBy(() -> new LearningRate(1e-4, List.of(3), 0.5, 2, 0, 0))
                .hasMessageStartingWith("learning rate must have milestones or a cosine annealing, got both");
        assertThatThrownBy(() -> Optimizer.ADAM.epsilon(0)).hasMessageContaining("epsilon of the optimizer must be");
        assertThatThrownBy(() -> Small.sentence().adversarial(a -> a.learningRate(0)))
                .hasMessageStartingWith("learning rate of the discriminator must be a finite number above 0, got 0.0");
    }

    private static float[] weights(StateDict weights) {
        return weights(weights, name -> true);
    }

    private static float[] weights(StateDict weights, Predicate<String> wanted) {
        float[] all = new float[0];
        for (String name : weights.names().stream().filter(wanted).toList()) {
            StoredTensor tensor = weights.tensor(name);
            float[] values = tensor.floats();
            int before = all.length;
            all = Arrays.copyOf(all, before + values.length);
            System.arraycopy(values, 0, all, before, values.length);
        }
        return all;
    }

    private static double largestDifference(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> Math.abs(a[i] - b[i]))
                .max()
                .orElse(0);
    }
}
