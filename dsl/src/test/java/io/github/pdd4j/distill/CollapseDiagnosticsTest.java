package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.loss.AdversarialKind;
import io.github.pdd4j.loss.DiscriminatorStart;
import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.loss.Predictions;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.train.CollapseDiagnostics;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class CollapseDiagnosticsTest {
    @Test
    void means_and_deviations_are_those_of_the_prediction_against_its_input() {
        List<double[]> expected = new ArrayList<>();
        Table history = Small.sentence()
                .loss("watch", 1e-9, p -> {
                    expected.add(expected(p));
                    return p.specialist().unlabeled().mean();
                })
                .train()
                .history();

        for (int row = 0; row < 3; row++) {
            assertThat(history.doubleColumn("meanShift").get(row)).isCloseTo(expected.get(row)[0], within(1e-5));
            assertThat(history.doubleColumn("deviationRatio").get(row)).isCloseTo(expected.get(row)[1], within(1e-4));
            assertThat(history.doubleColumn("distanceUnlabeled").get(row))
                    .isCloseTo(expected.get(row)[2], within(1e-5));
        }
    }

    @Test
    void two_equal_models_have_no_distance() {
        Table history = Small.sentence()
                .generalist(Small.network(4, 2))
                .iterations(1)
                .train()
                .history();

        assertThat(history.doubleColumn("distanceLabeled").get(0)).isZero();
        assertThat(history.doubleColumn("distanceUnlabeled").get(0)).isZero();
    }

    @Test
    void the_gradient_of_a_mean_has_the_norm_of_the_closed_form_and_grows_with_its_weight() {
        Loss mean = p -> p.specialist().unlabeled().mean();
        Table history = Small.sentence()
                .loss("mean", 0.5, mean)
                .iterations(4)
                .gradientNorms(2)
                .train()
                .history();

        double[] norms = history.doubleColumn("gradient mean").asDoubleArray();
        assertThat(norms[0]).isCloseTo(0.5 / Math.sqrt(3 * 64 * 64), within(1e-7));
        assertThat(norms[1]).isNaN();
        assertThat(norms[2]).isCloseTo(norms[0], within(1e-7));
        assertThat(history.doubleColumn("gradient").countMissing()).isZero();
        assertThat(history.columnNames()).contains("gradient wavelet", "gradient rIntra", "gradient rInter");
    }

    @Test
    void a_term_that_does_not_depend_on_the_specialist_has_the_gradient_zero_and_is_named() {
        Run run = Small.sentence().loss("truth", 1, p -> p.truth().mean()).train();

        assertThat(run.history().doubleColumn("gradient truth").get(0)).isZero();
        assertThat(run.toString()).endsWith("; no gradient came from truth");
        assertThat(Small.sentence().train().toString()).doesNotContain("no gradient");
    }

    @Test
    void a_total_that_teaches_the_specialist_nothing_is_refused() {
        Distillation sentence = Small.sentence()
                .wavelet(w -> w.weight(0))
                .perceptual(p -> p.weight(0))
                .rIntra(0)
                .rInter(0)
                .loss("truth", 1, p -> p.truth().mean())
                .loss("cut", 1, p -> Tensors.detached(p.specialist().labeled()).mean());

        assertThatThrownBy(sentence::train)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("total loss must have a gradient with respect to the specialist, got none in iteration 1"
                        + " from truth, cut:"
                        + " use p.specialist() or p.features(layer).specialist() and do not detach the"
                        + " result, see check(loss)");
    }

    @Test
    void gradient_norms_of_terms_are_left_out_on_request() {
        assertThat(Small.sentence().gradientNorms(0).train().history().columnNames())
                .contains("gradient")
                .doesNotContain("gradient wavelet");
        assertThatThrownBy(() -> Small.sentence().gradientNorms(-1))
                .hasMessage("interval of gradient norms must be at least 0, got -1: use gradientNorms(25), or 0 for"
                        + " never");
    }

    @Test
    void accuracy_counts_the_logits_on_their_side_of_the_boundary_of_the_kind() {
        try (Scope scope = Scope.inference()) {
            NDArray real = scope.tensor(new float[] {1, 0.4f, -1, 2}, 1, 1, 2, 2);
            NDArray fake = scope.tensor(new float[] {-1, 0.4f, -3, -2}, 1, 1, 2, 2);

            assertThat(CollapseDiagnostics.accuracy(real, fake, AdversarialKind.VANILLA.boundary())
                            .getFloat())
                    .isEqualTo((0.75f + 0.75f) / 2);
            assertThat(CollapseDiagnostics.accuracy(real, fake, AdversarialKind.LSGAN.boundary())
                            .getFloat())
                    .isEqualTo((0.5f + 1f) / 2);
        }
    }

    @Test
    void the_discriminator_is_watched_where_there_is_one() {
        Table history = Small.sentence()
                .adversarial(a ->
                        a.kind(AdversarialKind.VANILLA).discriminator(taking()).discriminatorWarmUp(1))
                .train()
                .history();

        assertThat(history.doubleColumn("logitsReal").get(0)).isEqualTo(5);
        assertThat(history.doubleColumn("logitsFake").get(0)).isEqualTo(5);
        assertThat(history.doubleColumn("dAccuracy").get(0)).isEqualTo(0.5);
        // The bias alone: the derivative of log(1 + exp(-5)) + log(1 + exp(5)).
        assertThat(history.doubleColumn("dGradient").get(0)).isGreaterThan(Math.tanh(2.5) - 1e-6);
    }

    /** A discriminator that takes every image for a real one, with a logit of 5. */
    private static DiscriminatorStart taking() {
        StateDict start = DiscriminatorStart.unet(4).start(7);
        Map<String, StoredTensor> weights = new LinkedHashMap<>();
        start.names().forEach(name -> weights.put(name, start.tensor(name)));
        weights.put("conv_9.weight", StoredTensor.of(new float[4 * 9], 1, 4, 3, 3));
        weights.put("conv_9.bias", StoredTensor.of(new float[] {5}, 1));
        return DiscriminatorStart.of(StateDict.of(weights), "taking");
    }

    private static double[] expected(Predictions p) {
        float[] input = p.inputs().unlabeled().toFloatArray();
        float[] prediction = p.specialist().unlabeled().toFloatArray();
        float[] generalist = p.generalist().unlabeled().toFloatArray();
        double shift = 0;
        double ours = 0;
        double theirs = 0;
        for (int channel = 0; channel < 3; channel++) {
            double[] x = channel(input, channel);
            double[] y = channel(prediction, channel);
            shift += Math.abs(mean(y) - mean(x)) / 3;
            ours += deviation(y);
            theirs += deviation(x);
        }
        double distance = IntStream.range(0, prediction.length)
                .mapToDouble(i -> Math.abs(prediction[i] - generalist[i]))
                .average()
                .orElseThrow();
        return new double[] {shift, ours / theirs, distance};
    }

    private static double[] channel(float[] chw, int channel) {
        int each = chw.length / 3;
        return IntStream.range(channel * each, (channel + 1) * each)
                .mapToDouble(i -> chw[i])
                .toArray();
    }

    private static double mean(double[] values) {
        return DoubleStream.of(values).average().orElseThrow();
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(DoubleStream.of(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
    }
}
