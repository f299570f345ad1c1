package io.github.pdd4j.weights;

import static io.github.pdd4j.weights.PickleBytes.latin;
import static io.github.pdd4j.weights.PickleBytes.tensor;
import static io.github.pdd4j.weights.PickleBytes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code .ckpt} files in {@code weights} were pickled by NumPy 2.4, one under the module name of NumPy 1. */
class NumpyPickleTest {
    private static final String RECONSTRUCT = "cnumpy.core.multiarray\n_reconstruct\n";
    private static final String NDARRAY = "cnumpy\nndarray\n";
    private static final String SHELL = RECONSTRUCT + NDARRAY + "K\0\u0085C\u0001b\u0087R";
    private static final String F4 = type("f4", "<");
    private static final String TWO_FLOATS = "C\u0008\0\0\u0080?\0\0\0@";
    private static final String SOUND = array("K\u0002\u0085", F4, "\u0089", TWO_FLOATS);

    @TempDir
    Path folder;

    private static String type(String code, String order) {
        return "cnumpy\ndtype\n" + text(code) + "\u0089\u0088\u0087R(K\u0003" + text(order)
                + "NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\0tb";
    }

    private static String array(String shape, String type, String columnMajor, String bytes) {
        return SHELL + "(K\u0001" + shape + type + columnMajor + bytes + "tb";
    }

