package io.github.pdd4j.weights;

import static io.github.pdd4j.weights.PickleBytes.latin;
import static io.github.pdd4j.weights.PickleBytes.tensor;
import static io.github.pdd4j.weights.PickleBytes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostilePthTest {
    private static final String DICT = "\u0080\u0002}(";
    private static final String CALL_SYSTEM = "cos\nsystem\n" + text("touch run") + "\u0085R";
    private static final byte[] THREE_FLOATS = new byte[12];

    @TempDir
    Path folder;

    private Path zip(String pickle) {
        return PickleBytes.zip(folder.resolve("evil.pth"), pickle, THREE_FLOATS);
    }

    private void assertRefused(Path path, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.read(path))
                .withMessage("checkpoint evil.pth must " + sentence);
    }

    @Test
    void a_hand_written_state_dict_is_read() {
        StateDict read = Checkpoints.read(zip(DICT + text("a") + tensor("0", 3, 1, 2) + "u."));

        assertThat(read.tensor("a").floats()).containsExactly(0, 0);
    }

    @Test
    void a_global_is_refused_by_name_and_the_file_is_not_run() throws IOException {
        String sentence =
                "hold only tensors, dicts, lists, tuples, numbers and strings, got the Python global os.system:"
                        + " the file was not run, use only state dicts, saved with torch.save(network.state_dict(), …)";

        assertRefused(zip(DICT + text("a") + tensor("0", 3, 0, 3) + text("b") + CALL_SYSTEM + "u."), sentence);
        assertRefused(zip("\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093."), sentence);
        assertRefused(zip("(" + text("touch run") + "ios\nsystem\n."), sentence);
        Path legacy = folder.resolve("evil.pth");
        assertRefused(Files.write(legacy, PickleBytes.legacy(CALL_SYSTEM + ".", "].", new byte[0])), sentence);
        assertRefused(Files.write(legacy, latin("\u0080\u0002" + CALL_SYSTEM + ".")), sentence);
        assertRefused(Files.write(legacy, latin("cos\nsystem\n(S'touch run'\ntR.")), sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"builtins\neval", "torch.jit\nload", "torch._utils\nimport_module", "torch\nos", "collections\n"
            })
    void neighbors_of_the_known_names_are_refused_too(String global) {
        assertRefused(
                zip("c" + global + "\n."),
                "hold only tensors, dicts, lists, tuples, numbers and strings, got the Python global "
                        + global.replace('\n', '.')
                        + ": the file was not run, use only state dicts, saved with torch.save(network.state_dict(), …)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // no bytes at all
                "\u0080\u0002}(", // no end
                "\u0080c}.", // protocol 99
                "X\u00ff\u00ff\u00ff\u007fabc", // a string of two gigabytes
                "B\u00ff\u00ff\u00ff\u00ffabc", // bytes of four gigabytes
                "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ffabc", // a negative length
                "\u008b\u00ff\u00ff\u00ff\u00ffabc", // an endless number
                "}q\0h\u0001.", // an unset memo
                "0.", // nothing to take off
                "t.", // no mark
                "(}0(0.", // beneath the mark
                "}}h.", // cut in an operand
                "}(K\u0001u.", // half a pair
                "}}}s.", // a dict as a key
                "}(K\u0001K\u0002K\u0003Qu.", // a reference that is no tuple
                "]K\u0001b.", // state for a list
                "K\u0001)R.", // calling a number
                "ccollections\nOrderedDict\n](K\u0001e\u0085R.", // pairs that are none
                "ctorch._utils\n_rebuild_tensor_v2\n)R.",
                "ctorch._utils\n_rebuild_parameter\n)R.",
                "ccollections\nOrderedDict\n.",
                "K\u0007.",
                "}."
            })
    void a_malformed_pickle_is_refused_with_a_sentence(String pickle) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.read(zip(pickle)))
                .withMessageMatching("checkpoint evil.pth must .*, got .*: .*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3 0 4", "3 1 3", "4 0 3", "200 0 100", "3 200 1"})
    void a_tensor_beyond_its_storage_is_refused(String numbers) {
        int[] n = Arrays.stream(numbers.split(" ", -1))
                .mapToInt(Integer::parseInt)
                .toArray();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.read(zip(DICT + text("a") + tensor("0", n[0], n[1], n[2]) + "u.")))
                .withMessageEndingWith(": the file is cut short or damaged, fetch or save it again");
    }

    @Test
    void a_tensor_that_repeats_its_storage_to_any_size_is_refused() {
        String repeated =
                tensor("0", 3, 0, 0).replace("K\0\u0085K\u0001\u0085", "J\u00ff\u00ff\u00ff\u007f\u0085K\0\u0085");

        assertRefused(
                zip(DICT + text("a") + repeated + "u."),
                "keep each tensor within its storage, once, got a beyond a storage of 3 numbers:"
                        + " the file is cut short or damaged, fetch or save it again");
    }

    @Test
    void circles_are_refused() {
        String sentence = "hold dicts, lists and tuples nested at most 1000 deep, got one that holds itself or nests"
                + " deeper: save the network's state_dict() and use that";

        assertRefused(zip("}q\0" + text("params") + "h\0s."), sentence);
        assertRefused(
                zip("}q\0" + text("a") + "]q\u0001h\0\u0085as" + text("b") + tensor("0", 3, 0, 3) + "s."), sentence);
        assertRefused(zip("}" + text("a") + ")" + "\u0085".repeat(100_000) + "s."), sentence);
    }

    @Test
    void endless_marks_and_operations_are_refused() {
        assertRefused(
                zip("(".repeat(100_000)),
                "nest at most 1000 levels, got a deeper nesting: save the network's state_dict() and use that");
        assertRefused(
                zip("}0".repeat(2_000_000)),
                "need at most 2000000 pickle operations, got more: save the network's state_dict() and use that");
    }

    @Test
    void a_remembered_list_is_not_copied_without_end() {
        String pairs = "](" + "K\u0001K\u0002\u0086".repeat(10_000) + "e\u0085q\u00010";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.read(
                        zip("(" + pairs + "ccollections\nOrderedDict\nq\u00020" + "h\u0002h\u0001R".repeat(200_000))))
                .withMessageContaining("got more than 1000000 entries in ordered dicts");
    }

    @Test
    void a_packed_entry_which_may_unfold_to_any_size_is_refused() throws IOException {
        Path bomb = folder.resolve("evil.pth");
        try (var zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            zip.write(new byte[1 << 20]);
        }

        assertRefused(
                bomb,
                "store its entries uncompressed, as torch.save does, got the compressed entry archive/data.pkl: unpack the"
                        + " archive and pack it again without compression, by zip -0 -r for example");
    }

    @Test
    void every_truncation_of_a_checkpoint_is_refused() throws IOException {
        for (String name : new String[] {
            "wrapped.pth", "everything_legacy.pth", "everything.safetensors", "arrays.ckpt", "arrays_protocol4.ckpt"
        }) {
            byte[] whole = Files.readAllBytes(PthTest.resource(name));
            for (int length = 0; length < whole.length; length += 7) {
                Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
                assertThatIllegalArgumentException()
                        .as("%s cut at %d", name, length)
                        .isThrownBy(() -> Checkpoints.read(cut));
            }
        }
    }
}
