package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.github.pdd4j.Golden;
import io.github.pdd4j.Pdd;
import io.github.pdd4j.Rounding;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.TestWeights;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.metric.Psnr;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.rrdbnet.RrdbNet;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.train.Checkpointer;
import io.github.pdd4j.train.CropBatchSource;
import io.github.pdd4j.train.Loop;
import io.github.pdd4j.train.TrainingLog;
import io.github.pdd4j.weights.StateDict;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What bfloat16 may change, and what it may not. */
class PrecisionTest {
    private static final List<String> TERMS =
            List.of("wavelet", "perceptual", "rIntra", "rInter", "adversarial", "dReal", "dFake");

    @Test
    void terms_and_gradients_of_a_step_are_those_of_float32_up_to_rounding() {
        Iteration exact = first(Precision.FLOAT32);
        Iteration rounded = first(Precision.BFLOAT16);

        for (String term : TERMS) {
            double expected = value(exact, term);
            assertThat(value(rounded, term)).as(term).isCloseTo(expected, within(0.05 * Math.abs(expected)));
        }
        assertThat(value(rounded, "gradient"))
                .isCloseTo(value(exact, "gradient"), within(0.05 * value(exact, "gradient")));
        assertThat(rounded.terms()).isNotEqualTo(exact.terms());
    }

    private static Iteration first(Precision precision) {
        TrainingLog log = new TrainingLog(Map.of());
        Plan plan = Plan.of(sentence().precision(precision).iterations(1).sentence());
        try (CropBatchSource batches = CropBatchSource.from(1, plan)) {
            new Loop(plan, log, Checkpointer.NONE).runOrThrow(batches);
        }
        return log.rows().get(0);
    }

    private static double value(Iteration iteration, String name) {
        return iteration.terms().getOrDefault(name, iteration.watched().getOrDefault(name, Double.NaN));
    }

    private static Distillation sentence() {
        return Small.sentence()
                .adversarial(a -> a.discriminator(Pdd.unet(4)).discriminatorWarmUp(0))
                .warmUp(0);
    }

    /** Half a rounding step of bfloat16 is 2e-3 of a weight: a thousandth of it must not be lost. */
    @Test
    void weights_keep_steps_that_bfloat16_could_not_hold() {
        Run run = sentence()
                .precision(Precision.BFLOAT16)
                .learningRate(1e-7)
                .iterations(1)
                .train();
        StateDict before = Small.network(4, 2).weights();
        StateDict after = run.specialist().weights();

        float[] start = before.tensor("body.2.weight").floats();
        float[] end = after.tensor("body.2.weight").floats();
        for (int i = 0; i < start.length; i++) {
            assertThat((double) end[i] - start[i]).isBetween(-1.2e-7, 1.2e-7);
        }
        assertThat(end).isNotEqualTo(start);
    }

    @Test
    void the_same_sentence_in_bfloat16_gives_the_same_weights_bit_by_bit() {
        Distillation sentence = sentence().precision(Precision.BFLOAT16);

        assertThat(sentence.train()
                        .specialist()
                        .weights()
                        .tensor("body.2.weight")
                        .floats())
                .containsExactly(sentence.train()
                        .specialist()
                        .weights()
                        .tensor("body.2.weight")
                        .floats());
    }

    static Stream<Network> networks() {
        return Stream.of(Pdd.compactSpecialist(), Pdd.smallSrResNet());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void an_upscaled_image_loses_less_than_a_twentieth_of_a_decibel(Network network) {
        Image truth = TestImages.image(1201, 256, 256);
        Image input = Resampling.MATLAB_BICUBIC.downscale(truth, 4);
        double exact = Psnr.rgb().of(network.upscale(input), truth);

        double rounded = Psnr.rgb().of(network.upscale(input, u -> u.precision(Precision.BFLOAT16)), truth);

        assertThat(rounded).isCloseTo(exact, within(0.05));
    }

    /** RRDBNet upsamples by other convolutions in bfloat16, up to the border. */
    @Test
    void rrdbnet_predicts_and_learns_as_in_float32_up_to_rounding() {
        Network network = Network.of(TestWeights.of(RrdbNet.sized(8, 1, 4), 1), "RRDBNet with random weights");
        try (Scope scope = Scope.inference()) {
            NDArray x = scope.tensor(TestImages.image(1201, 7, 5).values(), 1, 3, 7, 5);

            assertThat(Rounding.ofPredictionAndGradients(network, x)).isBetween(1e-5f, 0.02f);
        }
    }

    static Stream<FeatureExtractor> extractors() {
        return Stream.of(
                Pdd.slimVgg19(),
                FeatureExtractor.of(Pdd.smallSrResNet()),
                FeatureExtractor.load(Golden.file("alexnet_width0.125.pth")));
    }

    @ParameterizedTest
    @MethodSource("extractors")
    void features_are_those_of_float32_up_to_rounding(FeatureExtractor extractor) {
        Image image = TestImages.image(1201, 64, 64);
        try (Scope scope = Scope.inference()) {
            NDArray x = scope.tensor(image.values(), 1, 3, 64, 64);
            Map<String, NDArray> exact = extractor.in(Precision.FLOAT32, scope).of(x, extractor.layers());
            Map<String, NDArray> rounded =
                    extractor.in(Precision.BFLOAT16, scope).of(x, extractor.layers());
            exact.forEach((layer, features) -> {
                NDArray other = Objects.requireNonNull(rounded.get(layer));
                assertThat(other.getDataType()).isEqualTo(DataType.FLOAT32);
                assertThat(Rounding.relative(other, features)).as(layer).isBetween(1e-5f, 0.03f);
            });
        }
    }
}
