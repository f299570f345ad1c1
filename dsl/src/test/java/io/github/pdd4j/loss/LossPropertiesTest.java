package io.github.pdd4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold of every loss without any reference; the images are their own features. */
class LossPropertiesTest {
    private static final int SIZE = 2 * 3 * 8 * 8;
    private static final Layers ONE = Layers.equal("any");

    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.recording();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    static Stream<Inter> inter() {
        return Stream.of(
                        InterDistance.GRAM_OF_DIFFERENCE,
                        InterDistance.DIFFERENCE_OF_GRAMS,
                        InterDistance.L1,
                        InterDistance.SQUARED)
                .map(distance -> Inter.PAPER.layers(ONE).distance(distance));
    }

    static Stream<Intra> intra() {
        return Stream.of(
                        IntraDistance.CROSS_ENTROPY,
                        IntraDistance.L1,
                        IntraDistance.SQUARED,
                        IntraDistance.FROBENIUS,
                        IntraDistance.NORM_DIFFERENCE,
                        IntraDistance.COSINE)
                .map(distance -> Intra.PAPER.layers(ONE).distance(distance));
    }

    static Stream<Loss> distances() {
        return Stream.concat(inter(), intra());
    }

    static Stream<Loss> all() {
        return Stream.concat(
                distances(),
                Stream.of(
                        Wavelet.PAPER,
                        Perceptual.PAPER.layers(ONE),
                        NaiveDistillation.PAPER.layers(Layers.of("any", 0.5))));
    }

    @Test
    void layers_and_bands_that_make_no_sense_are_refused_in_one_sentence() {
        assertThatThrownBy(() -> Layers.of("conv2_1", 0.5, "conv3_1"))
                .hasMessage("layers must be alternating names and weights, got [conv2_1, 0.5, conv3_1]:"
                        + " use Layers.of(\"conv2_1\", 0.25), or layers(\"conv2_1\") alone");
        assertThatThrownBy(() -> Layers.of(0.5, "conv3_1"))
                .hasMessageContaining("alternating names and weights, got [0.5, conv3_1]:");
        assertThatThrownBy(() -> Layers.of("conv3_1", Double.NaN))
                .hasMessage(
                        "weight of layer conv3_1 must be a finite number from 0 on, got NaN: use 0 to switch it off");
        assertThatThrownBy(() -> Wavelet.PAPER.bands(1, 0.1, -1))
                .hasMessage("weight of HH must be a finite number from 0 on, got -1.0: use 0 to switch it off");
    }

    @ParameterizedTest
    @MethodSource("all")
    void the_slope_along_the_gradient_is_its_length(Loss loss) {
        float[][] at = random(1);
        float[][] gradient = gradient(loss, at);
        double length = length(gradient);
        double step = 0.02;

        double ahead = value(loss, moved(at, gradient, step / length));
        double behind = value(loss, moved(at, gradient, -step / length));
        assertThat((ahead - behind) / (2 * step) / length).isCloseTo(1, within(5e-3));
    }

    @ParameterizedTest
    @MethodSource("inter")
    void nothing_separates_a_network_from_itself(Loss loss) {
        float[][] at = random(2);

        assertThat(value(loss, at[0], at[1], at[0], at[1], at[4])).isZero();
    }

