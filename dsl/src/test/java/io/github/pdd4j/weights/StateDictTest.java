package io.github.pdd4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDictTest {
    @TempDir
    Path folder;

    private final StoredTensor tensor = StoredTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);

    @Test
    void a_tensor_is_a_copy_of_its_values_and_gives_copies() {
        float[] values = {1, 2};
        long[] shape = {1, 2};
        StoredTensor copied = StoredTensor.of(values, shape);
        values[0] = 9;
        shape[0] = 9;
        copied.floats()[1] = 9;
        copied.shape()[1] = 9;

        assertThat(copied.floats()).containsExactly(1, 2);
        assertThat(copied.shape()).containsExactly(1, 2);
        assertThat(copied).hasToString("FLOAT32 1x2");
    }

    @Test
    void a_checkpoint_in_memory_is_read_as_its_file_is() throws IOException {
        Path file = Checkpoints.write(
                StateDict.of(Map.of("module.a", tensor)), folder.resolve("a.safetensors"), StoredType.FLOAT32);
        StateDict read = Checkpoints.read("b.safetensors", Files.readAllBytes(file));

        assertThat(read).isEqualTo(Checkpoints.read(file)).hasToString("b.safetensors: 1 tensors, 6 numbers");
        assertThat(read.sha256()).isEqualTo(Checkpoints.read(file).sha256());
        assertThat(read.names()).containsExactly("a");
    }

    @Test
    void weights_are_equal_by_names_formats_shapes_and_numbers() {
        StateDict weights = StateDict.of(Map.of("a", StoredTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3)));

        assertThat(weights)
                .isEqualTo(StateDict.of(Map.of("a", tensor)))
                .hasSameHashCodeAs(StateDict.of(Map.of("a", tensor)))
                .isEqualTo(weights.metadata(Map.of("made", "today")))
                .isNotEqualTo(StateDict.of(Map.of("b", tensor)))
                .isNotEqualTo(StateDict.of(Map.of("a", StoredTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2))))
                .isNotEqualTo(StateDict.of(Map.of("a", StoredTensor.of(new float[] {1, 2, 3, 4, 5, 7}, 2, 3))));
    }

    @Test
    void a_number_that_is_not_finite_is_named_with_its_tensor_and_place() {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("a", tensor);
        tensors.put("b", StoredTensor.of(new float[] {0, Float.NaN}, 2));
        tensors.put("c", StoredTensor.of(new float[] {Float.NEGATIVE_INFINITY}));

        assertThat(StateDict.of(Map.of("a", tensor)).requireFinite().names()).containsExactly("a");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StateDict.of(tensors).requireFinite())
                .withMessage(
                        "weights of memory must be finite numbers, got NaN at position 1 in b, and such numbers in 1"
                                + " tensors more: a training that diverged leaves such a file, use an earlier checkpoint or"
                                + " fetch it again");
    }

    @Test
    void a_number_too_large_for_a_format_is_refused_when_it_is_written_not_made_infinite() {
        StateDict large = StateDict.of(Map.of("w", StoredTensor.of(new float[] {1, 70_000}, 2)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.write(large, folder.resolve("a.pth"), StoredType.FLOAT16))
                .withMessage("weights to write as FLOAT16 must be within its range, got larger ones in w of memory: use"
                        + " BFLOAT16 or FLOAT32");
        assertThat(Checkpoints.read(Checkpoints.write(large, folder.resolve("a.pth"), StoredType.BFLOAT16))
                        .tensor("w")
                        .floats()[1])
                .isEqualTo(70_144);
    }

    @Test
    void a_shape_must_hold_exactly_the_values() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoredTensor.of(new float[5], 2, 3))
                .withMessage("tensor shape must hold exactly the values, got 2x3 for 5 values:"
                        + " give the lengths of the axes, outermost first");
        assertThatIllegalArgumentException().isThrownBy(() -> StoredTensor.of(new float[6], -2, -3));
        assertThatIllegalArgumentException().isThrownBy(() -> StoredTensor.of(new float[0], 1L << 40, 1L << 40));
    }

    @Test
    void a_single_number_has_an_empty_shape_and_an_empty_axis_no_numbers() {
        assertThat(StoredTensor.of(new float[] {7}).shape()).isEmpty();
        assertThat(StoredTensor.of(new float[0], 3, 0).floats()).isEmpty();
    }

    @Test
    void the_order_of_the_map_is_kept() {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("z", tensor);
        tensors.put("a", tensor);

        assertThat(StateDict.of(tensors).names()).containsExactly("z", "a");
    }

    @Test
    void an_unknown_name_lists_the_nearest() {
        StateDict weights = StateDict.of(Map.of("conv_first.weight", tensor, "body.0", tensor));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> weights.tensor("conv_frist.weight"))
                .withMessage("tensor name must be one of the 2 in memory, got conv_frist.weight:"
                        + " the nearest are conv_first.weight, body.0");
    }

    @Test
    void a_prefix_comes_off_where_it_stands_and_never_merges_two_tensors() {
        StateDict weights = StateDict.of(Map.of("module.a", tensor, "b", tensor));

        assertThat(weights.withoutPrefix("module.").names()).containsExactlyInAnyOrder("a", "b");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        StateDict.of(Map.of("module.a", tensor, "a", tensor)).withoutPrefix("module."))
                .withMessageContaining("got two tensors a in memory");
    }

    @Test
    void the_digest_changes_with_names_shapes_and_numbers() {
        StateDict weights = StateDict.of(Map.of("a", StoredTensor.of(new float[] {1, 2}, 2)));

        assertThat(StateDict.of(Map.of("a", StoredTensor.of(new float[] {1, 2}, 2)))
                        .digest())
                .isEqualTo(weights.digest());
        assertThat(List.of(
                        StateDict.of(Map.of("b", StoredTensor.of(new float[] {1, 2}, 2))),
                        StateDict.of(Map.of("a", StoredTensor.of(new float[] {1, 2}, 1, 2))),
                        StateDict.of(Map.of("a", StoredTensor.of(new float[] {1, Math.nextUp(2f)}, 2)))))
                .extracting(StateDict::digest)
                .doesNotContain(weights.digest())
                .doesNotHaveDuplicates();
    }

    /** Runs and folders keep this digest, so no wording may change it. */
    @Test
    void the_digest_is_over_names_formats_shapes_and_bytes() {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("a", StoredTensor.of(new float[] {1, 2}, 1, 2));
        tensors.put("s", StoredTensor.of(new float[] {3}));

        assertThat(StateDict.of(tensors).digest())
                .isEqualTo("da9ec5a20242ade4b334cd2f56da4c47166493c1e1a56c2053d040560d95fc17");
    }
}
