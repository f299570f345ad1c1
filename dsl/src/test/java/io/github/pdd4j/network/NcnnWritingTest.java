package io.github.pdd4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.Golden;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks written for ncnn, held to files of its own converters. */
class NcnnWritingTest {
    private static final String ANIMATION = "weights/ncnn/REALESRGAN_ANIMAVIDEOV3_UP4X";
    private static final Pattern LAYER = Pattern.compile("(?m)^(\\w+) +\\S+ +(\\d+) (\\d+)(.*)$");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    static Stream<Path> networks() {
        return Stream.of("rrdbnet_x4_nf16_nb2_gc8.pth", "rrdbnet_x2_nf16_nb1_gc8.pth")
                .map(Golden::file);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void every_bit_comes_back(Path original) {
        assertSame(Network.load(original));
    }

    @Test
    void every_bit_of_the_shipped_networks_comes_back() {
        assertSame(PretrainedModels.generalist());
    }

    private void assertSame(Network network) {
        network.save(folder.resolve("copy.param"));
        Network again = Network.load(folder.resolve("copy.param"));

        assertThat(again.config()).isEqualTo(network.config());
        for (String name : network.weights().names()) {
            assertThat(again.weights().tensor(name).floats())
                    .as(name)
                    .isEqualTo(network.weights().tensor(name).floats());
        }
    }

    @Test
    void half_weights_are_rounded_and_biases_are_not() {
        StateDict whole =
                Network.load(Golden.file("rrdbnet_x4_nf16_nb2_gc8.pth")).weights();
        Network.load(Golden.file("rrdbnet_x4_nf16_nb2_gc8.pth")).save(folder.resolve("half.param"), StoredType.FLOAT16);
        StateDict half = Network.load(folder.resolve("half.param")).weights();

        for (String name : whole.names()) {
            float[] exact = whole.tensor(name).floats();
            float[] rounded = half.tensor(name).floats();
            for (int i = 0; i < exact.length; i++) {
                float bound = name.endsWith(".bias") ? 0 : Math.max(Math.abs(exact[i]) * 0x1p-11f, 0x1p-25f);
                assertThat(Math.abs(rounded[i] - exact[i])).isLessThanOrEqualTo(bound);
            }
        }
        assertThat(half.tensor("conv_last.weight").type()).isEqualTo(StoredType.FLOAT16);
    }

    @Test
    void a_compact_network_is_written_as_the_converter_wrote_it() throws IOException {
        Network network = Network.load(Golden.shared(ANIMATION + ".param"));
        network.save(folder.resolve("again.param"), StoredType.FLOAT16);

        assertThat(layers(folder.resolve("again.param"))).isEqualTo(layers(Golden.shared(ANIMATION + ".param")));
        assertThat(folder.resolve("again.bin")).hasBinaryContent(Files.readAllBytes(Golden.shared(ANIMATION + ".bin")));
    }

    @Test
    void every_result_of_a_layer_is_read_once_and_the_counts_are_right() throws IOException {
        Network.load(Golden.file("rrdbnet_x2_nf16_nb1_gc8.pth")).save(folder.resolve("rrdb.param"));
        List<String> lines = Files.readAllLines(folder.resolve("rrdb.param"));
        List<String> results =
                lines.stream().skip(2).flatMap(line -> names(line, true)).toList();
        List<String> inputs =
                lines.stream().skip(2).flatMap(line -> names(line, false)).toList();

        assertThat(lines.get(0)).isEqualTo("7767517");
        assertThat(lines.get(1)).isEqualTo(lines.size() - 2 + " " + results.size());
        assertThat(results).doesNotHaveDuplicates().contains("data", "output");
        assertThat(inputs).doesNotHaveDuplicates();
        assertThat(Stream.concat(inputs.stream(), Stream.of("output"))).containsExactlyInAnyOrderElementsOf(results);
    }

    @Test
    void what_is_not_written_for_ncnn_is_said() {
        assertThatThrownBy(() -> PretrainedModels.srResNet().save(folder.resolve("srresnet.param")))
                .hasMessage("ncnn file must be of an architecture that says its layers by ncnn(), got SRResNet of"
                        + " small-srresnet: use .onnx, .pt (TorchScript), .pth or .safetensors");
        assertThatThrownBy(() -> PretrainedModels.generalist().save(folder.resolve("b.param"), StoredType.BFLOAT16))
                .hasMessage(
                        "weights for ncnn must be written as FLOAT32 or FLOAT16, got BFLOAT16: use FLOAT32 to keep them"
                                + " exact or FLOAT16 to halve the file");
    }

    /** Type, numbers of inputs and outputs, and parameters of each layer. */
    private static List<String> layers(Path param) throws IOException {
        return LAYER.matcher(Files.readString(param))
                .results()
                .map(NcnnWritingTest::withoutNames)
                .toList();
    }

    private static String withoutNames(MatchResult layer) {
        int names = Integer.parseInt(layer.group(2)) + Integer.parseInt(layer.group(3));
        List<String> rest =
                Arrays.stream(layer.group(4).strip().split(" +")).skip(names).toList();
        return layer.group(1) + " " + layer.group(2) + " " + layer.group(3) + " " + rest;
    }

    private static Stream<String> names(String line, boolean results) {
        String[] words = line.split(" +");
        int inputs = Integer.parseInt(words[2]);
        int outputs = Integer.parseInt(words[3]);
        int from = 4 + (results ? inputs : 0);
        return Arrays.stream(words).skip(from).limit(results ? outputs : inputs);
    }
}
