package io.github.pdd4j.network;

import static io.github.pdd4j.Agreement.assertAgrees;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.Golden;
import io.github.pdd4j.network.discriminator.UNetDiscriminator;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiscriminatorConfigTest {
    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.recording();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void evaluation_leaves_u_and_v_and_each_call_in_training_moves_them_once() {
        Architecture.Recognized found = Architectures.read(Golden.file("unet_discriminator_sn_nf16.pth"));
        DiscriminatorConfig form = (DiscriminatorConfig) found.config();
        List<NDArray> weights = load(form, found.weights());
        StateDict golden = Golden.arrays("discriminator.npz");
        NDArray x = tensor(golden, "input");

        assertThat(form).hasToString("Config[features=16]");
        assertAgrees(form.forward(x, weights, 0).toFloatArray(), values(golden, "eval"), 1e-4);
        assertAgrees(form.forward(x, weights, 1).toFloatArray(), values(golden, "train_call1"), 1e-4);
        assertAgrees(form.forward(x, weights, 1).toFloatArray(), values(golden, "train_call2"), 1e-4);
    }

    @Test
    void two_calls_in_one_pass_answer_as_one_after_the_other() {
        Architecture.Recognized found = Architectures.read(Golden.file("unet_discriminator_sn_nf16.pth"));
        DiscriminatorConfig form = (DiscriminatorConfig) found.config();
        List<NDArray> weights = load(form, found.weights());
        StateDict golden = Golden.arrays("discriminator.npz");
        NDArray x = tensor(golden, "input");

        NDList answers = form.forward(x.concat(x, 0), weights, 2).split(2);

        assertAgrees(answers.get(0).toFloatArray(), values(golden, "train_call1"), 1e-4);
        assertAgrees(answers.get(1).toFloatArray(), values(golden, "train_call2"), 1e-4);
    }

    @Test
    void the_names_of_basicsr_are_the_same_network() {
        StateDict ours = Checkpoints.read(Golden.file("unet_discriminator_sn_nf16.pth"));
        StateDict basicSr = ours.renamed(name -> name.replace("conv_", "conv"));

        assertThat(basicSr.names()).contains("conv0.weight", "conv8.weight_orig");
        assertThat(Architectures.recognize(basicSr).weights().names())
                .isEqualTo(Architectures.recognize(ours).weights().names());
    }

    /** Two calls before one backward pass, as for real and predicted images; norms by PyTorch 2.7.1's spectral_norm. */
    @Test
    void gradients_of_two_calls_agree_and_do_not_reach_u_and_v() {
        Architecture.Recognized found = Architectures.read(Golden.file("unet_discriminator_sn_nf16.pth"));
        DiscriminatorConfig form = (DiscriminatorConfig) found.config();
        List<NDArray> weights = load(form, found.weights());
        NDArray x = tensor(Golden.arrays("discriminator.npz"), "input");

        NDArray first = form.forward(x, weights, 1).square().mean();
        NDArray loss = first.add(form.forward(x.flip(0), weights, 1).mean());
        Map<String, Double> norms = Map.of(
                "conv_0.weight", 0.88148248,
                "conv_1.weight_orig", 0.86081809,
                "conv_8.weight_orig", 1.12255454,
                "conv_9.bias", 1.13327849);
        List<String> names = new ArrayList<>(norms.keySet());
        NDList gradients = Tensors.gradients(
                loss,
                names.stream()
                        .map(name -> weights.get(form.names().indexOf(name)))
                        .toList());
        for (int i = 0; i < names.size(); i++) {
            assertAgrees(gradients.get(i).norm().getFloat(), Objects.requireNonNull(norms.get(names.get(i))), 1e-3);
        }
    }

    @Test
    void training_calls_bring_u_and_v_to_the_singular_vectors() {
        DiscriminatorConfig form = UNetDiscriminator.sized(4);
        List<NDArray> weights = load(form, form.initial(7));
        NDArray x = scope.tensor(new float[3 * 16 * 16], 1, 3, 16, 16);
        for (int i = 0; i < 200; i++) {
            form.forward(x, weights, 1).close();
        }
        int kernel = form.names().indexOf("conv_4.weight_orig");
        NDArray w = weights.get(kernel);
        NDArray flat = w.reshape(w.getShape().get(0), -1);
        NDArray u = weights.get(kernel + 1);
        NDArray v = weights.get(kernel + 2);
        // u is W v made one long, so Wᵀ u = σ v is what only a pair of singular vectors fulfils.
        float sigma = flat.matMul(v.reshape(-1, 1)).norm().getFloat();
        NDArray back = flat.transpose().matMul(u.reshape(-1, 1)).flatten();
        assertAgrees(back.toFloatArray(), v.mul(sigma).toFloatArray(), 1e-3);
    }

    @Test
    void initial_weights_follow_the_seed_and_pytorchs_distribution() {
        DiscriminatorConfig form = UNetDiscriminator.sized(16);
        StateDict initial = form.initial(7);
        float[] kernel = initial.tensor("conv_2.weight_orig").floats();
        double bound = 1 / Math.sqrt(32 * 4 * 4);
        double variance = 0;
        double largest = 0;
        for (float value : kernel) {
            variance += (double) value * value / kernel.length;
            largest = Math.max(largest, Math.abs(value));
        }

        assertThat(initial.names()).isEqualTo(form.names());
        assertThat(Architectures.recognize(initial).config()).isEqualTo(form);
        assertThat(kernel)
                .isEqualTo(form.initial(7).tensor("conv_2.weight_orig").floats());
        assertThat(kernel)
                .isNotEqualTo(form.initial(8).tensor("conv_2.weight_orig").floats());
        assertThat(largest).isBetween(0.999 * bound, bound);
        assertThat(variance).isCloseTo(bound * bound / 3, within(0.02 * bound * bound / 3));
        NDArray v = scope.tensor(initial.tensor("conv_2.weight_v").floats(), 32 * 16);
        assertAgrees(v.norm().getFloat(), 1, 1e-5);
    }

    @Test
    void a_discriminator_needs_features() {
        assertThatThrownBy(() -> UNetDiscriminator.sized(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("features of the discriminator must be at least 1, got 0: use 64 as Real-ESRGAN does");
    }

    private List<NDArray> load(DiscriminatorConfig form, StateDict weights) {
        List<NDArray> plain = LoadedWeights.load(weights, scope, UnaryOperator.identity());
        List<NDArray> loaded = new ArrayList<>();
        for (int i = 0; i < plain.size(); i++) {
            loaded.add(form.learned(form.names().get(i)) ? Tensors.leaf(plain.get(i)) : plain.get(i));
        }
        return loaded;
    }

    private NDArray tensor(StateDict golden, String name) {
        StoredTensor array = golden.tensor(name);
        return scope.tensor(array.floats(), array.shape());
    }

    private static float[] values(StateDict golden, String name) {
        return golden.tensor(name).floats();
    }
}
