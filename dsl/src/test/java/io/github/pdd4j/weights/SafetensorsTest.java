package io.github.pdd4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    private static final float[] VALUES = {0, -0f, 1.5f, 65504, Float.NaN, Float.NEGATIVE_INFINITY, 0.1f, 1e-7f};

    @TempDir
    Path folder;

    private StateDict sample() {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("z.weight", StoredTensor.of(VALUES, 2, 4));
        tensors.put("a.\"b\"", StoredTensor.of(new float[] {3}));
        tensors.put("none", StoredTensor.of(new float[0], 0, 5));
        return StateDict.of(tensors).metadata(Map.of("format", "pt"));
    }

    private Path file(String header, int numbers) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + numbers).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(
                folder.resolve("a.safetensors"),
                bytes.putLong(text.length).put(text).array());
    }

    @Test
    void names_shapes_values_and_metadata_come_back_bit_for_bit() {
        StateDict read =
                Checkpoints.read(Checkpoints.write(sample(), folder.resolve("a.safetensors"), StoredType.FLOAT32));

        assertThat(read.names()).containsExactly("z.weight", "a.\"b\"", "none");
        assertThat(read.tensor("z.weight").floats()).containsExactly(VALUES);
        assertThat(read.tensor("a.\"b\"").shape()).isEmpty();
        assertThat(read.tensor("none").shape()).containsExactly(0, 5);
        assertThat(read.metadata()).containsExactly(Map.entry("format", "pt"));
        assertThat(read.source()).isEqualTo("a.safetensors");
        assertThat(read).hasToString("a.safetensors: 3 tensors, 9 numbers");
    }

    @Test
    void half_weights_are_rounded_once() {
        Path half = Checkpoints.write(sample(), folder.resolve("a.safetensors"), StoredType.FLOAT16);
        Path again = Checkpoints.write(Checkpoints.read(half), folder.resolve("b.safetensors"), StoredType.FLOAT16);

        assertThat(Checkpoints.read(half).tensor("z.weight").floats()[6]).isEqualTo(0.099975586f);
        assertThat(again).hasSameBinaryContentAs(half);
    }

    @Test
    void the_digest_is_that_of_the_file() throws IOException {
        Path written = Files.write(
                folder.resolve("x.safetensors"),
                "5\0\0\0\0\0\0\0{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}x"
                        .getBytes(StandardCharsets.ISO_8859_1));

        assertThat(Checkpoints.read(written).tensor("a").floats()).containsExactly('x');
        assertThat(Checkpoints.read(written).sha256())
                .hasValue("40d8b70b1551367351008c7a4e3ee2d2769d046c60ca0e2f14cd44ef52bb14ff");
    }

    @Test
    void a_file_that_was_replaced_leaves_what_was_read_from_it_as_it_was() {
        StateDict large = StateDict.of(
                Map.of("z.weight", StoredTensor.of(VALUES, 8), "a", StoredTensor.of(new float[1_000_000], 1_000_000)));
        Path path = Checkpoints.write(large, folder.resolve("a.safetensors"), StoredType.FLOAT32);
        StateDict before = Checkpoints.read(path);
        Checkpoints.write(StateDict.of(Map.of("other", StoredTensor.of(new float[] {1}))), path, StoredType.FLOAT32);

        assertThat(before.tensor("z.weight").floats()).containsExactly(VALUES);
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void a_file_that_is_cut_short_while_it_is_in_use_is_an_error_and_not_the_end_of_the_process() throws IOException {
        StateDict large = StateDict.of(Map.of("a", StoredTensor.of(new float[1_000_000], 1_000_000)));
        Path path = Checkpoints.write(large, folder.resolve("a.safetensors"), StoredType.FLOAT32);
        StoredTensor tensor = Checkpoints.read(path).tensor("a");
        Files.write(path, new byte[1]);

        assertThatThrownBy(tensor::floats)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("got one that was truncated or removed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,16]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1,-2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296,2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,1e999]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2",
                "{\"a\":[[[[[[[[[[[[[[[[[[",
                "{\"a\":7}",
                "{'a':{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}]",
                "{}",
                "{\"__metadata__\":{\"a\":\"b\"}}"
            })
    void a_header_that_its_file_cannot_bear_is_refused(String header) throws IOException {
        Path path = file(header, 8);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.read(path))
                .withMessageStartingWith("checkpoint a.safetensors must ")
                .withMessageMatching(".*, got .*: .*");
    }

    @Test
    void what_a_header_says_beside_the_known_is_passed_over() throws IOException {
        Path path = file("{\"a\":{\"dtype\":\"F32\",\"more\":[{\"x\":1}],\"shape\":[2],\"data_offsets\":[0,8]}}", 8);

        assertThat(Checkpoints.read(path).tensor("a").floats()).containsExactly(0, 0);
    }

    @Test
    void an_unknown_number_format_is_named() throws IOException {
        Path path = file("{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[0,8]}}", 8);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.read(path))
                .withMessage(
                        "checkpoint a.safetensors must hold numbers of type F64, F32, F16, BF16, I64, I32, I16, I8,"
                                + " U8 or BOOL, got F8_E4M3 for a: save it again in one of these");
    }

    @Test
    void a_missing_file_or_folder_and_an_unknown_extension_are_named() {
        assertThatThrownBy(() -> Checkpoints.read(folder.resolve("no.pth")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("checkpoint must be an existing and readable file, got ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.read(folder))
                .withMessageStartingWith("checkpoint must be a file, got the folder ");
        assertThatThrownBy(() -> Checkpoints.write(sample(), folder.resolve("no/a.safetensors"), StoredType.FLOAT32))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("files must be written to a writable folder with room, got ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.write(sample(), folder.resolve("a.onnx"), StoredType.FLOAT32))
                .withMessageStartingWith("checkpoint to write must end in .pth or .safetensors, got ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.write(sample(), folder.resolve("a.pth"), StoredType.INT64))
                .withMessageStartingWith("weights must be written as FLOAT64, FLOAT32, FLOAT16 or BFLOAT16, got INT64");
    }
}