    @ParameterizedTest
    @MethodSource("distances")
    void exchanging_both_kinds_of_input_changes_nothing(Loss loss) {
        float[][] at = random(3);

        assertThat(value(loss, at[1], at[0], at[3], at[2], at[4])).isCloseTo(value(loss, at), within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("distances")
    void exchanging_the_models_changes_nothing_but_the_cross_entropy(Loss loss) {
        float[][] at = random(4);
        double exchanged = value(loss, at[2], at[3], at[0], at[1], at[4]);

        if (loss instanceof Intra intra && intra.distance().equals(IntraDistance.CROSS_ENTROPY)) {
            assertThat(exchanged).isNotCloseTo(value(loss, at), within(1e-6));
        } else {
            assertThat(exchanged).isCloseTo(value(loss, at), within(1e-6));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void another_order_of_the_batch_changes_nothing(Loss loss) {
        float[][] at = random(5);
        float[][] turned = Arrays.stream(at).map(LossPropertiesTest::turned).toArray(float[][]::new);

        assertThat(value(loss, turned)).isCloseTo(value(loss, at), within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("all")
    void gradients_are_finite_where_everything_is_equal(Loss loss) {
        float[] same = random(6)[0];

        for (float[] part : gradient(loss, same, same, same, same, same)) {
            for (float slope : part) {
                assertThat(slope).isFinite();
            }
        }
    }

    @Test
    void imitation_is_the_mean_absolute_difference_of_pixels_and_of_features_on_unlabeled_input() {
        float[][] at = random(8);
        NaiveDistillation imitation = NaiveDistillation.PAPER.layers(Layers.of("any", 0.5));
        double sum = 0;
        float[] signs = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            sum += Math.abs(at[1][i] - at[3][i]);
            signs[i] = 1.5f * Math.signum(at[1][i] - at[3][i]) / SIZE;
        }

        assertThat(value(imitation, at)).isCloseTo(1.5 * sum / SIZE, within(1e-6));
        assertThat(gradient(imitation, at)[1]).containsExactly(signs, within(1e-8f));
        assertThat(gradient(imitation, at)[0]).containsOnly(0);
    }

    private static float[] turned(float[] batch) {
        List<float[]> halves =
                new ArrayList<>(List.of(Arrays.copyOf(batch, SIZE / 2), Arrays.copyOfRange(batch, SIZE / 2, SIZE)));
        Collections.reverse(halves);
        float[] joined = Arrays.copyOf(halves.get(0), SIZE);
        System.arraycopy(halves.get(1), 0, joined, SIZE / 2, SIZE / 2);
        return joined;
    }

    /** Y_S^L, Y_S^U, Y_G^L, Y_G^U and Y. */
    private static float[][] random(long seed) {
        Random random = new Random(seed);
        float[][] arrays = new float[5][SIZE];
        for (float[] array : arrays) {
            for (int i = 0; i < SIZE; i++) {
                array[i] = random.nextFloat();
            }
        }
        return arrays;
    }

    private static float[][] moved(float[][] at, float[][] direction, double step) {
        float[][] moved = Arrays.stream(at).map(float[]::clone).toArray(float[][]::new);
        for (int part = 0; part < direction.length; part++) {
            for (int i = 0; i < SIZE; i++) {
                moved[part][i] += (float) (step * direction[part][i]);
            }
        }
        return moved;
    }

    private static double length(float[][] gradient) {
        double squares = 0;
        for (float[] part : gradient) {
            for (float slope : part) {
                squares += slope * (double) slope;
            }
        }
        return Math.sqrt(squares);
    }

    private double value(Loss loss, float[]... at) {
        return loss.of(predictions(at)).getFloat();
    }

    /** With respect to Y_S^L and Y_S^U. */
    private float[][] gradient(Loss loss, float[]... at) {
        Same p = predictions(at);
        NDList gradients = Tensors.gradients(
                loss.of(p), List.of(p.specialist().labeled(), p.specialist().unlabeled()));
        return new float[][] {gradients.get(0).toFloatArray(), gradients.get(1).toFloatArray()};
    }

    private Same predictions(float[]... at) {
        PerDomain specialist = new PerDomain(Tensors.leaf(tensor(at[0])), Tensors.leaf(tensor(at[1])));
        return new Same(specialist, new PerDomain(tensor(at[2]), tensor(at[3])), tensor(at[4]));
    }

    private NDArray tensor(float[] values) {
        return scope.tensor(values, 2, 3, 8, 8);
    }

    private record Same(PerDomain specialist, PerDomain generalist, NDArray truth) implements Predictions {
        @Override
        public PerDomain inputs() {
            return specialist;
        }

        @Override
        public FeatureExtractor extractor() {
            throw new UnsupportedOperationException("the images are their own features");
        }

        @Override
        public Views features(String layer) {
            return this;
        }
    }
}
