package io.github.pdd4j.weights;

import static io.github.pdd4j.weights.PickleBytes.tensor;
import static io.github.pdd4j.weights.PickleBytes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where training programs put the weights in a file, and what a file is that holds none. */
class WrappersTest {
    private static final String NUMBERS = "0123456789";

    @TempDir
    Path folder;

    /** A dict of one tensor of so many numbers, by which it is known again. */
    private static String dict(String name, int length) {
        return "}" + text(name) + tensor("0", 10, 0, length) + "s";
    }

    private static String wrapped(String entry, String value) {
        return text(entry) + value + "s";
    }

    private Path file(String pickle) {
        return PickleBytes.zip(folder.resolve("a.pth"), "\u0080\u0002" + pickle + ".", new byte[40]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "params_ema",
                "params-ema",
                "params",
                "state_dict",
                "model_state_dict",
                "model",
                "net",
                "netG",
                "g_ema",
                "weights",
                "whatever the author liked"
            })
    void one_wrapper_is_seen_through_and_one_in_another_too(String entry) {
        String inner = dict("w", 3);
        String optimizer = wrapped("optimizer", "}" + wrapped("state", "}K\u0001" + dict("exp_avg", 4) + "s"));

        assertThat(Checkpoints.read(file("}" + wrapped("epoch", "K\u0007") + wrapped(entry, inner) + optimizer))
                        .names())
                .containsExactly("w");
        assertThat(Checkpoints.read(file("}" + wrapped("state_dict", "}" + wrapped(entry, inner))))
                        .names())
                .containsExactly("w");
        assertThat(Checkpoints.read(file("}" + wrapped(entry, "}" + wrapped("params_ema", inner))))
                        .names())
                .containsExactly("w");
    }

    @ParameterizedTest
    @CsvSource({
        "params_ema, params",
        "params-ema, params",
        "g_ema, state_dict",
        "ema, model",
        "netG, netD",
        "net, config"
    })
    void the_averaged_weights_or_the_generators_come_first(String first, String other) {
        String both = "}" + wrapped(other, other.equals("config") ? "}" + wrapped("lr", "K\u0001") : dict("w", 2));

        assertThat(Checkpoints.read(file(both + wrapped(first, dict("w", 3))))
                        .tensor("w")
                        .size())
                .isEqualTo(3);
    }

    @Test
    void a_usual_name_without_tensors_is_passed_over() {
        String config = "}" + wrapped("model", "}" + wrapped("type", text("RRDBNet")));

        assertThat(Checkpoints.read(file(config + wrapped("weights", dict("w", 3))))
                        .names())
                .containsExactly("w");
    }

    @Test
    void several_unusual_entries_are_listed_and_each_can_be_named() {
        Path file =
                file("}" + wrapped("first", dict("w", 1)) + wrapped("second", "}" + wrapped("params", dict("w", 2))));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.read(file))
                .withMessage("checkpoint a.pth must hold one network, or one under a usual name, got dicts of tensors"
                        + " under first, second: name the entry, as in network(\"a.pth\", \"first\")");
        assertThat(Checkpoints.read(file, "first").tensor("w").size()).isEqualTo(1);
        assertThat(Checkpoints.read(file, "second").tensor("w").size()).isEqualTo(2);
        assertThat(Checkpoints.read(file, "second.params").tensor("w").size()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "module.w, w",
        "_orig_mod.w, w",
        "module._orig_mod.w, w",
        "_orig_mod.module.w, w",
        "module.module.w, w",
        "netG._orig_mod.w, netG.w",
        "_fsdp_wrapped_module.w, w",
        "modules.w, modules.w"
    })
    void what_pytorch_puts_before_names_comes_off_in_every_format(String name, String bare) {
        StateDict weights = StateDict.of(Map.of(name, StoredTensor.of(new float[2], 2)));
        Path pth = Checkpoints.write(weights, folder.resolve("b.pth"), StoredType.FLOAT32);
        Path safe = Checkpoints.write(weights, folder.resolve("b.safetensors"), StoredType.FLOAT32);

        assertThat(Checkpoints.read(pth).names()).containsExactly(bare);
        assertThat(Checkpoints.read(safe).names()).containsExactly(bare);
    }

    @Test
    void the_counter_of_an_averaged_model_goes_and_names_that_would_meet_stay() {
        StoredTensor one = StoredTensor.of(new float[1], 1);
        StateDict averaged = StateDict.of(Map.of("n_averaged", one, "module.w", one));
        StateDict meeting = StateDict.of(Map.of("w", one, "module.w", one));

        assertThat(written(averaged).names()).containsExactly("w");
        assertThat(written(meeting).names()).containsExactlyInAnyOrder("w", "module.w");
        assertThat(written(StateDict.of(Map.of("n_averaged", one))).names()).containsExactly("n_averaged");
    }

    private StateDict written(StateDict weights) {
        return Checkpoints.read(Checkpoints.write(weights, folder.resolve("c.safetensors"), StoredType.FLOAT32));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{\"format\":null,\"epochs\":3,\"more\":{\"a\":[1]}}", "[]", "\"pt\"", "{}"})
    void metadata_that_are_no_texts_are_passed_over(String metadata) throws IOException {
        String header =
                "{\"__metadata__\":" + metadata + ",\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
        byte[] bytes = (" ".repeat(8) + header + "\0\0\0\0").getBytes(StandardCharsets.UTF_8);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length());
        StateDict read = Checkpoints.read(Files.write(folder.resolve("d.safetensors"), bytes));

        assertThat(read.names()).containsExactly("w");
        assertThat(read.metadata()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | an empty file",
                "version https://git-lfs.github.com/spec/v1 | a Git LFS pointer, which only says where they are",
                "'\n <!DOCTYPE html><html>' | an HTML page",
                "<HTML lang=en> | an HTML page",
                "<?xml version=\"1.0\"?><Error> | an XML or HTML text",
                "{\"error\": \"Access denied\"} | a JSON text",
                "GIF89a | a GIF image",
                "%PDF-1.7 | a PDF file",
                "<svg width=8> | an SVG drawing",
                "8BPS | a Photoshop file",
                "....ftypheic | a HEIC image",
                "....ftypisom | a video",
                "RIFF....WEBP | a WebP image",
                "404: Not Found | a text that begins \"404: Not Found\"",
                "could not be found | a text that begins \"could not be found\""
            })
    void what_holds_no_weights_is_told_by_what_it_is(String content, String what) throws IOException {
        for (String name : List.of("e.pth", "e.safetensors", "e.npz", "e.bin", "e.param")) {
            Path file = Files.writeString(folder.resolve(name), content);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Checkpoints.read(file))
                    .withMessageMatching("checkpoint " + name + " must .*, got \\Q" + what + "\\E: .*");
        }
    }

    @Test
    void a_program_is_told_before_its_compressed_entries_and_an_archive_around_weights_by_them() throws IOException {
        Path program = packed("program/code/a.py", "program/data.pkl");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.read(program))
                .withMessageEndingWith(
                        "got a TorchScript program: the file was not run, save its state_dict() instead");
        Path around = packed("README.md", "x4/model.pth");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.read(around))
                .withMessage("checkpoint z.zip must be a file of weights, got a zip archive around x4/model.pth: unpack"
                        + " it and name the file in it");
        Path compressed = packed("w.npy");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.read(compressed))
                .withMessageContaining("must store its entries uncompressed, as numpy.savez does, got the compressed");
    }

    private Path packed(String... names) throws IOException {
        Path file = folder.resolve("z.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(NUMBERS.getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }
}
