package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pdd4j.TestImages;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.loss.AdversarialKind;
import io.github.pdd4j.loss.DiscriminatorStart;
import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.sentence.Checkpointing;
import io.github.pdd4j.sentence.MovingAverage;
import io.github.pdd4j.tensor.Tensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NonFiniteGuardTest {
    private static final Loss SMALL =
            p -> Tensors.scaled(p.specialist().labeled().mean(), 1e-3);

    private static final List<String> PARTS = List.of(
            "specialist.safetensors",
            "specialist-optimizer.safetensors",
            "generalist.safetensors",
            "discriminator.safetensors",
            "discriminator-optimizer.safetensors");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_term_that_is_not_finite_is_named_with_its_iteration_and_images_and_ends_the_run() {
        Run run = Small.sentence()
                .iterations(10)
                .loss("broken", 1, p -> p.specialist().unlabeled().log().mean())
                .train();

        assertThat(run.iterations()).isEqualTo(3);
        assertThat(first(run.specialist())).isEqualTo(first(Small.network(4, 2)));
        assertThat(run.toString())
                .containsPattern("; 3 steps skipped, the first for broken = NaN in iteration 1 on test-\\d,"
                        + " test-\\d; stopped: ")
                .containsPattern("stopped: losses and gradients must be finite, got broken = NaN in iteration 1 on"
                        + " test-\\d, test-\\d, and again in the next 2 iterations: the state after iteration 0"
                        + " was restored, try a smaller learningRate or weight$");
    }

    @Test
    void one_bad_step_is_skipped_and_the_run_goes_on() {
        AtomicInteger calls = new AtomicInteger();
        Run run = Small.sentence()
                .iterations(5)
                .loss(
                        "rare",
                        1,
                        p -> calls.incrementAndGet() == 2 ? SMALL.of(p).neg().log() : SMALL.of(p))
                .train();

        assertThat(run.interrupted()).isFalse();
        assertThat(run.toString()).contains("; 1 step skipped, the first for rare = NaN in iteration 2 on");
        assertThat(run.history().doubleColumn("total").get(4)).isFinite();
    }

    @Test
    void a_gradient_that_is_infinite_behind_a_finite_loss_is_named_by_its_weight() {
        Run run = Small.sentence()
                .iterations(10)
                .loss(
                        "root",
                        1,
                        p -> p.specialist()
                                .unlabeled()
                                .mul(p.truth().zerosLike())
                                .sqrt()
                                .sum())
                .train();

        assertThat(run.history().doubleColumn("root").get(0)).isZero();
        assertThat(first(run.specialist())).isEqualTo(first(Small.network(4, 2)));
        assertThat(run.toString()).contains("got a gradient of the specialist's body.0.weight in iteration 1 on");
    }

    @Test
    void a_image_that_is_not_finite_is_named_alone() {
        float[] values = TestImages.image(3, 32, 32).values();
        Arrays.fill(values, Float.NaN);
        Images unlabeled =
                Images.of(List.of("good", "bad"), List.of(TestImages.image(2, 32, 32), Image.of(3, 32, 32, values)));
        Run run = Small.sentence().unlabeled(unlabeled).train();

        assertThat(run.interrupted()).isFalse();
        assertThat(run.toString()).contains("; 2 steps skipped, the first for image bad in iteration 1 on");
        assertThat(run.history().doubleColumn("total").get(2)).isFinite();
    }

    @Test
    void a_discriminator_that_diverges_is_named_and_keeps_its_weights() {
        AdversarialKind broken = new AdversarialKind.Named(
                "BROKEN", 0, "mean D", x -> x, x -> x.sub(x).sqrt(), x -> x);
        Run run = Small.sentence()
                .iterations(10)
                .adversarial(a ->
                        a.discriminator(DiscriminatorStart.unet(4)).kind(broken).discriminatorWarmUp(5))
                .train();

        assertThat(run.iterations()).isEqualTo(3);
        assertThat(run.toString()).contains("got a gradient of the discriminator's conv_0.weight in iteration 1 on");
        assertThat(run.discriminator().orElseThrow().tensor("conv_0.weight").floats())
                .isEqualTo(DiscriminatorStart.unet(4)
                        .start(7)
                        .tensor("conv_0.weight")
                        .floats());
    }

    @Test
    void weights_that_a_finite_step_spoiled_are_taken_back() {
        Run run = Small.sentence()
                .generalist(new MovingAverage(0.9))
                .learningRate(1e30)
                .iterations(10)
                .train();

        assertThat(run.iterations()).isEqualTo(4);
        assertThat(run.history().doubleColumn("total").get(0)).isFinite();
        assertThat(run.toString()).contains(" in iteration 2 on ").contains("the state after iteration 0 was restored");
        assertThat(first(run.specialist())).isEqualTo(first(Small.network(4, 2)));
        assertThat(first(run.generalist())).isEqualTo(first(Small.network(4, 2)));
    }

    @Test
    void all_that_a_checkpoint_holds_is_taken_back_to_one_that_a_good_iteration_followed() {
        Distillation sentence = Small.sentence()
                .generalist(new MovingAverage(0.9))
                .adversarial(a -> a.discriminator(DiscriminatorStart.unet(4)).discriminatorWarmUp(0))
                .iterations(20)
                .name("night")
                .checkpoint(c -> c.folder(folder).every(1).keep(9));
        Run run = sentence.loss("broken", 1, goodFor(5)).train();
        Path good = folder.resolve("night/checkpoint-000004");
        Path end = folder.resolve("night/checkpoint-000008");

        assertThat(run.toString()).contains("the state after iteration 4 was restored, try");
        assertThat(run.iterations()).isEqualTo(8);
        assertThat(folder.resolve("night/checkpoint-000005")).doesNotExist();
        assertThat(folder.resolve("night/checkpoint-000006")).doesNotExist();
        for (String part : PARTS) {
            assertThat(end.resolve(part)).hasSameBinaryContentAs(good.resolve(part));
        }
        assertThat(first(run.generalist())).isEqualTo(first(Network.load(good.resolve("generalist.safetensors"))));
        // The one good call is that which compares the loss with what it was.
        Run again = sentence.loss("broken", 1, goodFor(1)).train();
        assertThat(again.iterations()).isEqualTo(11);
        assertThat(again.toString())
                .contains("; 6 steps skipped, ")
                .contains("the state after iteration 4 was restored, try");
    }

    @Test
    void a_run_that_is_not_kept_stays_as_its_last_good_step_left_it() {
        Distillation sentence = Small.sentence().checkpoint(Checkpointing::off);
        Run run = sentence.loss("broken", 1, goodFor(3)).iterations(20).train();
        Run good = sentence.loss("broken", 1, SMALL).iterations(3).train();

        assertThat(run.toString())
                .endsWith("iterations: there is no earlier state to restore, the weights are those of the"
                        + " last finite step, try"
                        + " a smaller learningRate or weight");
        assertThat(first(run.specialist())).isEqualTo(first(good.specialist()));
    }

    @Test
    void images_alone_are_to_blame_for_what_they_are() {
        float[] values = new float[3 * 32 * 32];
        Arrays.fill(values, Float.NaN);
        Run run = Small.sentence()
                .unlabeled(Images.of(List.of("bad"), List.of(Image.of(3, 32, 32, values))))
                .iterations(10)
                .train();

        assertThat(run.iterations()).isEqualTo(3);
        assertThat(run.toString())
                .contains("got image bad in iteration 1 on ")
                .endsWith(": these steps were skipped, leave such images out");
    }

    /** A loss that is not finite after so many iterations. */
    private static Loss goodFor(int iterations) {
        AtomicInteger calls = new AtomicInteger();
        return p ->
                calls.incrementAndGet() > iterations ? SMALL.of(p).abs().neg().log() : SMALL.of(p);
    }

    private static float[] first(Network network) {
        return network.weights().tensor(network.weights().names().get(0)).floats();
    }
}
