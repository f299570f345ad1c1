package io.github.pdd4j.network;

import static io.github.pdd4j.Agreement.assertAgrees;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.Golden;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.metric.Psnr;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import io.github.pdd4j.weights.StoredType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SPAN against the published code in PyTorch 2.7.1. */
class SpanTest {
    private static final String SMALL = "span_x2_nf8";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final StateDict golden = Golden.arrays("span.npz");
    private final StateDict weights = Checkpoints.read(Golden.file(SMALL + ".pth"));

    /** Without the tensors from which the fused convolutions were computed. */
    private StateDict fused() {
        return weights.only(weights.names().stream()
                .filter(name -> !name.contains(".sk.") && !name.contains(".conv."))
                .toList());
    }

    @Test
    void both_forms_predict_what_the_published_code_predicts() {
        Network trained = Network.of(weights, "trained");
        Network fused = Network.of(fused(), "fused");

        assertThat(trained.config()).hasToString("Config[scale=2, features=8, fused=false, normalized=true]");
        assertThat(fused.config()).hasToString("Config[scale=2, features=8, fused=true, normalized=true]");
        assertAgrees(predict(trained, "input"), values(SMALL), 1e-4);
        assertAgrees(predict(fused, "input"), values(SMALL), 1e-4);
    }

    /** In training the published code computes four convolutions in place of each, and these gradients. */
    @Test
    void gradients_are_those_of_the_published_training() {
        Network network = Network.of(weights, "trained");
        try (Scope scope = Scope.recording()) {
            Model model = Model.trainable(network, Precision.FLOAT32, scope);
            NDArray x = Tensors.leaf(tensor(scope, "input"));
            List<String> names = List.of(
                    "conv_1.sk.weight",
                    "block_3.c2_r.conv.0.bias",
                    "block_3.c2_r.conv.1.weight",
                    "block_6.c1_r.conv.2.weight",
                    "conv_cat.weight");
            NDList of = new NDList(x);
            names.forEach(name -> of.add(model.parameters().get(model.names().indexOf(name))));
            of.add(model.parameters().get(model.names().indexOf("conv_1.eval_conv.weight")));
            NDList gradients = Tensors.gradients(model.predict(x).square().mean(), of);

            assertAgrees(gradients.get(0).toFloatArray(), values("gradient_input"), 1e-4);
            for (int i = 0; i < names.size(); i++) {
                assertAgrees(gradients.get(i + 1).toFloatArray(), values("gradient_" + names.get(i)), 1e-4);
            }
            assertThat(gradients.get(names.size() + 1).toFloatArray()).containsOnly(0);
        }
    }

    @Test
    void a_convolution_that_a_training_left_behind_is_neither_used_nor_written() {
        String late = "block_2.c1_r.eval_conv.weight";
        StoredTensor zeros = StoredTensor.of(new float[8 * 8 * 9], 8, 8, 3, 3);
        Network left = Network.of(weights.with(late, zeros), "left behind");
        left.save(folder.resolve("a.safetensors"));
        StateDict written = Checkpoints.read(folder.resolve("a.safetensors"));

        assertAgrees(predict(left, "input"), values(SMALL), 1e-4);
        assertAgrees(written.tensor(late).floats(), weights.tensor(late).floats(), 1e-5);
        assertThat(written.only(weights.names())
                        .with(late, weights.tensor(late))
                        .names())
                .allSatisfy(name -> {
                    if (!name.equals(late)) {
                        assertThat(written.tensor(name).floats())
                                .isEqualTo(weights.tensor(name).floats());
                    }
                });
    }

    /** The input of the one is the normalized input of the other. */
    @Test
    void the_variant_without_normalization_takes_its_input_as_it_is() {
        Network normalized = Network.of(fused(), "normalized");
        Network plain = Network.of(fused().with("no_norm", StoredTensor.of(new float[1], 1)), "plain");
        float[] mean = {0.4488f, 0.4371f, 0.4040f};

        assertThat(plain.config()).hasToString("Config[scale=2, features=8, fused=true, normalized=false]");
        try (Scope scope = Scope.inference()) {
            NDArray x = tensor(scope, "input");
            NDArray entered = x.sub(scope.tensor(mean, 1, 3, 1, 1)).mul(255f);
            assertAgrees(
                    Model.frozen(plain, Precision.FLOAT32, scope)
                            .predict(entered)
                            .toFloatArray(),
                    Model.frozen(normalized, Precision.FLOAT32, scope)
                            .predict(x)
                            .toFloatArray(),
                    1e-4);
        }
    }

