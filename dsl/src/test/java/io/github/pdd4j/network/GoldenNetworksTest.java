package io.github.pdd4j.network;

import static io.github.pdd4j.Agreement.assertAgrees;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.Golden;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenNetworksTest {
    @ParameterizedTest
    @ValueSource(strings = {"rrdbnet_x4_nf16_nb2_gc8", "rrdbnet_x2_nf16_nb1_gc8", "bsrgan_x4_nf16_nb2_gc8"})
    void small_networks_predict_what_the_published_code_predicts(String name) {
        Network network = Network.load(Golden.file(name + ".pth"));
        StateDict golden = Golden.arrays("networks.npz");

        assertAgrees(predict(network, golden, "input"), values(golden, name), 1e-4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RealESRGAN_x4plus", "RealSR_DF2K_x4"})
    void the_large_networks_predict_what_the_published_code_predicts(String name) {
        Network network = Network.load(Golden.shared("weights/" + name + ".pth"));
        StateDict golden = Golden.arrays("real_networks.npz");

        assertAgrees(predict(network, golden, "input"), values(golden, name), 1e-4);
    }

    @Test
    void rrdbnet_is_known_by_the_names_of_the_first_esrgan() {
        StateDict bsrgan = Checkpoints.read(Golden.file("bsrgan_x4_nf16_nb2_gc8.pth"));
        StateDict first = bsrgan.renamed(GoldenNetworksTest::firstEsrgan);
        StateDict golden = Golden.arrays("networks.npz");

        assertThat(first.names()).contains("model.1.sub.1.RDB3.conv5.0.bias", "model.1.sub.2.weight");
        assertAgrees(
                predict(Network.of(first, "first"), golden, "input"), values(golden, "bsrgan_x4_nf16_nb2_gc8"), 1e-4);
    }

    private static String firstEsrgan(String name) {
        return name.replaceFirst("RRDB_trunk(.*conv.)", "model.1.sub$1.0")
                .replace("trunk_conv", "model.1.sub.2")
                .replace("conv_first", "model.0")
                .replace("upconv1", "model.3")
                .replace("upconv2", "model.6")
                .replace("HRconv", "model.8")
                .replace("conv_last", "model.10");
    }

    @Test
    void srresnet_predicts_and_shows_its_body() {
        Network network = Network.load(Golden.file("msrresnet_x4_nf16_nb4.pth"));
        StateDict golden = Golden.arrays("msrresnet.npz");

        assertAgrees(predict(network, golden, "input"), values(golden, "output"), 1e-4);
        try (Scope scope = Scope.inference()) {
            BodyFeatureConfig form = (BodyFeatureConfig) network.config();
            NDArray body = form.body(
                    tensor(scope, golden, "input"),
                    Model.frozen(network, Precision.FLOAT32, scope).parameters());
            assertAgrees(body.toFloatArray(), values(golden, "body"), 1e-4);
        }
    }

    @Test
    void the_blocks_of_a_super_resolution_network_are_features_with_gradients() {
        FeatureExtractor blocks = FeatureExtractor.load(Golden.file("msrresnet_x4_nf16_nb4.pth"));
        StateDict golden = Golden.arrays("msrresnet.npz");

        assertThat(blocks.layers()).containsExactly("block0", "block1", "block2", "block3");
        try (Scope scope = Scope.recording()) {
            FeatureExtractor.Loaded loaded = blocks.in(Precision.FLOAT32, scope);
            NDArray input = Tensors.leaf(tensor(scope, golden, "input"));
            Map<String, NDArray> features = loaded.of(input, List.of("block3", "block1"));
            assertThat(features.keySet()).containsExactly("block1", "block3");
            assertAgrees(Objects.requireNonNull(features.get("block3")).toFloatArray(), values(golden, "body"), 1e-4);

            UnaryOperator<NDArray> loss = x -> loaded.of(x, blocks.layers()).values().stream()
                    .map(each -> each.square().mean())
                    .reduce(NDArray::add)
                    .orElseThrow();
            NDArray gradient =
                    Tensors.gradients(loss.apply(input), List.of(input)).get(0);
            double length = gradient.norm().getFloat();
            NDArray step = Tensors.scaled(gradient, 0.02 / length);
            double slope = (loss.apply(input.add(step)).getFloat()
                            - loss.apply(input.sub(step)).getFloat())
                    / 0.04;
            assertAgrees(slope, length, 5e-3);
        }
    }

    @Test
    void the_body_of_rrdbnet_is_its_last_block() {
        Network network = Network.load(Golden.file("rrdbnet_x2_nf16_nb1_gc8.pth"));
        StateDict golden = Golden.arrays("networks.npz");

        try (Scope scope = Scope.inference()) {
            NDArray input = tensor(scope, golden, "input");
            NDArray body = ((BodyFeatureConfig) network.config())
                    .body(input, Model.frozen(network, Precision.FLOAT32, scope).parameters());
            NDArray block = FeatureExtractor.of(network)
                    .in(Precision.FLOAT32, scope)
                    .of(input, List.of("block0"))
                    .get("block0");
            assertThat(body.getShape().getShape()).containsExactly(2, 16, 8, 8);
            assertThat(body).isEqualTo(block);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rrdbnet_x4_nf16_nb2_gc8, 'Config[scale=4, features=16, blocks=2, growth=8, folded=1]'",
        "bsrgan_x4_nf16_nb2_gc8, 'Config[scale=4, features=16, blocks=2, growth=8, folded=1]'",
        "rrdbnet_x2_nf16_nb1_gc8, 'Config[scale=2, features=16, blocks=1, growth=8, folded=2]'",
        "msrresnet_x4_nf16_nb4, 'Config[scale=4, features=16, blocks=4]'"
    })
    void architecture_and_sizes_are_deduced_from_the_tensors(String name, String form) {
        assertThat(Network.load(Golden.file(name + ".pth")).config()).hasToString(form);
    }

    @ParameterizedTest
    @CsvSource({"vgg19_width0.125, vgg_features", "alexnet_width0.125, alex_features"})
    void features_agree_at_every_layer_whichever_are_asked_for(String weights, String features) {
        FeatureExtractor extractor = FeatureExtractor.load(Golden.file(weights + ".pth"));
        StateDict golden = Golden.arrays(features + ".npz");

        try (Scope scope = Scope.inference()) {
            FeatureExtractor.Loaded loaded = extractor.in(Precision.FLOAT32, scope);
            NDArray input = tensor(scope, golden, "input");
            Map<String, NDArray> all = loaded.of(input, extractor.layers());
            assertThat(all.keySet()).containsExactlyElementsOf(extractor.layers());
            all.forEach((layer, found) -> assertAgrees(found.toFloatArray(), values(golden, layer), 1e-4));
            assertThat(loaded.of(input, List.of("conv3_1")).keySet()).containsExactly("conv3_1");
        }
    }

    @Test
    void efficientnet_lite0_features_agree_at_every_published_layer() {
        FeatureExtractor lite = FeatureExtractor.load(Golden.shared("weights/efficientnet-lite0-57934424.pth"));
        StateDict golden = Golden.arrays("efficientnet_lite0.npz");

        try (Scope scope = Scope.inference()) {
            NDArray input = tensor(scope, golden, "input");
            List<String> published = List.of("stem", "block0", "block2", "block4", "block10", "block15");
            Map<String, NDArray> features = lite.in(Precision.FLOAT32, scope).of(input, published);
            assertThat(features.keySet()).containsExactlyElementsOf(published);
            features.forEach((layer, found) -> assertAgrees(found.toFloatArray(), values(golden, layer), 1e-4));
        }
    }

    @Test
    void efficientnet_lite0_passes_gradients_to_its_input() {
        FeatureExtractor lite = FeatureExtractor.load(Golden.shared("weights/efficientnet-lite0-57934424.pth"));
        StateDict golden = Golden.arrays("efficientnet_lite0.npz");

        try (Scope scope = Scope.recording()) {
            NDArray input = Tensors.leaf(tensor(scope, golden, "input"));
            NDArray loss = lite.in(Precision.FLOAT32, scope).of(input, List.of("block4", "block15")).values().stream()
                    .map(features -> features.square().mean())
                    .reduce(NDArray::add)
                    .orElseThrow();
            NDArray gradient = Tensors.gradients(loss, List.of(input)).get(0);
            // The same sum of means of squares over the same network written in PyTorch 2.7.1.
            assertAgrees(gradient.norm().getFloat(), 59.68996, 1e-3);
        }
    }

    @Test
    void efficientnet_lite0_computes_nothing_beyond_the_last_wanted_layer() {
        FeatureExtractor lite = FeatureExtractor.load(Golden.shared("weights/efficientnet-lite0-57934424.pth"));
        StateDict golden = Golden.arrays("efficientnet_lite0.npz");

        try (Scope scope = Scope.inference()) {
            List<NDArray> upToBlock0 = LoadedWeights.load(lite.weights(), scope, UnaryOperator.identity())
                    .subList(0, 15);
            NDList features = lite.config().features(tensor(scope, golden, "input"), upToBlock0, List.of("block0"));
            assertAgrees(features.singletonOrThrow().toFloatArray(), values(golden, "block0"), 1e-4);
        }
    }

    private static float[] predict(Network network, StateDict golden, String input) {
        try (Scope scope = Scope.inference()) {
            return Model.frozen(network, Precision.FLOAT32, scope)
                    .predict(tensor(scope, golden, input))
                    .toFloatArray();
        }
    }

    private static NDArray tensor(Scope scope, StateDict golden, String name) {
        StoredTensor array = golden.tensor(name);
        return scope.tensor(array.floats(), array.shape());
    }

    private static float[] values(StateDict golden, String name) {
        return golden.tensor(name).floats();
    }
}
