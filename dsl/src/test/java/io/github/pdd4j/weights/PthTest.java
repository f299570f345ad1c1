package io.github.pdd4j.weights;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.pdd4j.Golden;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in {@code weights} were written by PyTorch 2.7.1, which also computed {@code digests.txt}. */
class PthTest {
    static Path resource(String name) {
        try {
            return Path.of(PthTest.class.getResource("/weights/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<String> digests() throws IOException {
        return Files.readAllLines(resource("digests.txt")).stream();
    }

    @ParameterizedTest
    @MethodSource("digests")
    void names_order_shapes_and_every_value_are_those_that_pytorch_reads(String line) throws Exception {
        String[] place = line.substring(66).split("#", -1);
        String name = place[0];
        Path path = name.startsWith("golden/")
                ? Golden.file(name.substring("golden/".length()))
                : name.startsWith("weights/") ? Golden.shared(name) : resource(name);

        StateDict read = place.length == 1 ? Checkpoints.read(path) : Checkpoints.read(path, place[1]);
        assertThat(digest(read)).isEqualTo(line.substring(0, 64));
    }

    private static String digest(StateDict weights) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String name : weights.names()) {
            StoredTensor tensor = weights.tensor(name);
            String shape =
                    Arrays.stream(tensor.shape()).mapToObj(Long::toString).collect(joining(", ", "[", "]"));
            digest.update((name + shape).getBytes(StandardCharsets.UTF_8));
            float[] values = tensor.floats();
            ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
            for (float value : values) {
                bytes.putInt(Float.floatToIntBits(value));
            }
            digest.update(bytes.array());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"everything.pth", "everything_legacy.pth", "everything.safetensors"})
    void each_number_format_is_widened_and_each_view_of_a_storage_is_followed(String file) {
        StateDict weights = Checkpoints.read(resource(file));

        assertThat(weights.tensor("double").type()).isEqualTo(StoredType.FLOAT64);
        assertThat(weights.tensor("double").floats()).startsWith(0.1f, -2.5f, 65504);
        assertThat(weights.tensor("half").floats())
                .containsExactly(0.099975586f, -2.5f, 65504, Float.POSITIVE_INFINITY, 1.1920929e-7f, Float.NaN);
        assertThat(weights.tensor("bfloat16").floats()).startsWith(0.100097656f, -2.5f, 65536);
        assertThat(weights.tensor("long").floats()).containsExactly(1, -2, 100);
        assertThat(weights.tensor("int").floats()).containsExactly(1, -2, 100);
        assertThat(weights.tensor("short").floats()).containsExactly(1, -2, 100);
        assertThat(weights.tensor("char").floats()).containsExactly(1, -2, 100);
        assertThat(weights.tensor("byte").floats()).containsExactly(1, 200);
        assertThat(weights.tensor("bool").floats()).containsExactly(1, 0);
        assertThat(weights.tensor("scalar").shape()).isEmpty();
        assertThat(weights.tensor("empty").shape()).containsExactly(0, 5);
        assertThat(weights.tensor("permuted").shape()).containsExactly(4, 2, 3);
        assertThat(weights.tensor("permuted").floats()).startsWith(0, 0.5f, 1, 1.5f, 2, 2.5f, 0.125f);
        assertThat(weights.tensor("strided").floats()).containsExactly(0.5f, 0.75f, 1, 1.25f, 2, 2.25f, 2.5f, 2.75f);
        assertThat(weights.tensor("row").floats()).containsExactly(2.5f, 2.625f, 2.75f, 2.875f);
        assertThat(weights.tensor("parameter").floats()).containsExactly(3, 4);
    }

    @Test
    void the_averaged_weights_of_a_training_checkpoint_come_first_and_bare() {
        StateDict weights = Checkpoints.read(resource("wrapped.pth"));

        assertThat(weights.names()).containsExactly("w", "b");
        assertThat(weights.tensor("w").floats()).containsExactly(2);
    }

    @Test
    void another_entry_is_read_by_its_name_and_an_unknown_one_lists_the_entries() {
        Path path = resource("wrapped.pth");

        assertThat(Checkpoints.read(path, "params").tensor("w").floats()).containsExactly(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.read(path, "model"))
                .withMessage("checkpoint wrapped.pth must hold a dict of tensors under model, got epoch, lr, name,"
                        + " optimizer, big, neg, none, params, params_ema: name one of its entries");
    }
}
