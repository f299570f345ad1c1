package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.github.pdd4j.Pdd;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.loss.DiscriminatorStart;
import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.PretrainedModels;
import io.github.pdd4j.sentence.MovingAverage;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.tensor.Torch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class DistillationTest {
    private static final Loss IMITATION = p ->
            p.specialist().unlabeled().sub(p.generalist().unlabeled()).abs().mean();

    @Test
    void training_changes_the_specialist_and_leaves_its_start_and_the_frozen_generalist_as_they_were() {
        Distillation sentence = Small.sentence();
        Run run = sentence.train();

        assertThat(weights(run.specialist())).isNotEqualTo(weights(Small.network(4, 2)));
        assertThat(weights(Small.network(4, 2))).isEqualTo(weights(startOf(sentence)));
        assertThat(weights(run.generalist())).isEqualTo(weights(Small.network(4, 1)));
        assertThat(run.iterations()).isEqualTo(3);
        assertThat(run.interrupted()).isFalse();
    }

    @Test
    void the_same_sentence_gives_the_same_weights_bit_by_bit() {
        assertThat(weights(Small.sentence().train().specialist()))
                .isEqualTo(weights(Small.sentence().train().specialist()));
        assertThat(weights(Small.sentence().seed(8).train().specialist()))
                .isNotEqualTo(weights(Small.sentence().train().specialist()));
    }

    /** Adam divides by the gradient's size plus 1e-8, so that only a norm far below that shows in the weights. */
    @Test
    void gradients_longer_than_the_largest_norm_are_scaled_to_it_and_shorter_ones_are_left_alone() {
        Distillation sentence = Small.sentence();
        Run unclipped = sentence.train();
        Run loose = sentence.clipGradientNorm(1e6).train();
        Run clipped = sentence.clipGradientNorm(1e-12).train();
        float[] start = weights(startOf(sentence));

        assertThat(weights(loose.specialist())).isEqualTo(weights(unclipped.specialist()));
        assertThat(largestDifference(weights(unclipped.specialist()), start)).isGreaterThan(1e-3);
        assertThat(largestDifference(weights(clipped.specialist()), start)).isLessThan(3 * 1e-3 * 1e-12 / 1e-8);
        assertThat(clipped.history().doubleColumn("gradient").get(0))
                .isEqualTo(unclipped.history().doubleColumn("gradient").get(0));
        assertThatThrownBy(() -> sentence.clipGradientNorm(0))
                .hasMessage(
                        "largest gradient norm must be a finite number above 0, got 0.0: use clipGradientNorm(1), or"
                                + " leave it out");
        assertThat(sentence.clipGradientNorm(1)).asString().contains(".clipGradientNorm(1.0)");
    }

    @Test
    void the_history_has_a_row_an_iteration_and_terms_that_sum_to_the_total() {
        Table history = Small.sentence().loss("mine", 0.5, IMITATION).train().history();

        assertThat(history.columnNames())
                .startsWith("iteration", "wavelet", "perceptual", "mine", "rIntra", "rInter", "total")
                .endsWith("seconds");
        assertThat(history.intColumn("iteration").asObjectArray()).containsExactly(1, 2, 3);
        for (int row = 0; row < 3; row++) {
            double sum = 0;
            for (String term : List.of("wavelet", "perceptual", "mine", "rIntra", "rInter")) {
                sum += history.doubleColumn(term).get(row);
            }
            assertThat(history.doubleColumn("total").get(row)).isCloseTo(sum, within(1e-6));
        }
    }

    @Test
    void plain_numbers_in_a_loss_of_ones_own_give_the_gradient_that_safe_operations_give() {
        Loss plain = p -> {
            NDArray apart = p.specialist().unlabeled().sub(p.generalist().unlabeled());
            NDArray value = apart.mul(3).div(0.7).maximum(-0.1).pow(2).mean().mul(0.5);
            System.gc();
            List<ByteBuffer> overwriting = Stream.generate(
                            () -> ByteBuffer.allocateDirect(8).putDouble(0, Double.NaN))
                    .limit(5000)
                    .toList();
            return overwriting.isEmpty() ? apart : value;
        };
        Loss safe = p -> {
            NDArray apart = p.specialist().unlabeled().sub(p.generalist().unlabeled());
            NDArray bounded = Tensors.atLeast(Tensors.scaled(apart, 3 / 0.7), -0.1);
            return Tensors.scaled(bounded.square().mean(), 0.5);
        };

        assertThat(weights(Small.sentence().loss("mine", 50, plain).train().specialist()))
                .containsExactly(
                        weights(Small.sentence().loss("mine", 50, safe).train().specialist()), within(1e-5f));
    }

    @Test
    void doubles_are_welcome_wherever_a_cell_may_put_a_lambda() {
        Run run = Small.sentence()
                .loss(
                        "mine",
                        1,
                        p -> p.features("conv2_1")
                                .specialist()
                                .unlabeled()
                                .mean()
                                .mul(0.5))
                .rIntra(r -> r.distance(
                        (s, g) -> s.unlabeled().sub(g.unlabeled()).norm().div(3.0)))
                .rInter(r ->
                        r.distance((s, g) -> s.labeled().sub(g.labeled()).norm().pow(1.5)))
                .train();

        assertThat(run.iterations()).isEqualTo(3);
    }

    @Test
    void distances_are_measured_in_a_super_resolution_networks_own_features() {
        Table history = Small.sentence()
                .features(FeatureExtractor.of(PretrainedModels.srResNet()))
                .rIntra(r -> r.layers("block1", "block5"))
                .rInter(r -> r.layers("block3"))
                .perceptual(p -> p.layers("block0"))
                .train()
                .history();

        for (String term : List.of("rIntra", "rInter", "perceptual")) {
            assertThat(history.doubleColumn(term).asList()).hasSize(3).allMatch(value -> value > 0);
        }
    }

    @Test
    void imitating_the_generalist_alone_brings_the_specialist_closer_to_it() {
        Table history = Small.sentence()
                .wavelet(w -> w.weight(0))
                .perceptual(p -> p.weight(0))
                .rIntra(0)
                .rInter(0)
                .loss("mine", 1, IMITATION)
                .iterations(60)
                .learningRate(5e-3)
                .train()
                .history();

        double[] imitation = history.doubleColumn("mine").asDoubleArray();
        assertThat(imitation[59]).isLessThan(0.5 * imitation[0]);
    }

    @Test
    void distances_begin_after_the_warm_up_of_a_moving_average() {
        Table history = Small.sentence()
                .generalist(new MovingAverage(0.999))
                .warmUp(2)
                .train()
                .history();

        assertThat(history.doubleColumn("rInter").asDoubleArray()[0]).isNaN();
        assertThat(history.doubleColumn("rInter").asDoubleArray()[1]).isNaN();
        assertThat(history.doubleColumn("rInter").asDoubleArray()[2]).isPositive();
    }

    @Test
    void a_moving_average_is_the_geometric_mean_of_the_past() {
        Network start = Small.network(4, 2);
        Distillation sentence = Small.sentence()
                .generalist(new MovingAverage(0.75))
                .rIntra(0)
                .rInter(0)
                .iterations(1);
        Run run = sentence.train();
        float[] before = weights(start);
        float[] after = weights(run.specialist());
        float[] average = weights(run.generalist());

        for (int i = 0; i < before.length; i++) {
            assertThat(average[i]).isCloseTo(0.75f * before[i] + 0.25f * after[i], within(1e-6f));
        }
    }

    @Test
    void distances_are_zero_when_specialist_and_generalist_are_one_network() {
        AtomicReference<Double> inter = new AtomicReference<>();
        Small.sentence()
                .generalist(Small.network(4, 2))
                .iterations(1)
                .loss("watch", 1e-9, p -> {
                    var value = io.github.pdd4j.loss.Inter.PAPER.of(p);
                    inter.set((double) value.getFloat());
                    return value;
                })
                .train();

        assertThat(inter.get()).isZero();
    }

    @Test
    void the_processor_can_be_said_and_a_card_that_is_not_there_is_refused() {
        Distillation sentence = Small.sentence();
        Device missing = Pdd.gpu(Torch.graphicsCards());

        assertThat(weights(sentence.on(Pdd.cpu()).train().specialist()))
                .isEqualTo(weights(sentence.on(Pdd.cpu()).train().specialist()));
        assertThat(sentence.on(Pdd.cpu()).toString()).endsWith(".on(cpu())");
        assertThatThrownBy(() -> sentence.on(missing).train())
                .hasMessageStartingWith("device must be one of [cpu()")
                .hasMessageContaining("], got gpu(" + missing.getDeviceId() + "): ");
    }

    @Test
    void a_failing_loss_is_named_and_the_next_run_works_on_any_thread() throws InterruptedException {
        assertThatThrownBy(() -> Small.sentence()
                        .loss("broken", 1, p -> p.specialist().unlabeled())
                        .train())
                .hasMessage(
                        "loss broken must return one number, got shape (1, 3, 64, 64): end it with .mean() or .sum()");
        assertThatThrownBy(() -> Small.sentence()
                        .loss(
                                "wide",
                                1,
                                p -> p.truth().toType(DataType.FLOAT64, false).mean())
                        .train())
                .hasMessage("loss wide must return one number, got float64 and no float32: end it with"
                        + " .toType(DataType.FLOAT32, false)");
        assertThatThrownBy(() -> Small.sentence().loss("none", 1, nothing()).train())
                .hasMessage("loss none must return one number, got null: return an array made of the predictions");
        assertThatThrownBy(() -> Small.sentence()
                        .loss("of Java", 1, p -> p.truth().mul(new Random(1).nextInt(0)))
                        .train())
                .hasMessage("loss of Java could not be computed: IllegalArgumentException (bound must be positive);"
                        + " correct the loss, getShape() shows the shape of an array");
        assertThatThrownBy(() -> Small.sentence()
                        .loss("full", 1, p -> List.of(p.truth()).set(0, p.truth()))
                        .train())
                .hasMessage("loss full could not be computed: UnsupportedOperationException; correct the loss,"
                        + " getShape() shows the shape of an array");
        assertThatThrownBy(() -> Small.sentence()
                        .loss("far", 1, p -> p.features("conv9_9").truth().mean())
                        .train())
                .hasMessageStartingWith("loss far could not be computed: layer must be one of [conv1_1, conv1_2, ")
                .hasMessageEndingWith("conv5_4] of VGG19, got conv9_9: did you mean conv1_1?");
        assertThatThrownBy(() -> Small.sentence()
                        .generalist(Small.network(1, 1))
                        .specialist(Small.network(1, 2))
                        .rIntra(0)
                        .rInter(0)
                        .loss("deep", 1, p -> p.features("conv5_4").truth().mean())
                        .crop(8)
                        .train())
                .hasMessage("loss deep could not be computed: features of VGG19 at conv5_4 need"
                        + " images of at least 16x16, got 8x8: use larger images or crops, or layers nearer to the"
                        + " input");
        assertThatThrownBy(() -> Pdd.check(nothing(), Small.sentence()))
                .hasMessageStartingWith("loss checked must return one number, got null");
        List<Integer> done = new ArrayList<>();
        Thread cell = new Thread(() -> done.add(Small.sentence().train().iterations()));
        cell.start();
        cell.join();

        assertThat(done).containsExactly(3);
    }

    /** Whatever a wavelet, a pooling or a folded input needs is known before any weight is loaded. */
    @Test
    void crops_that_a_part_of_the_sentence_cannot_take_are_refused_before_the_first_iteration() {
        Distillation three = Small.sentence()
                .generalist(Small.network(3, 1))
                .specialist(Small.network(3, 2))
                .crop(11);

        assertThatThrownBy(() -> Plan.of(three.sentence()))
                .hasMessage("crops must give the wavelet loss images of an even side, got 33 from crops of 11 at ×3:"
                        + " use crop(12), or wavelet(w -> w.weight(0))");
        assertThat(Plan.of(three.crop(12).sentence()).schedule().crop()).isEqualTo(12);
        assertThat(Plan.of(three.wavelet(w -> w.weight(0)).sentence())
                        .schedule()
                        .crop())
                .isEqualTo(11);
        Distillation one = Small.sentence()
                .generalist(Small.network(1, 1))
                .specialist(Small.network(1, 2))
                .perceptual(p -> p.layers("conv5_4"));
        assertThatThrownBy(() -> Plan.of(one.crop(14).sentence()))
                .hasMessageStartingWith("crops must give VGG19 images of at least 16x16 for features at ")
                .hasMessageContaining("conv5_4, got 14 from crops of 14 at ×1: use crop(16) or larger");
        assertThat(one.crop(16).train().iterations()).isEqualTo(3);
    }

    @Test
    void an_interrupt_ends_the_run_after_its_iteration_and_returns_what_there_is() throws InterruptedException {
        List<Run> partial = new ArrayList<>();
        CountDownLatch second = new CountDownLatch(2);
        Thread cell = new Thread(() -> partial.add(Small.sentence()
                .iterations(100_000)
                .loss("wait", 1e-9, IMITATION)
                .listen("count", done -> second.countDown())
                .train()));
        cell.start();
        second.await();
        cell.interrupt();
        cell.join();

        assertThat(Run.last()).isSameAs(partial.get(0));
        assertThat(partial.get(0).interrupted()).isTrue();
        assertThat(partial.get(0).iterations()).isPositive();
        assertThat(Small.sentence().train().iterations()).isEqualTo(3);
    }

    @Test
    void unlabeled_images_of_any_size_and_color_do() {
        Images gray = Images.of(List.of(Image.of(1, 20, 33, new float[20 * 33]), TestImages.image(2, 40, 40)));

        assertThat(Small.sentence().unlabeled(gray).train().iterations()).isEqualTo(3);
    }

    @Test
    void a_loss_has_a_column_of_its_own_in_the_history() {
        Distillation sentence = Small.sentence().loss("mine", 1, IMITATION);
        Table history = sentence.naiveDistillation(0.1)
                .adversarial(a -> a.discriminator(DiscriminatorStart.unet(4))
                        .discriminatorWarmUp(0)
                        .perDomainTerms(true))
                .train()
                .history();

        for (String column : history.columnNames()) {
            String other = column.equals("mine") ? "Mine" : column;
            assertThatThrownBy(() -> sentence.loss(other, 1, IMITATION))
                    .hasMessage("name of a loss must differ from the other columns of the history, got \"" + other
                            + "\": use loss(\"mine\", ...), or use rIntra(...) and the like to change a"
                            + " built-in term");
        }
    }

    /** What a cell returns by mistake. */
    @SuppressWarnings("NullAway")
    private static Loss nothing() {
        return p -> null;
    }

    private static Network startOf(Distillation sentence) {
        return java.util.Objects.requireNonNull(sentence.sentence().roles().specialist());
    }

    private static float[] weights(Network network) {
        List<float[]> all = network.weights().names().stream()
                .map(name -> network.weights().tensor(name).floats())
                .toList();
        float[] flat = new float[all.stream().mapToInt(a -> a.length).sum()];
        int at = 0;
        for (float[] one : all) {
            System.arraycopy(one, 0, flat, at, one.length);
            at += one.length;
        }
        return Arrays.copyOf(flat, at);
    }

    private static double largestDifference(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> Math.abs(a[i] - b[i]))
                .max()
                .orElseThrow();
    }
}
