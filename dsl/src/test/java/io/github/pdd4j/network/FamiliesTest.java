package io.github.pdd4j.network;

import static io.github.pdd4j.Agreement.assertAgrees;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.Golden;
import io.github.pdd4j.Pdd;
import io.github.pdd4j.Rounding;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.TestWeights;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.metric.Psnr;
import io.github.pdd4j.network.compact.Compact;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import io.github.pdd4j.weights.StoredType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small random networks of each family against the published code in PyTorch 2.7.1; golden/README.md says how they were made. */
class FamiliesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "realplksr_x4, 'Config[scale=4, features=8, blocks=2, kernel=7, large=2, attention=true, layerNorm=false, dySample=false]'",
        "realplksr_x2_dysample, 'Config[scale=2, features=8, blocks=2, kernel=7, large=2, attention=true, layerNorm=false, dySample=true]'",
        "realplksr_x3_dysample_layer_norm, 'Config[scale=3, features=8, blocks=2, kernel=5, large=2, attention=false, layerNorm=true, dySample=true]'",
        "edsr_x4, 'Config[scale=4, features=8, blocks=3]'",
        "edsr_x3, 'Config[scale=3, features=8, blocks=2]'",
        "rcan_x2, 'Config[scale=2, features=8, blocks=2, inner=2, reduced=2, multiple=1, normalized=false]'",
        "rcan_x3_normalized, 'Config[scale=3, features=8, blocks=2, inner=2, reduced=2, multiple=1, normalized=true]'",
        "rcan_x2_unshuffle, 'Config[scale=2, features=8, blocks=2, inner=1, reduced=2, multiple=2, normalized=false]'",
        "mosr_x4, 'Config[scale=4, features=8, blocks=2, hidden=12, local=8, kernel=5, enlarging=SHUFFLE]'",
        "mosr_x2_gps, 'Config[scale=2, features=8, blocks=2, hidden=12, local=4, kernel=5, enlarging=MEAN_OF_EIGHT]'",
        "mosr_x3_dysample, 'Config[scale=3, features=8, blocks=2, hidden=12, local=8, kernel=5, enlarging=DYSAMPLE]'",
        "dat_x2_direct, 'Config[scale=2, features=16, depths=[2, 1], heads=[4, 2], windows=[2, 4], positions=3, hidden=32, reconstructing=0, three=true, trained=8]'",
        "dat_x3, 'Config[scale=3, features=16, depths=[1, 1], heads=[2, 4], windows=[2, 4], positions=3, hidden=32, reconstructing=4, three=false, trained=8]'",
        "swinir_x2_direct, 'Config[scale=2, features=12, depths=[2, 2], heads=[3, 2], window=4, hidden=24, enlarging=ONE_SHUFFLE, reconstructing=0, three=false, trained=8]'",
        "swinir_x4_nearest_3conv, 'Config[scale=4, features=12, depths=[2, 2], heads=[3, 2], window=4, hidden=24, enlarging=NEAREST, reconstructing=4, three=true, trained=8]'",
        "swinir_x3, 'Config[scale=3, features=12, depths=[2, 2], heads=[3, 2], window=4, hidden=24, enlarging=SHUFFLES, reconstructing=4, three=false, trained=8]'",
        "hat_x2, 'Config[scale=2, features=12, depths=[2, 1], heads=[3, 2], window=4, outer=6, hidden=24, compressed=4, reduced=2, reconstructing=4]'",
        "hat_x3, 'Config[scale=3, features=12, depths=[1, 1], heads=[2, 3], window=4, outer=8, hidden=24, compressed=4, reduced=2, reconstructing=4]'",
        "realcugan_x2_pro, 'Config[scale=2, features=2, reduced=1, pro=true, fast=false]'",
        "realcugan_x3, 'Config[scale=3, features=2, reduced=1, pro=false, fast=false]'",
        "realcugan_x4, 'Config[scale=4, features=2, reduced=1, pro=false, fast=false]'",
        "realcugan_x2_fast, 'Config[scale=2, features=2, reduced=1, pro=false, fast=true]'",
        "omnisr_x3, 'Config[scale=3, features=8, blocks=2, inner=2, window=4, reduced=2, attentive=4]'",
        "drct_x4, 'Config[scale=4, features=6, growth=2, heads=[3, 2], window=4, hidden=12, reconstructing=4, trained=8]'",
        "srformer_x2_direct, 'Config[scale=2, features=8, depths=[2, 1], heads=[2, 4], window=6, hidden=16, kernel=5, enlarging=ONE_SHUFFLE, reconstructing=0, three=false, trained=12]'",
        "srformer_x4_nearest_3conv, 'Config[scale=4, features=8, depths=[2, 1], heads=[2, 4], window=4, hidden=16, kernel=5, enlarging=NEAREST, reconstructing=4, three=true, trained=12]'",
        "rgt_x2, 'Config[scale=2, features=12, depths=[3, 1], heads=[2, 4], windows=[2, 4], positions=3, hidden=24, reduced=6, reconstructing=4, three=false, trained=8]'",
        "rgt_x3_3conv, 'Config[scale=3, features=12, depths=[1, 2], heads=[6, 2], windows=[4, 4], positions=3, hidden=24, reduced=6, reconstructing=4, three=true, trained=8]'",
        "atd_x2_direct, 'Config[scale=2, features=8, depths=[2, 2], heads=[2, 4], window=4, category=256, tokens=6, compared=3, hidden=16, kernel=5, enlarging=ONE_SHUFFLE, reconstructing=0, three=false, centered=true]'",
        "atd_x3, 'Config[scale=3, features=8, depths=[1, 2], heads=[2, 4], window=4, category=256, tokens=6, compared=3, hidden=16, kernel=3, enlarging=SHUFFLES, reconstructing=4, three=true, centered=false]'",
    })
    void it_is_recognized_and_predicts_learns_and_is_written_as_by_the_published_code(String name, String config) {
        Network network = Network.load(file(name));
        StateDict golden = Golden.arrays(name + ".npz");

        assertThat(network.config()).hasToString(config);
        assertGradients(network, golden);
        assertBfloat16(network, golden);
        assertBody(network, golden);
        assertRoundTrip(network);
        assertWritten(network, Checkpoints.read(file(name)));
    }

    /** The names of the gradients are those of Real-ESRGAN's layout. */
    @ParameterizedTest
    @CsvSource({
        "esrgan_x1, 'Config[scale=1, features=4, blocks=2, growth=2, folded=1]'",
        "esrgan_x2, 'Config[scale=2, features=4, blocks=2, growth=2, folded=1]'",
        "esrgan_x8, 'Config[scale=8, features=4, blocks=2, growth=2, folded=1]'",
    })
    void the_first_layout_of_esrgan_is_read_at_every_scale(String name, String config) {
        Network network = Network.load(file(name));
        StateDict golden = Golden.arrays(name + ".npz");

        assertThat(network.config()).hasToString(config);
        assertGradients(network, golden);
        assertBfloat16(network, golden);
        assertBody(network, golden);
        assertRoundTrip(network);
        network.save(folder.resolve("copy.param"));
        assertThat(Network.load(folder.resolve("copy.param")).weights()).isEqualTo(network.weights());
    }

    @Test
    void more_steps_than_published_networks_have_are_refused() {
        StateDict weights = Checkpoints.read(Golden.file("esrgan_x8.pth"))
                .renamed(name ->
                        name.replaceFirst("^model\\.13\\.", "model.16.").replaceFirst("^model\\.11\\.", "model.14."));
        StateDict more = weights.with("model.12.weight", weights.tensor("model.9.weight"))
                .with("model.12.bias", weights.tensor("model.9.bias"));

        assertThatThrownBy(() -> Network.of(more, "more"))
                .hasMessage("RRDBNet must have at most 3 upsampling steps, which is ×8, got esrgan_x8.pth with 4: use a"
                        + " file of ×8, ×4, ×2 or ×1");
    }

    @Test
    void edsr_in_the_layout_of_its_authors_is_the_same_network() {
        StateDict usual = Checkpoints.read(Golden.file("edsr_x4.pth"));
        StateDict first = MeanShift.added(usual.renamed(FamiliesTest::firstEdsr));
        StateDict shifted = first.with("sub_mean.bias", StoredTensor.of(new float[] {-0.4488f, -0.4371f, -0.404f}, 3));

        assertThat(first.names()).contains("body.2.body.2.weight", "body.3.bias", "tail.0.2.weight", "add_mean.bias");
        assertThat(Network.of(first, "first").weights())
                .isEqualTo(Network.of(usual, "usual").weights());
        assertThatThrownBy(() -> Network.of(shifted, "shifted"))
                .hasMessageStartingWith(
                        "EDSR must subtract the mean [0.4488, 0.4371, 0.404] times 255.0 from an image in [0, 255]");
        assertThatThrownBy(() -> Network.of(usual.renamed(FamiliesTest::firstEdsr), "without"))
                .hasMessageStartingWith("EDSR in the authors' layout must have sub_mean and add_mean");
    }

    private static String firstEdsr(String name) {
        return name.replace("conv_first", "head.0")
                .replace("conv1", "body.0")
                .replace("conv2", "body.2")
                .replace("conv_after_body", "body.3")
                .replace("upsample", "tail.0")
                .replace("conv_last", "tail.1");
    }

    @Test
    void rcan_in_the_layout_of_basicsr_is_the_same_network() {
        StateDict usual = Checkpoints.read(Golden.file("rcan_x3_normalized.pth"));
        StateDict other = usual.only(usual.names().stream()
                        .filter(name -> !name.contains("_mean."))
                        .toList())
                .renamed(name -> name.replace(".body.3.conv_du.0", ".rcab.3.attention.1")
                        .replace(".body.3.conv_du.2", ".rcab.3.attention.3")
                        .replaceFirst("body\\.(\\d)\\.body\\.(\\d)\\.body\\.", "body.$1.residual_group.$2.rcab.")
                        .replaceFirst("body\\.(\\d)\\.body\\.(\\d)\\.rcab", "body.$1.residual_group.$2.rcab")
                        .replaceFirst("body\\.(\\d)\\.body\\.2\\.", "body.$1.conv.")
                        .replaceFirst("^body\\.2\\.", "conv_after_body.")
                        .replace("head.0", "conv_first")
                        .replace("tail.0", "upsample")
                        .replace("tail.1", "conv_last"));

        assertThat(other.names())
                .contains(
                        "body.1.residual_group.0.rcab.3.attention.3.bias", "body.0.conv.bias", "conv_after_body.bias");
        assertThat(Network.of(other, "other").weights())
                .isEqualTo(Network.of(usual, "usual").weights());
        assertThat(Network.of(other, "other").config())
                .isEqualTo(Network.of(usual, "usual").config());
    }

    /** A network whose files hold no slopes computes what a PReLU with these slopes computes. */
    @ParameterizedTest
    @CsvSource({"0", "0.1"})
    void compact_networks_with_other_activations_are_read_where_these_are_said(float slope) {
        StateDict whole = TestWeights.of(Compact.sized(2, 8, 2), 5);
        StateDict expected = whole;
        for (int i = 1; i < 6; i += 2) {
            float[] slopes = new float[8];
            Arrays.fill(slopes, slope);
            expected = expected.with("body." + i + ".weight", StoredTensor.of(slopes, 8));
        }
        StateDict without = whole.only(whole.names().stream()
                .filter(name -> !name.matches("body\\.[135]\\.weight"))
                .toList());

        Architecture said = slope == 0 ? Pdd.compactWithRelu() : Pdd.compactWithLeakyRelu();
        Architecture.Recognized found = said.recognize(without).orElseThrow();

        assertThat(found.config()).isEqualTo(Compact.sized(2, 8, 2));
        assertThat(found.weights()).isEqualTo(expected);
        assertThat(said.recognize(whole).orElseThrow().weights()).isEqualTo(whole);
        assertThatThrownBy(() -> Network.of(without, "without"))
                .hasMessageEndingWith(
                        "load it by network(file, compactWithRelu()) or network(file," + " compactWithLeakyRelu())");
    }

    private static void assertGradients(Network network, StateDict golden) {
        try (Scope scope = Scope.recording()) {
            Model model = Model.trainable(network, Precision.FLOAT32, scope);
            NDArray x = Tensors.leaf(tensor(scope, golden, "input"));
            NDArray y = model.predict(x);
            NDList of = new NDList(x);
            of.addAll(model.parameters());
            NDList gradients = Tensors.gradients(y.square().mean(), of);

            assertAgrees(Tensors.values(y), golden.tensor("output").floats(), 1e-4);
            assertAgrees(
                    Tensors.values(gradients.get(0)),
                    golden.tensor("gradient_input").floats(),
                    1e-4);
            for (int i = 0; i < model.names().size(); i++) {
                String weight = model.names().get(i);
                float[] found = Tensors.values(gradients.get(i + 1));
                if (golden.has("gradient_" + weight)) {
                    assertThat(difference(
                                    found, golden.tensor("gradient_" + weight).floats()))
                            .as(weight)
                            .isLessThan(1e-3);
                } else {
                    assertThat(found).as(weight).containsOnly(0);
                }
            }
        }
    }

    /** Relative to the larger of the reference and the smallest that rounding leaves of sums that cancel. */
    private static double difference(float[] found, float[] reference) {
        double worst = 0;
        double largest = 1e-4;
        for (int i = 0; i < reference.length; i++) {
            assertThat(found[i]).isFinite();
            worst = Math.max(worst, Math.abs(found[i] - reference[i]));
            largest = Math.max(largest, Math.abs(reference[i]));
        }
        return worst / largest;
    }

    /** The tolerance is that of features in PrecisionTest. */
    private static void assertBfloat16(Network network, StateDict golden) {
        try (Scope scope = Scope.inference()) {
            NDArray x = tensor(scope, golden, "input");
            assertThat(Rounding.ofPredictionAndGradients(network, x)).isBetween(1e-5f, 0.03f);
        }
    }

    /** Of the body's features, those of the last block do not depend on which others are asked for. */
    private static void assertBody(Network network, StateDict golden) {
        BodyFeatureConfig config = (BodyFeatureConfig) network.config();
        try (Scope scope = Scope.inference()) {
            NDArray x = tensor(scope, golden, "input");
            List<NDArray> weights =
                    Model.frozen(network, Precision.FLOAT32, scope).parameters();
            NDList all = config.features(x, weights, config.layers());
            NDArray body = config.body(x, weights);
            assertThat(all).hasSize(config.blocks());
            assertThat(all.get(all.size() - 1)).isEqualTo(body);
            assertThat(all.get(0)).isNotEqualTo(body);
            assertThat(body.getShape().get(0)).isEqualTo(x.getShape().get(0));
            assertThat(x.getShape().get(3) * body.getShape().get(2))
                    .isEqualTo(x.getShape().get(2) * body.getShape().get(3));
        }
    }

    /**
     * Every tensor of the published file is written again, under its name, to the bit, but for the numbers of batches that
     * a batch normalization has seen, which it does not use.
     */
    private void assertWritten(Network network, StateDict whole) {
        StateDict published = whole.only(whole.names().stream()
                .filter(name -> !name.endsWith(".num_batches_tracked"))
                .toList());
        for (String ending : List.of(".pth", ".safetensors")) {
            Path copy = folder.resolve("copy" + ending);
            network.save(copy);
            StateDict written = Checkpoints.read(copy);
            assertThat(written.names()).containsExactlyInAnyOrderElementsOf(published.names());
            for (String name : published.names()) {
                assertThat(written.tensor(name).shape())
                        .as(name)
                        .isEqualTo(published.tensor(name).shape());
                assertThat(written.tensor(name).floats())
                        .as(name)
                        .isEqualTo(published.tensor(name).floats());
            }
        }
    }

    private void assertRoundTrip(Network network) {
        for (String ending : List.of(".pth", ".safetensors")) {
            network.save(folder.resolve("again" + ending));
            Network again = Network.load(folder.resolve("again" + ending));
            assertThat(again.config()).isEqualTo(network.config());
            assertThat(again.weights()).isEqualTo(network.weights());
        }
        network.save(folder.resolve("half.safetensors"), StoredType.FLOAT16);
        assertThat(Network.load(folder.resolve("half.safetensors")).config()).isEqualTo(network.config());
    }

    @ParameterizedTest
    @CsvSource({
        "realplksr_x4, feats.2.refine.bias, RealPLKSR",
        "realplksr_x2_dysample, to_img.scope.weight, RealPLKSR",
        "edsr_x4, upsample.0.bias, EDSR",
        "rcan_x2, body.1.body.1.body.3.conv_du.2.weight, RCAN",
        "swinir_x3, layers.1.residual_group.blocks.1.attn.proj.bias, SwinIR",
        "dat_x3, layers.1.blocks.0.attn.dwconv.1.running_var, DAT",
        "mosr_x3_dysample, upsampler.end_conv.bias, MoSR",
        "hat_x3, layers.0.residual_group.overlap_attn.mlp.fc2.bias, HAT",
        "realcugan_x4, unet2.conv4.seblock.conv2.bias, Real-CUGAN",
        "srformer_x4_nearest_3conv, layers.0.residual_group.blocks.1.mlp.dwconv.depthwise_conv.0.bias, SRFormer",
        "rgt_x2, layers.0.blocks.1.attn.reduction1.bias, RGT",
        "atd_x3, layers.1.residual_group.layers.0.norm3.bias, ATD",
        "drct_x4, layers.1.swin4.mlp.fc1.bias, DRCT",
        "omnisr_x3, residual_layer.1.residual_layer.1.layer.11.fn.temperature, Omni-SR",
    })
    void a_part_of_a_network_is_told_by_what_is_missing(String name, String missing, String family) {
        StateDict part = changed(
                name,
                weights -> weights.only(weights.names().stream()
                        .filter(each -> !each.equals(missing))
                        .toList()));

        assertThatThrownBy(() -> Network.of(part, "part"))
                .hasMessageStartingWith("tensors of " + file(name).getFileName() + " must be those of one whole "
                        + family + ", got 1 missing (" + missing);
    }

    @ParameterizedTest
    @CsvSource({
        "realplksr_x4, feats.0.weight, RealPLKSR",
        "edsr_x4, conv_first.weight, EDSR",
        "rcan_x2, head.0.weight, RCAN",
        "mosr_x4, gblocks.0.weight, MoSR",
        "hat_x2, conv_first.weight, HAT",
        "realcugan_x3, unet1.conv1.conv.0.weight, Real-CUGAN",
        "omnisr_x3, input.weight, Omni-SR",
        "srformer_x2_direct, conv_first.weight, SRFormer",
        "rgt_x2, conv_first.weight, RGT",
        "atd_x2_direct, conv_first.weight, ATD",
        "drct_x4, conv_first.weight, DRCT",
    })
    void a_network_for_gray_images_is_told(String name, String first, String family) {
        StateDict gray = changed(name, weights -> {
            int outputs = weights.length(first, 0);
            return weights.with(first, StoredTensor.of(new float[outputs * 9], outputs, 1, 3, 3));
        });

        assertThatThrownBy(() -> Network.of(gray, "gray"))
                .hasMessageStartingWith(family + " must be a network for RGB, got "
                        + file(name).getFileName() + " that takes 1 channel (gray) and gives");
    }

    /** The parameters of the windows lie in tensors that nothing else needs. */
    @Test
    void a_dat_without_the_sides_of_its_windows_is_told() {
        StateDict without = changed(
                "dat_x3",
                weights -> weights.only(weights.names().stream()
                        .filter(name -> !name.endsWith("rpe_biases"))
                        .toList()));

        assertThatThrownBy(() -> Network.of(without, "without"))
                .hasMessage("DAT must tell the sides of its windows by layers.0.blocks.0.attn.attns.0.rpe_biases, got"
                        + " dat_x3.safetensors without it: use a file with all tensors of the published code");
    }

    @Test
    void an_omni_sr_without_biases_of_positions_is_told() {
        StateDict without = changed(
                "omnisr_x3",
                weights -> weights.only(weights.names().stream()
                        .filter(name -> !name.contains("rel_pos_bias"))
                        .toList()));

        assertThatThrownBy(() -> Network.of(without, "without"))
                .hasMessageStartingWith("Omni-SR must tell the side of its windows by"
                        + " residual_layer.0.residual_layer.0.layer.2.fn.rel_pos_bias.weight, got"
                        + " omnisr_x3.safetensors without it");
    }

    /** A profiler leaves the numbers of operations in a file. */
    @Test
    void counts_of_operations_are_passed_over() {
        StateDict counted =
                changed("omnisr_x3", weights -> weights.with("input.total_ops", StoredTensor.of(new float[1], 1)));

        assertThat(Network.of(counted, "counted").weights())
                .isEqualTo(Network.load(file("omnisr_x3")).weights());
    }

    @Test
    void a_swinir_behind_a_folded_input_is_told() {
        StateDict folded =
                changed("swinir_x3", weights -> weights.renamed(name -> name.replace("conv_first.", "conv_first.1.")));

        assertThatThrownBy(() -> Network.of(folded, "folded"))
                .hasMessage("SwinIR must take an image as it is, got swinir_x3.pth whose input is folded by"
                        + " pixel-unshuffle (conv_first.1.weight): use a file with conv_first.weight, as the published"
                        + " code writes it");
    }

    private static StateDict changed(String name, UnaryOperator<StateDict> change) {
        return change.apply(Checkpoints.read(file(name)));
    }

    @ParameterizedTest
    @CsvSource({
        "realplksr_x2_dysample, RealPLKSR",
        "swinir_x3, SwinIR",
        "dat_x3, DAT",
        "mosr_x4, MoSR",
        "hat_x2, HAT",
        "realcugan_x4, Real-CUGAN",
        "omnisr_x3, Omni-SR",
        "drct_x4, DRCT",
        "atd_x2_direct, ATD",
        "rgt_x2, RGT",
        "srformer_x2_direct, SRFormer"
    })
    void what_has_no_layers_in_onnx_is_said(String name, String family) {
        Network network = Network.load(file(name));

        assertThatThrownBy(() -> network.save(folder.resolve("a.onnx")))
                .hasMessageStartingWith("ONNX file must be of an architecture that says its layers by onnx(), got "
                        + family + " of " + name)
                .hasMessageEndingWith(": use .pt (TorchScript), .pth or .safetensors");
        assertThatThrownBy(() -> network.requireWritable(folder.resolve("a.ONNX")))
                .hasMessageStartingWith("ONNX file must");
        network.requireWritable(folder.resolve("a.pt"));
        network.requireWritable(folder.resolve("a.safetensors"));
    }

    /** Where no layer looks at a whole image, tiles compute the same up to what lies beyond their overlap. */
    @ParameterizedTest
    @CsvSource({"edsr_x4, 75", "swinir_x3, 60"})
    void tiles_compute_the_same(String name, double decibels) {
        Network network = Network.load(file(name));
        Image image = TestImages.image(1201, 96, 64);
        Image whole = network.upscale(image, u -> u.precision(Precision.FLOAT32).tile(1024));
        Image tiled = network.upscale(
                image, u -> u.precision(Precision.FLOAT32).tile(64).overlap(32));

        assertThat(Psnr.rgb().of(tiled, whole)).isGreaterThan(decibels);
    }

    /** The published codes fail: of a border that is wider than the image nothing can be mirrored. */
    @ParameterizedTest
    @CsvSource({"realcugan_x2_pro, 2", "realcugan_x4, 4", "realcugan_x2_fast, 2", "omnisr_x3, 3", "rgt_x3_3conv, 3"})
    void an_image_that_is_too_small_for_the_published_code_is_enlarged_too(String name, int scale) {
        Image image = TestImages.image(1202, 8, 7);

        Image larger = Network.load(file(name)).upscale(image, u -> u.precision(Precision.FLOAT32));

        assertThat(larger.height()).isEqualTo(scale * image.height());
        assertThat(larger.width()).isEqualTo(scale * image.width());
    }

    @ParameterizedTest
    @CsvSource({"2", "3"})
    void the_published_real_cugan_predicts_what_ncnn_predicts(int scale) {
        Network network = Network.load(Golden.fetched("realcugan-x" + scale + ".param"));
        StateDict golden = Golden.arrays("realcugan.npz");

        assertThat(network.config())
                .hasToString("Config[scale=" + scale + ", features=32, reduced=8, pro=false, fast=false]");
        try (Scope scope = Scope.inference()) {
            NDArray y = Model.frozen(network, Precision.FLOAT32, scope).predict(tensor(scope, golden, "input"));
            assertAgrees(Tensors.values(y), golden.tensor("x" + scale).floats(), 1e-4);
        }
    }

    /** As ncnn's converter writes them: the inputs of transposed convolutions second, attentions as linear layers. */
    @ParameterizedTest
    @ValueSource(strings = {"realcugan_x3", "realcugan_x4"})
    void real_cugan_is_read_from_the_files_of_ncnn(String name) throws IOException {
        Network network = Network.load(file(name));
        List<String> layers = new ArrayList<>();
        ByteArrayOutputStream numbers = new ByteArrayOutputStream();
        for (String weight : network.config().names()) {
            if (weight.endsWith(".weight")) {
                layers.add(ncnn(network.weights(), weight.replace(".weight", ""), layers.size(), numbers));
            }
        }
        for (int i = 0; i < 4; i++) {
            layers.add("Pooling pool" + i + " 1 1 " + layers.size() + " " + (layers.size() + 1) + " 0=1 4=1");
        }
        if (name.endsWith("x4")) {
            layers.add("PixelShuffle shuffle 1 1 " + layers.size() + " " + (layers.size() + 1) + " 0=2");
        }
        layers.add(0, "Input in0 0 1 0");
        Files.writeString(
                folder.resolve("a.param"),
                "7767517\n" + layers.size() + " " + layers.size() + "\n" + String.join("\n", layers) + "\n");
        Files.write(folder.resolve("a.bin"), numbers.toByteArray());

        Network read = Network.load(folder.resolve("a.param"));

        assertThat(read.config()).isEqualTo(network.config());
        assertThat(read.weights()).isEqualTo(network.weights());
    }

    private static String ncnn(StateDict weights, String layer, int position, ByteArrayOutputStream numbers) {
        StoredTensor weight = weights.tensor(layer + ".weight");
        boolean transposed = layer.endsWith("_up") || layer.equals("unet1.conv_bottom");
        long[] shape = weight.shape();
        float[] kernels = weight.floats();
        int size = (int) (shape[2] * shape[3]);
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * kernels.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0);
        for (int i = 0; i < kernels.length; i++) {
            int outputs = (int) shape[1];
            int inputs = (int) shape[0];
            int from = i / size % inputs * outputs + i / size / inputs;
            bytes.putFloat(kernels[transposed ? from * size + i % size : i]);
        }
        numbers.writeBytes(bytes.array());
        float[] bias = weights.tensor(layer + ".bias").floats();
        ByteBuffer last = ByteBuffer.allocate(4 * bias.length).order(ByteOrder.LITTLE_ENDIAN);
        last.asFloatBuffer().put(bias);
        numbers.writeBytes(last.array());
        String ends = " l" + position + " 1 1 " + position + " " + (position + 1) + " 0=" + bias.length;
        return layer.contains("seblock")
                ? "InnerProduct" + ends + " 1=1 2=" + kernels.length
                : (transposed ? "Deconvolution" : "Convolution") + ends + " 1=" + shape[3] + " 5=1 6=" + kernels.length;
    }

    /** Those of many small tensors are flat files. */
    private static Path file(String name) {
        boolean flat = name.matches("(atd|dat|drct|hat|omnisr|realcugan|rgt|srformer)_.*");
        return Golden.file(name + (flat ? ".safetensors" : ".pth"));
    }

    private static NDArray tensor(Scope scope, StateDict golden, String name) {
        StoredTensor array = golden.tensor(name);
        return scope.tensor(array.floats(), array.shape());
    }
}
