package io.github.pdd4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NcnnTest {
    private static final String NETWORK = """
            7767517
            5 5
            Input        in    0 1 a
            Convolution  conv  1 1 a b 0=1 1=3 11=1 5=1 6=3
            PReLU        act   1 1 b c 0=1
            PixelShuffle up    1 1 c d 0=1
            InnerProduct fc    1 1 d e 0=2 1=0 2=2 -23300=2,1,2
            """;

    @TempDir
    Path folder;

    /** Three halves and their padding, bias, slope, two plain floats. */
    private static byte[] numbers(int flag) {
        return ByteBuffer.allocate(32)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(flag)
                .putShort((short) 0x3c00)
                .putShort((short) 0xc000)
                .putShort((short) 0x3800)
                .putShort((short) 0)
                .putFloat(0.25f)
                .putFloat(0.1f)
                .putInt(0)
                .putFloat(7)
                .putFloat(8)
                .array();
    }

    private Path written(String param, byte[] bin) throws IOException {
        Files.write(folder.resolve("net.bin"), bin);
        return Files.writeString(folder.resolve("net.param"), param);
    }

    private void assertRefused(String param, byte[] bin, String sentence) throws IOException {
        Path path = written(param, bin);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.read(path))
                .withMessage("checkpoint net." + sentence);
    }

    @Test
    void layers_become_named_tensors_from_either_file() throws IOException {
        Path param = written(NETWORK, numbers(0x01306B47));

        for (Path path : new Path[] {param, folder.resolve("net.bin")}) {
            StateDict read = Checkpoints.read(path);
            assertThat(read.names()).containsExactly("conv.weight", "conv.bias", "act.slope", "fc.weight");
            assertThat(read.tensor("conv.weight").type()).isEqualTo(StoredType.FLOAT16);
            assertThat(read.tensor("conv.weight").shape()).containsExactly(1, 1, 1, 3);
            assertThat(read.tensor("conv.weight").floats()).containsExactly(1, -2, 0.5f);
            assertThat(read.tensor("conv.bias").floats()).containsExactly(0.25f);
            assertThat(read.tensor("act.slope").floats()).containsExactly(0.1f);
            assertThat(read.tensor("fc.weight").shape()).containsExactly(2, 1);
            assertThat(read.tensor("fc.weight").floats()).containsExactly(7, 8);
            assertThat(NcnnLayer.of(read))
                    .containsExactly(
                            new NcnnLayer("Input", "in", Map.of()),
                            new NcnnLayer("Convolution", "conv", Map.of(0, "1", 1, "3", 11, "1", 5, "1", 6, "3")),
                            new NcnnLayer("PReLU", "act", Map.of(0, "1")),
                            new NcnnLayer("PixelShuffle", "up", Map.of(0, "1")),
                            new NcnnLayer("InnerProduct", "fc", Map.of(0, "2", 1, "0", 2, "2", -23300, "2,1,2")));
            assertThat(NcnnLayer.of(read.metadata(Map.of("ncnn.layers", "Input in"))))
                    .isEmpty();
        }
    }

    @Test
    void quantized_weights_are_refused() throws IOException {
        assertRefused(
                NETWORK,
                numbers(0x000D4B38),
                "bin must hold half or float weights, got quantized ones (flag 0xd4b38) for conv:"
                        + " use the network before its quantization");
    }

    @Test
    void numbers_that_are_left_over_mean_another_network() throws IOException {
        assertRefused(
                NETWORK.replace("0=2 1=0 2=2", "0=1 1=0 2=1"),
                numbers(0x01306B47),
                "bin must end with the last array of its .param file, got 4 bytes more:"
                        + " use the .bin and .param files of one network");
    }

    @ParameterizedTest
    @CsvSource({
        "Convolution, Convolution9",
        "6=3, 6=4",
        "6=3, 6=2000000000",
        "0=1 1=3, 0=-1 1=3",
        "0=1 1=3, 0=2147483647 1=2147483647",
        "5 5, 6 5",
        "5 5, x",
        "-23300=2, -x=2",
        "InnerProduct fc, InnerProduct conv",
        "0=2 1=0 2=2, 0=0 1=0 2=2",
        "1 1 d e, x y d e"
    })
    void a_param_file_that_its_numbers_cannot_bear_is_refused(String sound, String broken) throws IOException {
        Path path = written(NETWORK.replace(sound, broken), numbers(0x01306B47));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.read(path))
                .withMessageMatching("checkpoint net.(param|bin) must .*, got .*: .*");
    }

    @Test
    void one_file_of_the_two_is_not_enough() throws IOException {
        Path param = written(NETWORK, numbers(0x01306B47));
        Files.delete(folder.resolve("net.bin"));

        assertThatThrownBy(() -> Checkpoints.read(param))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("net.bin, which is not there");
    }
}
