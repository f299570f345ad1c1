package io.github.pdd4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTest {
    @TempDir
    Path folder;

    @Test
    void arrays_of_either_order_are_read_under_their_names() {
        StateDict arrays = Checkpoints.read(PthTest.resource("tiny.npz"));

        assertThat(arrays.names()).containsExactly("rows", "columns", "count", "flags");
        assertThat(arrays.tensor("rows").floats()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(arrays.tensor("columns").doubles())
                .containsExactly(1 / 3.0, 1 + 1 / 3.0, 2 + 1 / 3.0, 3 + 1 / 3.0, 4 + 1 / 3.0, 5 + 1 / 3.0);
        assertThat(arrays.tensor("columns")).hasToString("FLOAT64 2x3");
        assertThat(arrays.tensor("count").doubles()).containsExactly(7);
        assertThat(arrays.tensor("flags").doubles()).containsExactly(1, 0);
    }

    @Test
    void an_array_with_fewer_numbers_than_its_header_announces_is_refused() throws IOException {
        byte[] bytes = Files.readAllBytes(PthTest.resource("tiny.npz"));
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replaceFirst("\\(2, 3\\)", "(7, 1)");
        Path file = Files.write(folder.resolve("a.npz"), text.getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> Checkpoints.read(file))
                .hasMessage(
                        "checkpoint a.npz must hold every number that its headers announce, got too few in rows.npy:"
                                + " the file is cut short or damaged, fetch or save it again");
    }

    @Test
    void objects_which_would_be_code_are_refused_in_one_sentence() throws IOException {
        byte[] bytes = Files.readAllBytes(PthTest.resource("tiny.npz"));
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replaceFirst("'<f4'", "'|O' ");
        Path file = Files.write(folder.resolve("a.npz"), text.getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> Checkpoints.read(file))
                .hasMessageMatching("checkpoint a.npz must hold little-endian arrays of numbers, got .*'\\|O'.*"
                        + " in rows.npy: save it again from a plain array");
    }
}