    @Test
    void its_blocks_are_features() {
        FeatureExtractor blocks = FeatureExtractor.of(Network.of(weights, "trained"));

        assertThat(blocks.layers()).containsExactly("block0", "block1", "block2", "block3", "block4", "block5");
        try (Scope scope = Scope.inference()) {
            FeatureExtractor.Loaded loaded = blocks.in(Precision.FLOAT32, scope);
            NDArray x = tensor(scope, "input");
            NDArray body = ((BodyFeatureConfig) Network.of(weights, "trained").config())
                    .body(
                            x,
                            Model.frozen(Network.of(weights, "trained"), Precision.FLOAT32, scope)
                                    .parameters());
            assertThat(body.getShape().getShape()).containsExactly(2, 8, 9, 11);
            assertThat(loaded.of(x, List.of("block5")).get("block5")).isEqualTo(body);
        }
    }

    @Test
    void as_ncnn_either_form_comes_back_fused_and_computes_the_same() {
        for (StateDict form : List.of(weights, fused())) {
            Network.of(form, "mine").save(folder.resolve("copy.param"));
            Network again = Network.load(folder.resolve("copy.param"));

            assertThat(again.config()).hasToString("Config[scale=2, features=8, fused=true, normalized=true]");
            assertThat(again.weights()).isEqualTo(Network.of(fused(), "fused").weights());
            assertAgrees(predict(again, "input"), values(SMALL), 1e-4);
        }
        Network.of(fused(), "fused").save(folder.resolve("half.param"), StoredType.FLOAT16);
        assertThat(Network.load(folder.resolve("half.param"))
                        .weights()
                        .tensor("conv_cat.weight")
                        .type())
                .isEqualTo(StoredType.FLOAT16);
    }

    @Test
    void another_mean_or_factor_in_an_ncnn_file_is_refused() throws IOException {
        Network.of(fused(), "fused").save(folder.resolve("copy.param"));
        Path param = folder.resolve("copy.param");
        Files.writeString(param, Files.readString(param).replace("2=2.550000e+02", "2=1.000000e+00"));

        assertThatThrownBy(() -> Network.load(param))
                .hasMessage(
                        "SPAN must subtract the mean [0.4488, 0.4371, 0.404] and multiply by 255.0, as the published"
                                + " code does by default, got [0.4488, 0.4371, 0.404] and 1.0 in copy.bin: use a network that was"
                                + " trained with the default");
    }

    @Test
    void a_part_of_a_network_is_told_by_what_is_missing() {
        StateDict part = weights.only(weights.names().stream()
                .filter(name -> !name.startsWith("block_4.c2_r.conv."))
                .toList());

        assertThatThrownBy(() -> Network.of(part, "part"))
                .hasMessageStartingWith("tensors of " + SMALL + ".pth must be those of one whole SPAN, got 6 missing"
                        + " (block_4.c2_r.conv.0.weight");
    }

    @ParameterizedTest
    @CsvSource({"span-x2, spanx2_ch48, 2", "span-x4, spanx4_ch48, 4"})
    void the_published_networks_predict_what_the_published_code_predicts(String file, String output, int scale) {
        Network network = Network.load(Golden.fetched(file + ".param"));

        assertThat(network.config())
                .hasToString("Config[scale=" + scale + ", features=48, fused=true, normalized=true]");
        assertAgrees(predict(network, "image"), values(output), 1e-4);
    }

    @ParameterizedTest
    @ValueSource(strings = "span-x4")
    void a_published_network_loses_little_in_bfloat16_and_nothing_in_tiles(String file) {
        Network network = Network.load(Golden.fetched(file + ".param"));
        Image truth = TestImages.image(1201, 256, 256);
        Image input = Resampling.MATLAB_BICUBIC.downscale(truth, 4);
        Image whole = network.upscale(input, u -> u.precision(Precision.FLOAT32));
        Image rounded = network.upscale(input, u -> u.precision(Precision.BFLOAT16));
        Image tiled = network.upscale(
                input, u -> u.precision(Precision.FLOAT32).tile(48).overlap(24));

        assertThat(Psnr.rgb().of(rounded, truth)).isCloseTo(Psnr.rgb().of(whole, truth), Assertions.within(0.05));
        assertThat(Psnr.rgb().of(tiled, whole)).isGreaterThan(60);
    }

    private float[] predict(Network network, String input) {
        try (Scope scope = Scope.inference()) {
            return Model.frozen(network, Precision.FLOAT32, scope)
                    .predict(tensor(scope, input))
                    .toFloatArray();
        }
    }

    private NDArray tensor(Scope scope, String name) {
        StoredTensor array = golden.tensor(name);
        return scope.tensor(array.floats(), array.shape());
    }

    private float[] values(String name) {
        return golden.tensor(name).floats();
    }
}
