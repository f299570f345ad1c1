package io.github.pdd4j.network;

import static io.github.pdd4j.Agreement.assertAgrees;
import static io.github.pdd4j.Pdd.cpu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import io.github.pdd4j.Golden;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import io.github.pdd4j.weights.StoredType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks written as TorchScript, loaded by PyTorch's own reader, which DJL calls for files of other programs. */
class TorchScriptWritingTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "atd_x3.safetensors",
                "dat_x3.safetensors",
                "drct_x4.safetensors",
                "edsr_x3.pth",
                "esrgan_x1.pth",
                "esrgan_x8.pth",
                "hat_x2.safetensors",
                "mosr_x2_gps.pth",
                "mosr_x3_dysample.pth",
                "omnisr_x3.safetensors",
                "rcan_x2_unshuffle.pth",
                "rcan_x3_normalized.pth",
                "realcugan_x2_fast.safetensors",
                "realcugan_x4.safetensors",
                "realplksr_x2_dysample.pth",
                "realplksr_x4.pth",
                "rgt_x3_3conv.safetensors",
                "srformer_x4_nearest_3conv.safetensors",
                "swinir_x2_direct.pth",
                "swinir_x4_nearest_3conv.pth"
            })
    void pytorch_predicts_what_the_published_code_predicts(String name) throws Exception {
        StateDict golden = Golden.arrays(name.substring(0, name.indexOf('.')) + ".npz");
        Network.load(Golden.file(name)).save(folder.resolve("network.pt"));

        assertAgrees(predicted(golden.tensor("input")), golden.tensor("output").floats(), 1e-4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"span_x2_nf8.pth", "msrresnet_x4_nf16_nb4.pth", "rrdbnet_x2_nf16_nb1_gc8.pth"})
    void pytorch_upscales_as_this_library_does_whatever_sides_an_image_has(String name) throws Exception {
        assertUpscales(Network.load(Golden.file(name)));
    }

    @Test
    void windows_and_slopes_are_written_for_any_size_too() throws Exception {
        assertUpscales(Network.load(Golden.file("swinir_x3.pth")));
        assertUpscales(PretrainedModels.generalist());
    }

    private void assertUpscales(Network network) throws Exception {
        network.save(folder.resolve("network.pt"));
        Image image = TestImages.image(7, 13, 18);
        Image expected = network.upscale(image, u -> u.precision(Precision.FLOAT32));

        float[] found = predicted(StoredTensor.of(image.values(), 1, 3, image.height(), image.width()));
        for (int i = 0; i < found.length; i++) {
            found[i] = Math.min(Math.max(found[i], 0), 1);
        }
        assertAgrees(found, expected.values(), 1e-5);
    }

    /** Half has 11 bits, bfloat16 8; networks round many times. */
    @Test
    void numbers_of_two_bytes_halve_the_file_and_predict_nearly_the_same() throws Exception {
        Network network = PretrainedModels.generalist();
        Image image = TestImages.image(8, 16, 12);
        network.save(folder.resolve("network.pt"));
        long whole = Files.size(folder.resolve("network.pt"));
        float[] expected = predicted(StoredTensor.of(image.values(), 1, 3, image.height(), image.width()));

        for (Map.Entry<StoredType, Double> each :
                Map.of(StoredType.FLOAT16, 5e-3, StoredType.BFLOAT16, 4e-2).entrySet()) {
            network.save(folder.resolve("network.pt"), each.getKey());
            float[] found = predicted(StoredTensor.of(image.values(), 1, 3, image.height(), image.width()));
            assertAgrees(found, expected, each.getValue());
            assertThat(found).isNotEqualTo(expected);
            assertThat(Files.size(folder.resolve("network.pt"))).isLessThan((long) (0.6 * whole));
        }
    }

    @Test
    void the_file_tells_where_the_network_comes_from() throws IOException {
        PretrainedModels.specialist().named("adapted from mine", "mine").save(folder.resolve("told.pt"));

        String text = new String(Files.readAllBytes(folder.resolve("told.pt")), StandardCharsets.ISO_8859_1);
        assertThat(text).contains("extra/metadata.json").contains("\"adapted from\":\"mine\"", "\"scale\":\"4\"");
    }

    @Test
    void what_is_not_written_or_read_as_torchscript_is_said() {
        Network generalist = PretrainedModels.generalist();
        Network own = new Network(new Own(), generalist.weights(), "mine");

        assertThatThrownBy(() -> own.save(folder.resolve("a.pt")))
                .hasMessage("TorchScript file must be of an architecture whose forward pass is a script, got Own of"
                        + " mine: use .pth or .safetensors");
        assertThatThrownBy(() -> generalist.save(folder.resolve("b.pt"), StoredType.FLOAT64))
                .hasMessage("weights for TorchScript must be written as FLOAT32, FLOAT16 or BFLOAT16, got FLOAT64: use"
                        + " FLOAT32 to keep them exact or FLOAT16 to halve the file");
        generalist.save(folder.resolve("c.pt"));
        assertThatThrownBy(() -> Network.load(folder.resolve("c.pt")))
                .hasMessage("checkpoint c.pt must hold weights only, got a TorchScript program: the file was not run,"
                        + " save its state_dict() instead");
    }

    private float[] predicted(StoredTensor input) throws IOException, MalformedModelException, TranslateException {
        try (ai.djl.Model model = ai.djl.Model.newInstance("network", cpu(), "PyTorch")) {
            model.load(folder, "network.pt");
            try (Scope scope = Scope.inference(cpu());
                    Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator())) {
                NDList images = new NDList(scope.tensor(input.floats(), input.shape()));
                return predictor.predict(images).singletonOrThrow().toFloatArray();
            }
        }
    }

    /** An architecture of one's own, which computes without a script. */
    private record Own() implements SuperResolutionConfig {
        @Override
        public String architecture() {
            return "Own";
        }

        @Override
        public Map<String, long[]> shapes() {
            return PretrainedModels.generalist().config().shapes();
        }

        @Override
        public int scale() {
            return 4;
        }

        @Override
        public NDArray forward(NDArray x, List<NDArray> weights) {
            return x;
        }
    }
}
