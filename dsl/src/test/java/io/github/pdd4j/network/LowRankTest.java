package io.github.pdd4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.Golden;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LowRankTest {
    private static final LowRank LORA = LowRank.of(2).alpha(3);
    private static final Parameterization HOW = new Parameterization(null, LORA, 5);

    /**
     * Of the change s · B·A follow dL/dB = s · dL/dW · Aᵀ and dL/dA = s · Bᵀ · dL/dW, with the gradient of the merged
     * network's own weight; a family of convolutions and one with linear layers.
     */
    @ParameterizedTest
    @ValueSource(strings = {"bsrgan_x4_nf16_nb2_gc8.pth", "dat_x2_direct.safetensors"})
    void gradients_of_the_factors_are_the_products_with_those_of_the_weight(String file) {
        Network network = Network.load(Golden.file(file));
        try (Scope scope = Scope.recording()) {
            Model adapted = HOW.load(network, Precision.FLOAT32, scope);
            SplittableRandom random = new SplittableRandom(3);
            for (int i = 1; i < adapted.parameters().size(); i += 2) {
                Tensors.assign(
                        adapted.parameters().get(i),
                        drawn((int) adapted.parameters().get(i).size(), random));
            }
            Model whole = Model.trainable(adapted.snapshot("merged"), Precision.FLOAT32, scope);
            NDArray x = scope.tensor(drawn(3 * 16 * 16, random), 1, 3, 16, 16);

            NDList ofFactors = gradients(adapted, x);
            NDList ofWeights = gradients(whole, x);

            List<String> changed = HOW.changed(network.config());
            Map<String, long[]> shapes = network.config().shapes();
            assertThat(changed.stream().map(name -> Objects.requireNonNull(shapes.get(name)).length))
                    .contains(file.startsWith("dat") ? 2 : 4);
            for (int i = 0; i < changed.size(); i++) {
                NDArray a = adapted.parameters().get(2 * i);
                NDArray b = adapted.parameters().get(2 * i + 1);
                NDArray gradient = ofWeights
                        .get(whole.names().indexOf(changed.get(i)))
                        .reshape(b.getShape().get(0), a.getShape().get(1));
                assertClose(
                        changed.get(i),
                        ofFactors.get(2 * i),
                        Tensors.scaled(b.transpose().dot(gradient), 1.5));
                assertClose(changed.get(i), ofFactors.get(2 * i + 1), Tensors.scaled(gradient.dot(a.transpose()), 1.5));
            }
        }
    }

    private static NDList gradients(Model model, NDArray x) {
        return Tensors.gradients(model.predict(x).square().sum(), model.parameters());
    }

    private static void assertClose(String what, NDArray actual, NDArray expected) {
        float[] values = actual.toFloatArray();
        float[] others = expected.toFloatArray();
        double norm = Math.sqrt(square(others));
        float[] differences = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            differences[i] = values[i] - others[i];
        }
        assertThat(norm).as(what).isGreaterThan(0);
        assertThat(Math.sqrt(square(differences)) / norm).as(what).isCloseTo(0, within(1e-4));
    }

    private static double square(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }

    private static float[] drawn(int count, SplittableRandom random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(0, 0.1);
        }
        return values;
    }

    @Test
    void an_adapted_network_starts_as_the_network_and_a_merged_one_predicts_as_it_does() {
        Network network = Network.load(Golden.file("bsrgan_x4_nf16_nb2_gc8.pth"));
        try (Scope scope = Scope.inference()) {
            NDArray x = scope.tensor(drawn(3 * 16 * 16, new SplittableRandom(1)), 1, 3, 16, 16);
            for (Precision precision : Precision.values()) {
                float[] expected =
                        Model.frozen(network, precision, scope).predict(x).toFloatArray();
                Model adapted = HOW.load(network, precision, scope);
                assertThat(adapted.predict(x).toFloatArray()).isEqualTo(expected);
                assertThat(adapted.snapshot("same").weights()).isEqualTo(network.weights());

                SplittableRandom random = new SplittableRandom(3);
                NDArray b = adapted.parameters().get(1);
                Tensors.assign(b, drawn((int) b.size(), random));
                float[] changed = adapted.predict(x).toFloatArray();
                float[] merged = Model.frozen(adapted.snapshot("merged"), precision, scope)
                        .predict(x)
                        .toFloatArray();
                assertThat(changed).isNotEqualTo(expected);
                assertThat(merged).containsExactly(changed, within(precision == Precision.FLOAT32 ? 1e-5f : 2e-2f));
            }
        }
    }
}