    private Path file(String pickle) {
        try {
            return Files.write(folder.resolve("odd.ckpt"), latin("\u0080\u0003" + pickle));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StateDict read(String value) {
        return Checkpoints.read(file("}" + text("a") + value + "s."));
    }

    private void assertRefused(String value, String sentence) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(value)).withMessage(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrays.ckpt", "arrays_protocol4.ckpt"})
    void arrays_of_every_plain_type_and_order_are_read_under_dotted_names(String file) {
        StateDict arrays = Checkpoints.read(PthTest.resource(file));

        assertThat(arrays.names())
                .containsExactly(
                        "Net_0.Conv_0.kernel",
                        "Net_0.Conv_0.bias",
                        "Net_0.Dense_0.kernel",
                        "half",
                        "big",
                        "bigdouble",
                        "biglong",
                        "long",
                        "int",
                        "short",
                        "char",
                        "byte",
                        "bool",
                        "scalar",
                        "empty",
                        "transposed",
                        "tied");
        assertThat(arrays.tensor("Net_0.Conv_0.kernel")).hasToString("FLOAT32 2x3x4");
        assertThat(arrays.tensor("Net_0.Conv_0.kernel").floats())
                .startsWith(0, 0.125f, 0.25f)
                .endsWith(2.75f, 2.875f);
        assertThat(arrays.tensor("Net_0.Conv_0.bias").doubles()).containsExactly(1, -2.5, 3);
        assertThat(arrays.tensor("Net_0.Dense_0.kernel").floats()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(arrays.tensor("half").floats()).containsExactly(0.099975586f, -2.5f, 65504);
        assertThat(arrays.tensor("big").floats()).containsExactly(1.5f, -2, 0.125f);
        assertThat(arrays.tensor("bigdouble").doubles()).containsExactly(0.1, -2.5);
        assertThat(arrays.tensor("biglong").floats()).containsExactly(1, -2);
        assertThat(arrays.tensor("long").floats()).containsExactly(1, -2, 100);
        assertThat(arrays.tensor("int").floats()).containsExactly(1, -2, 100);
        assertThat(arrays.tensor("short").floats()).containsExactly(1, -2, 100);
        assertThat(arrays.tensor("char").floats()).containsExactly(1, -2, 100);
        assertThat(arrays.tensor("byte").floats()).containsExactly(1, 200);
        assertThat(arrays.tensor("bool").floats()).containsExactly(1, 0);
        assertThat(arrays.tensor("scalar").shape()).isEmpty();
        assertThat(arrays.tensor("scalar").floats()).containsExactly(7);
        assertThat(arrays.tensor("empty").shape()).containsExactly(0, 5);
        assertThat(arrays.tensor("transposed").shape()).containsExactly(4, 2, 3);
        assertThat(arrays.tensor("transposed").floats()).startsWith(0, 0.5f, 1, 1.5f, 2, 2.5f, 0.125f);
        assertThat(arrays.tensor("tied").doubles()).containsExactly(1, -2.5, 3);
    }

    @Test
    void an_entry_is_read_by_its_name_and_what_a_training_program_wraps_is_unwrapped() {
        Path file = PthTest.resource("arrays.ckpt");

        assertThat(Checkpoints.read(file, "Net_0").names())
                .containsExactly("Conv_0.kernel", "Conv_0.bias", "Dense_0.kernel");
        assertThat(Checkpoints.read(file, "Net_0.Conv_0").names()).containsExactly("kernel", "bias");
        assertThat(Checkpoints.read(file("}" + text("params") + "}" + text("Net") + "}" + text("a") + SOUND + "sss."))
                        .names())
                .containsExactly("Net.a");
    }

    @Test
    void a_hand_written_array_is_read_also_beside_tensors() {
        assertThat(read(SOUND).tensor("a").floats()).containsExactly(1, 2);

        String both = "\u0080\u0002}(" + text("a") + tensor("0", 3, 1, 2) + text("b") + SOUND + "u.";
        StateDict zipped = Checkpoints.read(PickleBytes.zip(folder.resolve("both.pth"), both, new byte[12]));
        assertThat(zipped.tensor("a").floats()).containsExactly(0, 0);
        assertThat(zipped.tensor("b").floats()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "numpy._core.numeric\n_frombuffer",
                "numpy.core.multiarray\nscalar",
                "numpy.core.multiarray\n_reconstruct2",
                "numpy.core\nmultiarray",
                "numpy\nload",
                "numpy\nmatrix",
                "numpy.ma.core\n_mareconstruct",
                "_codecs\nencode"
            })
    void every_other_name_of_numpy_is_refused_by_name(String global) {
        assertRefused(
                "c" + global + "\n",
                "checkpoint odd.ckpt must hold only tensors, dicts, lists, tuples, numbers and strings, got the Python"
                        + " global " + global.replace('\n', '.')
                        + ": the file was not run, save a dict of plain arrays with pickle.dump(arrays, file,"
                        + " protocol=4)");
    }

    @ParameterizedTest
    @CsvSource({"O8, |", "V4, |", "U2, <", "S3, |", "M8, <", "c8, <", "u4, <", "f16, <", "f4f4, <", "'', <"})
    void types_that_are_not_plain_numbers_are_refused(String code, String order) {
        assertRefused(
                array("K\u0002\u0085", type(code, order), "\u0089", TWO_FLOATS),
                "checkpoint odd.ckpt must hold NumPy arrays of the plain types f8, f4, f2, i8, i4, i2, i1, u1 and b1"
                        + " only, got the type " + code
                        + ": nothing was run, save plain arrays, as array.astype(\"f4\") makes them");
    }

    @Test
    void a_list_of_objects_in_place_of_bytes_is_refused() {
        assertRefused(
                array("K\u0001\u0085", F4, "\u0089", "](K\u0001e"),
                "checkpoint odd.ckpt must hold a well-formed pickle, got a ArrayList for a Bytes: the file is cut short or"
                        + " damaged, fetch or save it again");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 8 bytes for FLOAT32 [1]",
        "3, 8 bytes for FLOAT32 [3]",
    })
    void an_array_has_as_many_bytes_as_its_shape_needs(int length, String got) {
        assertRefused(
                array("K" + (char) length + "\u0085", F4, "\u0089", TWO_FLOATS),
                "checkpoint odd.ckpt must give each NumPy array as many bytes as its shape needs, got " + got
                        + ": the file is cut short or damaged, fetch or save it again");
    }

    /** Each is a good array with one thing amiss. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a shape beyond 64 bits", "a negative length", "too many axes", "a length that is no number",
                "half a number", "no order of bytes", "an order of bytes for more than one byte", "named fields",
                "a type without state", "a state that is no tuple", "a state of four fields", "another version",
                "an order of axes that is no boolean", "a type for bytes", "described twice", "never described",
                "a shell of another class", "a shell with a shape", "a shell without arguments", "the class called",
                "the type called without a code", "a type described twice", "state for a tensor", "gigabytes of bytes"
            })
    void an_odd_array_is_refused_with_a_sentence(String kind) {
        String many = "(" + "K\u0001".repeat(65) + "t";
        String huge = "\u008a\u0008\0\0\0\0\0\0\0@";
        String value = switch (kind) {
            case "a shape beyond 64 bits" -> array(huge + huge + "\u0086", F4, "\u0089", TWO_FLOATS);
            case "a negative length" ->
                array("J\u00fe\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ff\u0086", F4, "\u0089", TWO_FLOATS);
            case "too many axes" -> array(many, F4, "\u0089", "C\u0004\0\0\0\0");
            case "a length that is no number" -> array(text("2") + "\u0085", F4, "\u0089", TWO_FLOATS);
            case "half a number" -> array("K\u0001\u0085", F4, "\u0089", "C\u0006\0\0\0\0\0\0");
            case "no order of bytes" -> array("K\u0002\u0085", type("f4", "="), "\u0089", TWO_FLOATS);
            case "an order of bytes for more than one byte" ->
                array("K\u0002\u0085", type("f4", "|"), "\u0089", TWO_FLOATS);
            case "named fields" ->
                array("K\u0002\u0085", F4.replace("NNN", "N" + text("a") + "\u0085}"), "\u0089", TWO_FLOATS);
            case "a type without state" ->
                array("K\u0002\u0085", F4.substring(0, F4.indexOf('R') + 1), "\u0089", TWO_FLOATS);
            case "a state that is no tuple" -> SHELL + "]b";
            case "a state of four fields" -> SHELL + "(K\u0002\u0085" + F4 + "\u0089" + TWO_FLOATS + "tb";
            case "another version" -> SOUND.replace("(K\u0001K", "(K\u0002K");
            case "an order of axes that is no boolean" -> array("K\u0002\u0085", F4, text("C"), TWO_FLOATS);
            case "a type for bytes" -> array("K\u0002\u0085", TWO_FLOATS, "\u0089", F4);
            case "described twice" -> SOUND + "(K\u0001K\u0002\u0085" + F4 + "\u0089" + TWO_FLOATS + "tb";
            case "never described" -> SHELL;
            case "a shell of another class" -> SOUND.replace(NDARRAY, "cnumpy\ndtype\n");
            case "a shell with a shape" -> SOUND.replace("K\0\u0085C", "K\u0002\u0085C");
            case "a shell without arguments" -> RECONSTRUCT + ")R";
            case "the class called" -> NDARRAY + "K\u0002\u0085\u0085R";
            case "the type called without a code" -> "cnumpy\ndtype\n)R";
            case "a type described twice" ->
                array("K\u0002\u0085", F4 + F4.substring(F4.indexOf('R') + 1), "\u0089", TWO_FLOATS);
            case "state for a tensor" -> tensor("0", 3, 0, 3) + "(K\u0001tb";
            default -> array("K\u0002\u0085", F4, "\u0089", "B\u00ff\u00ff\u00ff\u007fabc");
        };

        assertThatIllegalArgumentException()
                .as(kind)
                .isThrownBy(() -> read(value))
                .withMessageMatching("checkpoint odd.ckpt must .*, got .*: .*");
    }

    @Test
    void a_pickle_of_something_else_is_refused_with_a_sentence() {
        for (String root : new String[] {
            SOUND, "]" + SOUND + "a", "K\u0001", "}", "}K\u0001K\u0002s", "}" + tensor("0", 3, 0, 3) + "0"
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Checkpoints.read(file(root + ".")))
                    .withMessageMatching("checkpoint odd.ckpt must .*, got .*: .*");
        }
    }

    @Test
    void two_arrays_of_one_name_are_refused() {
        String twice = "}(" + text("a.b") + SOUND + text("a") + "}" + text("b") + SOUND + "su.";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.read(file(twice)))
                .withMessage("checkpoint odd.ckpt must name each tensor once, got two named a.b: save the network's"
                        + " state_dict() and use that");
    }

    /** Thirty dicts, each twice in the next one, have a billion paths. */
    @Test
    void dicts_in_ever_more_places_are_refused() {
        StringBuilder pickle = new StringBuilder("}" + text("a") + SOUND + "s");
        for (int level = 0; level < 30; level++) {
            String memo = "q" + (char) level + "0}(" + text("l") + "h" + (char) level + text("r") + "h" + (char) level;
            pickle.append(memo).append('u');
        }

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.read(file(pickle + ".")))
                .withMessage(
                        "checkpoint odd.ckpt must name its arrays in 4194304 characters, got more: save the network's"
                                + " state_dict() and use that");
    }

    @Test
    void dicts_are_nested_to_the_depth_that_a_pickle_may_have_and_no_deeper() {
        String name = "}" + text("a");
        StateDict deep = Checkpoints.read(file(name.repeat(900) + SOUND + "s".repeat(900) + "."));

        assertThat(deep.names()).containsExactly("a" + ".a".repeat(899));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.read(file(name.repeat(2000) + SOUND + "s".repeat(2000) + ".")))
                .withMessageContaining("must hold dicts, lists and tuples nested at most 1000 deep");
    }

    /** The numbers of an array may be longer than a pickle may be without them. */
    @Test
    void numbers_are_not_counted_and_not_read_before_they_are_wanted() throws IOException {
        int length = 5 << 20;
        Path file = folder.resolve("long.ckpt");
        String bytes = "B\0\0@\u0001";
        String before = "\u0080\u0003}" + text("a") + SHELL + "(K\u0001J\0\0P\0\u0085" + F4 + "\u0089" + bytes;
        try (var out = Files.newOutputStream(file)) {
            out.write(latin(before));
            out.write(new byte[4 * length - 4]);
            out.write(latin("\0\0\u0080?tb" + "s."));
        }

        float[] numbers = Checkpoints.read(file).tensor("a").floats();
        assertThat(numbers).hasSize(length);
        assertThat(numbers[length - 1]).isEqualTo(1);
    }
}
