package io.github.pdd4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.Golden;
import io.github.pdd4j.Pdd;
import io.github.pdd4j.setting.Phrases;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import io.github.pdd4j.weights.StoredType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as people have them: what is in a usual wrapper loads, what is something else is told by what it is. */
class FieldWeightsTest {
    @TempDir
    Path folder;

    private static Path field(String name) {
        return Golden.shared("field/weights/" + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.pth",
                "net.pth",
                "model_state_dict.pth",
                "mm_generator.pth",
                "orig_mod.pth",
                "module.safetensors",
                "meta_null.safetensors"
            })
    void a_network_in_a_usual_wrapper_loads(String name) {
        Network network = Pdd.network(field(name));

        assertThat(network.config().architecture()).isEqualTo("RRDBNet");
        assertThat(network.weights().names()).startsWith("conv_first.weight").hasSize(42);
    }

    @Test
    void a_network_for_gray_images_loads() {
        assertThat(Pdd.network(field("rrdb_grey.pth"))
                        .weights()
                        .tensor("conv_first.weight")
                        .shape()[1])
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"old_x1.pth, 1", "old_x2.pth, 2"})
    void the_first_esrgan_loads_at_other_scales(String name, int scale) {
        assertThat(Pdd.network(field(name)).scale()).isEqualTo(scale);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nan.pth | weights of nan.pth must be finite numbers, got",
                "compact_relu.pth | SRVGGNetCompact without the slopes of PReLU must say its activation, got compact_relu.pth",
                "span.pth | SPAN must be a network for RGB, got span.pth that takes 8 channels and gives 48 channels",
                "swinir.pth | got swinir.pth, which holds a transformer by the names of its tensors: use a file of one of these",
                "script.pt | got a TorchScript program: the file was not run, save its state_dict() instead",
                "rezipped_deflate.pth | got the compressed entry archive/data.pkl: unpack the archive and pack it again",
                "empty.pth | got an empty file",
                "html.pth | got an HTML page",
                "lfs.pth | got a Git LFS pointer",
                "lfs.safetensors | got a Git LFS pointer",
                "lfsbin.param | checkpoint lfsbin.bin must hold the weights of a network, got a Git LFS pointer",
                "lfsbin.bin | got a Git LFS pointer"
            })
    void what_is_no_such_network_is_told_by_what_it_is_without_advice_to_rename(String name, String sentence) {
        assertThatThrownBy(() -> Pdd.network(field(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence)
                .hasMessageNotContaining("rename")
                .hasMessageNotContaining("tensor name must be");
    }

    @Test
    void the_layers_of_an_ncnn_network_without_its_numbers_are_told_as_such() {
        assertThatThrownBy(() -> Pdd.network(field("bom.param")))
                .hasMessage("ncnn network must be two files, bom.param and bom.bin beside it, got bom.bin, which is not"
                        + " there: fetch both into one folder");
    }

    @Test
    void the_advice_about_compressed_entries_works() throws IOException {
        Path stored = folder.resolve("stored.pth");
        try (var packed = new ZipFile(field("rezipped_deflate.pth").toFile());
                var out = new ZipOutputStream(Files.newOutputStream(stored))) {
            for (ZipEntry old : packed.stream().toList()) {
                byte[] content = packed.getInputStream(old).readAllBytes();
                ZipEntry entry = new ZipEntry(old.getName());
                CRC32 crc = new CRC32();
                crc.update(content);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.length);
                entry.setCrc(crc.getValue());
                out.putNextEntry(entry);
                out.write(content);
            }
        }

        assertThat(Pdd.network(stored).weights().names()).hasSize(42);
    }

    @Test
    void the_layers_of_ncnn_may_begin_with_a_byte_order_mark() throws IOException {
        Path plain = folder.resolve("plain.param");
        Pdd.compactSpecialist().save(plain);
        Files.writeString(
                folder.resolve("marked.param"),
                "\ufeff" + Files.readString(plain).replace("\n", "\r\n"));
        Files.copy(folder.resolve("plain.bin"), folder.resolve("marked.bin"));

        assertThat(Pdd.network(folder.resolve("marked.param")).weights())
                .isEqualTo(Pdd.network(plain).weights());
    }

    @Test
    void an_entry_is_named_in_the_sentence_or_behind_a_number_sign_as_it_is_printed() {
        String file = Golden.file("rrdbnet_x4_nf16_nb2_gc8.pth").toString();
        StateDict whole = Checkpoints.read(Path.of(file));
        Map<String, StoredTensor> both = new LinkedHashMap<>();
        whole.names().forEach(name -> both.put("g.old." + name, whole.tensor(name)));
        StateDict specialist = Pdd.compactSpecialist().weights();
        specialist.names().forEach(name -> both.put("g_ema." + name, specialist.tensor(name)));
        Path two = Checkpoints.write(StateDict.of(both), folder.resolve("two.safetensors"), StoredType.FLOAT32);

        Network plain = Pdd.network(two);
        Network old = Pdd.network(two.toString(), "g.old");

        assertThat(plain.config().architecture()).isEqualTo("SRVGGNetCompact");
        assertThat(old.config().architecture()).isEqualTo("RRDBNet");
        assertThat(old).hasToString("network(" + Phrases.of(two + "#g.old") + ")");
        assertThat(old.source()).isEqualTo("two.safetensors#g.old");
        assertThat(Pdd.network(two + "#g.old")).isEqualTo(old);
        assertThat(Pdd.features(two + "#g.old").layers()).containsExactly("block0", "block1");
        assertThatThrownBy(() -> Pdd.network(two.toString(), "ema"))
                .hasMessage(
                        "checkpoint two.safetensors must hold tensors under ema, got g, g_ema: name what their names"
                                + " begin with");
    }
}
