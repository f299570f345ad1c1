package io.github.pdd4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.pdd4j.Golden;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.data.Degradations;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.Channels;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFileFormat;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.io.FileTrees;
import io.github.pdd4j.weights.StoredType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tech.tablesaw.api.Table;

class FolderRunTest {
    private static final Network COMPACT = PretrainedModels.generalist();

    @TempDir
    private Path folder = Path.of("");

    private Path in = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void two_images_and_a_damaged_one() throws IOException {
        in = Files.createDirectory(folder.resolve("in"));
        out = folder.resolve("out");
        ImageFiles.save(TestImages.image(1, 24, 20), in.resolve("a.png"));
        Files.writeString(in.resolve("b.png"), "no image");
        ImageFiles.save(Channels.luma(TestImages.image(2, 24, 20)), in.resolve("c.png"), 16);
    }

    @Test
    void every_image_is_written_but_the_unreadable_one_which_the_table_names_first() {
        Table table = COMPACT.upscale(Images.in(in), out);

        assertThat(table.name()).isEqualTo("2 written, 0 already there, 1 failed");
        assertThat(table.stringColumn("image").asList()).containsExactly("b", "a", "c");
        assertThat(table.stringColumn("state").asList()).containsExactly("failed", "written", "written");
        assertThat(table.stringColumn("reason").get(0)).startsWith("an image must be PNG, JPEG, BMP, TIFF");
        assertThat(table.stringColumn("to").get(1)).isEqualTo("96x80");
        assertThat(ImageFiles.load(out.resolve("a.png")))
                .isEqualTo(COMPACT.upscale(ImageFiles.load(in.resolve("a.png"))).quantized());
        assertThat(ImageFiles.header(out.resolve("c.png")).bits()).isEqualTo(16);
        assertThat(ImageFiles.header(out.resolve("c.png")).channels()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(ImageFileFormat.class)
    void the_color_profile_of_the_input_travels_to_the_output(ImageFileFormat format) throws IOException {
        Files.copy(Golden.file("codecs/icc/p3.jpg"), in.resolve("p3.jpg"));
        Path file = out.resolve("p3" + format.ending());

        COMPACT.upscale(Images.in(in), out, format);

        assertThat(ImageFiles.load(file).profile())
                .isPresent()
                .isEqualTo(ImageFiles.load(in.resolve("p3.jpg")).profile());
        assertThat(ImageFiles.load(out.resolve("a" + format.ending())).profile())
                .isEmpty();
        assertThat(COMPACT.upscale(ImageFiles.load(in.resolve("p3.jpg"))).profile())
                .isEqualTo(ImageFiles.load(file).profile());
    }

    @Test
    void a_second_run_makes_only_what_is_missing_or_older_than_its_input() throws IOException {
        COMPACT.upscale(Images.in(in), out);
        Files.delete(out.resolve("c.png"));
        assertThat(COMPACT.upscale(Images.in(in), out).name()).isEqualTo("1 written, 1 already there, 1 failed");

        ImageFiles.save(TestImages.image(7, 24, 20), in.resolve("a.png"));
        Files.setLastModifiedTime(
                in.resolve("a.png"), FileTime.from(Instant.now().plusSeconds(10)));
        COMPACT.upscale(Images.in(in), out);
        assertThat(ImageFiles.load(out.resolve("a.png")))
                .isEqualTo(COMPACT.upscale(TestImages.image(7, 24, 20)).quantized());
    }

    @Test
    void images_of_two_networks_or_settings_are_never_mixed() throws IOException {
        COMPACT.upscale(Images.in(in), out);
        Upscaler corrected = COMPACT.upscaling(Upscaling::colorCorrection);

        assertThatThrownBy(() -> corrected.upscale(Images.in(in), out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a folder of upscaled images must be made by one network with the same settings, got " + out
                        + " with images by compact-generalist, and now settings.corrected true in place of false:"
                        + " use another folder");
        assertThatThrownBy(() -> COMPACT.upscaling(u -> u.tile(64).scale(3, Resampling.PILLOW_BOX))
                        .upscale(Images.in(in), out))
                .hasMessageContaining(", and now settings.tile 64 in place of 256, settings.size ")
                .hasMessageContaining("PILLOW_BOX");
        assertThatThrownBy(() -> PretrainedModels.specialist().upscale(Images.in(in), out))
                .hasMessageMatching(".*, and now weights [0-9a-f]{8} in place of [0-9a-f]{8}: use another folder");
        assertThatThrownBy(() -> Upscaler.bicubic(4).upscale(Images.in(in), out))
                .hasMessageContaining(" with images by compact-generalist, and now bicubic ×4: use another folder");
        assertThat(COMPACT.upscaling(u -> u.tile(256))
                        .upscale(Images.in(in), out)
                        .name())
                .isEqualTo("0 written, 2 already there, 1 failed");
        Files.delete(out.resolve("upscaled-by.json"));
        assertThatThrownBy(() -> COMPACT.upscale(Images.in(in), out))
                .hasMessageContaining(out + " with a.png of unknown origin: use another folder");
        assertThatThrownBy(() -> COMPACT.upscale(Images.in(in), in))
                .hasMessage("upscaled images must go into a folder of their own, got " + in
                        + ", where the input is: use " + in.resolve("upscaled"));
        assertThatThrownBy(() -> COMPACT.upscale(Images.in(in), in.resolve("a.png")))
                .hasMessageStartingWith("upscaled images need a folder that can be written, got ");
    }

    /** A degraded image has no file of its own, by whose time it could be told from an earlier one. */
    @Test
    void images_that_were_degraded_otherwise_are_never_mixed() throws IOException {
        Files.delete(in.resolve("b.png"));
        Images stored = Images.in(in);
        Images degraded = stored.degradedBy(Degradations.blur(2));
        Upscaler bicubic = Upscaler.bicubic(2);
        bicubic.upscale(degraded.and(degraded.subset(0, 1)).subset(0, 1), out);

        assertThat(bicubic.upscale(degraded, out).name()).contains("1 already there");
        for (Images other : List.of(stored, stored.degradedBy(Degradations.blur(3)), degraded.crops(8))) {
            assertThatThrownBy(() -> bicubic.upscale(other, out))
                    .hasMessageStartingWith("a folder of upscaled images must be made from images that were changed"
                            + " alike, got " + out + " with images from ");
        }
    }

    /** Everything that people read of an upscaler in other words; the values are the same. */
    private record Reworded(Upscaler upscaler) implements Upscaler {
        @Override
        public Image upscale(Image image) {
            return upscaler.upscale(image);
        }

        @Override
        public int scale() {
            return upscaler.scale();
        }

        @Override
        public Identity identity() {
            Identity identity = upscaler.identity();
            return new Identity(
                    "«" + identity.source() + "»",
                    identity.sha256(),
                    "«Kachel " + identity.settings() + "»",
                    identity.facts());
        }
    }

    @Test
    void a_folder_goes_on_whatever_the_words_are() throws IOException {
        Path origin = folder.resolve("out/upscaled-by.json");
        List<Upscaler> upscalers = List.of(
                COMPACT,
                COMPACT.upscaling(u -> u.scale(2, Resampling.OPENCV_AREA).colorCorrection()),
                Upscaler.bicubic(2));
        for (Upscaler upscaler : upscalers) {
            FileTrees.delete(out);
            upscaler.upscale(Images.in(in), out);
            JsonObject stored = JsonParser.parseString(Files.readString(origin)).getAsJsonObject();

            assertThat(new Reworded(upscaler).upscale(Images.in(in), out).name())
                    .startsWith("0 written, 2 already there");
            stored.addProperty("network", "««bicubic ×2»»");
            Files.writeString(origin, stored.toString());
            assertThat(upscaler.upscale(Images.in(in), out).name()).startsWith("0 written, 2 already there");
        }
    }

    @Test
    void what_made_the_images_is_kept_as_values() throws IOException {
        COMPACT.upscaling(u -> u.to(30, 20, Resampling.OPENCV_AREA)).upscale(Images.in(in), out);

        JsonObject stored = JsonParser.parseString(Files.readString(out.resolve("upscaled-by.json")))
                .getAsJsonObject();

        assertThat(stored.get("format").getAsInt()).isEqualTo(1);
        assertThat(stored.get("upscaler")).isEqualTo(JsonParser.parseString("""
                {"type": "ConfiguredNetwork",
                 "config": {"type": "Config", "scale": 4, "features": 48, "convolutions": 12},
                 "weights": "%s",
                 "settings": {"type": "Upscaling", "tile": 256, "overlap": 32, "corrected": false,
                              "size": {"type": "Exactly", "width": 30, "height": 20, "by": "OPENCV_AREA"},
                              "precision": "FLOAT32"}}""".formatted(
                        COMPACT.weights().digest())));
    }

    @Test
    void the_same_weights_in_another_file_go_on() throws IOException {
        COMPACT.upscale(Images.in(in), out);
        Path file = folder.resolve("copy.safetensors");
        COMPACT.save(file, StoredType.FLOAT16);

        assertThat(Network.load(file).upscale(Images.in(in), out).name()).startsWith("0 written, 2 already there");
    }

    @Test
    void a_folder_of_an_earlier_build_or_a_damaged_record_is_refused() throws IOException {
        Files.createDirectory(out);
        Files.writeString(out.resolve("upscaled-by.txt"), "upscaled by bicubic ×2\n");

        assertThatThrownBy(() -> Upscaler.bicubic(2).upscale(Images.in(in), out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a folder of upscaled images must have an upscaled-by.json of this version, got " + out
                        + " with the upscaled-by.txt of an earlier one: use another folder, or delete upscaled-by.txt"
                        + " and the images to make them again");
        Files.delete(out.resolve("upscaled-by.txt"));
        for (String damaged : List.of("", "{", "[]", "{}", "{\"format\": 2}", "{\"format\": 1, \"network\": \"a\"}")) {
            Files.writeString(out.resolve("upscaled-by.json"), damaged);
            assertThatThrownBy(() -> Upscaler.bicubic(2).upscale(Images.in(in), out))
                    .as(damaged)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a folder of upscaled images must have an upscaled-by.json of this version,"
                            + " got " + out + " with a damaged or another one: use another folder, or delete");
        }
    }

    @Test
    void a_image_that_java_has_no_memory_for_does_not_stop_the_others() {
        Images tooLarge = Images.in(in).degradedBy((image, random) -> {
            if (image.value(0, 0, 0) == TestImages.image(1, 24, 20).quantized().value(0, 0, 0)) {
                throw new OutOfMemoryError("Java heap space");
            }
            return image;
        });

        Table table = Upscaler.bicubic(2).upscale(tooLarge, out);

        assertThat(table.name()).isEqualTo("1 written, 0 already there, 2 failed");
        assertThat(table.stringColumn("reason").get(0))
                .isEqualTo("an image must fit into Java's memory, got one that does not: "
                        + "cut it into parts or start Java with a larger -Xmx");
    }

    @Test
    void files_that_differ_in_their_ending_only_keep_it() throws IOException {
        Files.delete(in.resolve("b.png"));
        ImageFiles.save(TestImages.image(1, 24, 20), in.resolve("a.jpg"));

        COMPACT.upscale(Images.in(in), out, ImageFileFormat.JPG);

        assertThat(out).isDirectoryContaining("glob:**/a.png.jpg");
        assertThat(out).isDirectoryContaining("glob:**/a.jpg.jpg");
        assertThat(out).isDirectoryContaining("glob:**/c.jpg");
        assertThat(out).isDirectoryNotContaining("glob:**/*.part");
    }

    /** Bicubic interpolation never looks at the flag; a network does, before each tile. */
    @Test
    void an_interrupt_within_a_image_keeps_the_table_of_those_before_it() throws IOException {
        Files.delete(in.resolve("b.png"));
        Images stopping = Images.in(in).degradedBy((image, random) -> {
            if (Files.exists(out.resolve("a.png"))) {
                Thread.currentThread().interrupt();
            }
            return image;
        });

        Table table = COMPACT.upscale(stopping, out);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(table.name())
                .isEqualTo("1 written, 0 already there, 0 failed, stopped with 1 left: repeat the call to continue");
        assertThat(table.stringColumn("image").asList()).containsExactly("a");
        Thread.currentThread().interrupt();
        assertThat(COMPACT.upscale(Images.in(in), folder.resolve("new")).name())
                .isEqualTo("0 written, 0 already there, 0 failed, stopped with 2 left: repeat the call to continue");
        assertThat(Thread.interrupted()).isTrue();
        Images same = Images.in(in).degradedBy((image, random) -> image);
        assertThat(COMPACT.upscale(same, out).name()).isEqualTo("1 written, 1 already there, 0 failed");
    }

    @Test
    void what_cannot_be_written_is_told_in_the_systems_words_and_the_others_go_on() throws IOException {
        // With its ending kept beside the new one, as twins need it, the name is longer than file systems take.
        String twin = "t".repeat(250);
        String longest = "u".repeat(251);
        for (String name : List.of(twin + ".png", twin + ".jpg", longest + ".png")) {
            ImageFiles.save(TestImages.image(1, 8, 8), in.resolve(name));
        }
        Upscaler.bicubic(2).upscale(Images.in(in).subset(0, 1), out);
        Files.createDirectories(out.resolve("c.png/full"));

        Table table = Upscaler.bicubic(2).upscale(Images.in(in), out);

        assertThat(table.name()).isEqualTo("1 written, 1 already there, 4 failed");
        assertThat(table.stringColumn("image").asList()).containsExactly("b", "c", twin, twin, "a", longest);
        assertThat(table.stringColumn("reason").get(1))
                .matches(
                        "an image must be saved in an existing, writable folder, got .*c.png \\(.+\\): check it and its room");
        assertThat(table.stringColumn("reason").get(2)).contains("(File name too long)");
        assertThat(out).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void an_upscaler_that_fails_on_a_image_does_not_stop_the_others() throws IOException {
        Images strange = Images.in(in).degradedBy((image, random) -> {
            if (image.channels() == 3
                    && image.value(1, 0, 0)
                            == TestImages.image(1, 24, 20).quantized().value(1, 0, 0)) {
                throw new IllegalStateException("the user's own");
            }
            return image;
        });

        Table table = COMPACT.upscale(strange, out);

        assertThat(table.name()).isEqualTo("1 written, 0 already there, 2 failed");
        assertThat(table.stringColumn("reason").get(0)).isEqualTo("the user's own");
    }

    @Test
    void nothing_is_written_among_files_of_the_users_own() throws IOException {
        Path holiday = Files.createDirectory(folder.resolve("holiday"));
        Files.writeString(holiday.resolve("diary.txt"), "dear diary");

        assertThatThrownBy(() -> COMPACT.upscale(Images.in(in), holiday))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(holiday + " with diary.txt of unknown origin: use another folder");

        assertThat(holiday).isDirectoryNotContaining("glob:**/*.png");
        assertThat(holiday.resolve("upscaled-by.json")).doesNotExist();
        Files.move(holiday.resolve("diary.txt"), holiday.resolve(".DS_Store"));
        assertThat(COMPACT.upscale(Images.in(in), holiday).name()).startsWith("2 written");
    }

    @Test
    void images_that_would_become_one_file_or_leave_the_folder_are_refused() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        ImageFiles.save(TestImages.image(5, 24, 20), other.resolve("a.png"));
        Images both = Images.in(in).and(Images.in(other));
        Image image = TestImages.image(1, 8, 8);

        assertThatThrownBy(() -> COMPACT.upscale(both, out))
                .hasMessage("images to upscale into one folder must have different names, got two that become"
                        + " a.png.png: use a folder for each");
        assertThatThrownBy(() -> COMPACT.upscale(both, other)).hasMessageContaining("must have different names");
        assertThatThrownBy(() -> COMPACT.upscale(Images.of(List.of("../in/a"), List.of(image)), out))
                .hasMessage("names of images to upscale into a folder must be those of files in it, got"
                        + " ../in/a.png: name them without folders");
        assertThat(out).doesNotExist();
    }

    @Test
    void an_interrupted_run_says_what_is_left_and_goes_on_when_called_again() {
        Images stopping = Images.in(in).degradedBy((image, random) -> {
            Thread.currentThread().interrupt();
            return image;
        });

        Table table = Upscaler.bicubic(2).upscale(stopping, out);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(table.name())
                .isEqualTo("1 written, 0 already there, 0 failed, stopped with 2 left: repeat the call to continue");
        assertThat(Upscaler.bicubic(2).upscale(stopping, out).name()).isEqualTo("1 written, 1 already there, 1 failed");
        assertThat(Thread.interrupted()).isTrue();
    }
}
