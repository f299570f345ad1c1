package io.github.pdd4j.network;

import static io.github.pdd4j.Agreement.assertAgrees;
import static io.github.pdd4j.Pdd.cpu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.pdd4j.Golden;
import io.github.pdd4j.TestWeights;
import io.github.pdd4j.network.compact.Compact;
import io.github.pdd4j.network.rrdbnet.RrdbNet;
import io.github.pdd4j.network.srresnet.SrResNet;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.weights.StoredType;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks written as ONNX, computed by ONNX Runtime and by this library. */
class OnnxWritingTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    static Stream<Network> networks() {
        ModelConfig rrdb = RrdbNet.sized(8, 1, 4);
        ModelConfig residual = SrResNet.sized(8, 2);
        return Stream.concat(
                Stream.of(
                                "rrdbnet_x4_nf16_nb2_gc8.pth",
                                "rrdbnet_x2_nf16_nb1_gc8.pth",
                                "span_x2_nf8.pth",
                                "msrresnet_x4_nf16_nb4.pth",
                                "realplksr_x4.pth",
                                "edsr_x4.pth",
                                "edsr_x3.pth",
                                "rcan_x2_unshuffle.pth",
                                "rcan_x3_normalized.pth",
                                "esrgan_x1.pth",
                                "esrgan_x2.pth",
                                "esrgan_x8.pth")
                        .map(name -> Network.load(Golden.file(name))),
                Stream.of(
                        PretrainedModels.generalist(),
                        random("Compact ×3", Compact.sized(3, 8, 2)),
                        random("RRDBNet ×1", changed(rrdb, Map.of("conv_first.weight", new long[] {8, 48, 3, 3}))),
                        random("SRResNet ×3", upsampledOnce(residual, 3)),
                        random("SRResNet ×2", upsampledOnce(residual, 2))));
    }

    private static Network random(String name, ModelConfig form) {
        return Network.of(TestWeights.of(form, 7), name);
    }

    private static ModelConfig upsampledOnce(ModelConfig form, int scale) {
        long outputs = 8L * scale * scale;
        Map<String, long[]> other =
                Map.of("upconv1.weight", new long[] {outputs, 8, 3, 3}, "upconv1.bias", new long[] {outputs});
        return changed(form, other, "upconv2.weight", "upconv2.bias");
    }

    private static ModelConfig changed(ModelConfig form, Map<String, long[]> other, String... without) {
        Map<String, long[]> shapes = new LinkedHashMap<>(form.shapes());
        shapes.putAll(other);
        shapes.keySet().removeAll(List.of(without));
        return new ModelConfig() {
            @Override
            public String architecture() {
                return form.architecture();
            }

            @Override
            public Map<String, long[]> shapes() {
                return shapes;
            }
        };
    }

    @ParameterizedTest
    @MethodSource("networks")
    void onnx_runtime_computes_the_same_at_any_size(Network network) throws OrtException {
        Path file = folder.resolve("network.onnx");
        network.save(file);

        assertSame(network, file, 1, 12, 16, 1e-5);
        assertSame(network, file, 2, 20, 8, 1e-5);
    }

    /** Half has 11 bits; the deviation of one rounding is 0x1p-11, and a network makes many of them. */
    @ParameterizedTest
    @MethodSource("networks")
    void a_half_network_computes_nearly_the_same(Network network) throws OrtException {
        Path half = folder.resolve("half.onnx");
        network.save(half, StoredType.FLOAT16);

        assertSame(network, half, 1, 12, 16, 5e-3);
    }

    @Test
    void each_number_of_a_half_network_takes_two_bytes() throws IOException {
        Network network = PretrainedModels.generalist();
        network.save(folder.resolve("whole.onnx"));
        network.save(folder.resolve("half.onnx"), StoredType.FLOAT16);

        assertThat(Files.size(folder.resolve("whole.onnx")) - Files.size(folder.resolve("half.onnx")))
                .isCloseTo(2 * network.parameters(), Offset.offset(1000L));
    }

    private static void assertSame(Network network, Path file, int images, int height, int width, double tolerance)
            throws OrtException {
        float[] values = new float[images * 3 * height * width];
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        long[] shape = {images, 3, height, width};
        long[] enlarged = {images, 3, (long) height * network.scale(), (long) width * network.scale()};
        OrtEnvironment runtime = OrtEnvironment.getEnvironment();
        try (Scope scope = Scope.inference(cpu());
                OrtSession session = runtime.createSession(file.toString());
                OnnxTensor input = OnnxTensor.createTensor(runtime, FloatBuffer.wrap(values), shape);
                OrtSession.Result result = session.run(Map.of("input", input))) {
            OnnxTensor output = (OnnxTensor) result.get("output").orElseThrow();
            float[] expected = Model.frozen(network, Precision.FLOAT32, scope)
                    .predict(scope.tensor(values, shape))
                    .toFloatArray();
            assertThat(output.getInfo().getShape()).isEqualTo(enlarged);
            assertAgrees(array(output), expected, tolerance);
        }
    }

    private static float[] array(OnnxTensor tensor) {
        float[] values = new float[tensor.getFloatBuffer().remaining()];
        tensor.getFloatBuffer().get(values);
        return values;
    }

    @Test
    void the_file_tells_where_the_network_comes_from() throws OrtException {
        Network network = PretrainedModels.specialist().named("adapted from mine", "mine");
        network.save(folder.resolve("told.onnx"));

        OrtEnvironment runtime = OrtEnvironment.getEnvironment();
        try (OrtSession session =
                runtime.createSession(folder.resolve("told.onnx").toString())) {
            assertThat(session.getMetadata().getProducerName()).isEqualTo("PDD4J");
            assertThat(session.getMetadata().getCustomMetadata())
                    .containsAllEntriesOf(network.weights().metadata())
                    .containsEntry("adapted from", "mine")
                    .containsEntry("scale", "4")
                    .containsEntry("sha256 of the weights", network.weights().digest());
        }
    }

    @Test
    void what_is_not_written_as_onnx_is_said() {
        Network unknown =
                new Network(new Nameless(), PretrainedModels.generalist().weights(), "mine");

        assertThatThrownBy(() -> unknown.save(folder.resolve("a.onnx")))
                .hasMessage(
                        "ONNX file must be of an architecture that says its layers by onnx(), got Mine of mine: use .pth"
                                + " or .safetensors");
        assertThatThrownBy(() -> PretrainedModels.generalist().save(folder.resolve("b.onnx"), StoredType.BFLOAT16))
                .hasMessage("weights for ONNX must be written as FLOAT32 or FLOAT16, got BFLOAT16: use FLOAT32 to keep"
                        + " them exact or FLOAT16 to halve the file");
        assertThatThrownBy(() -> PretrainedModels.generalist().save(folder.resolve("c.tflite")))
                .hasMessageEndingWith("a network is also written to .onnx, .pt or .param");
        PretrainedModels.generalist().save(folder.resolve("d.onnx"));
        assertThatThrownBy(() -> Network.load(folder.resolve("d.onnx")))
                .hasMessage(
                        "checkpoint d.onnx must hold the weights of a network, got an ONNX file: convert the network"
                                + " to .safetensors or .pth");
    }

    /** An architecture of a cell, without layers for other programs. */
    private record Nameless() implements SuperResolutionConfig {
        @Override
        public String architecture() {
            return "Mine";
        }

        @Override
        public int scale() {
            return 4;
        }

        @Override
        public Map<String, long[]> shapes() {
            return Map.of();
        }

        @Override
        public NDArray forward(NDArray x, List<NDArray> weights) {
            return x;
        }
    }
}
