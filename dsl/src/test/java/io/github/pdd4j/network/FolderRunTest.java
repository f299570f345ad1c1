package io.github.pdd4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.Golden;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.SyntheticPictures;
import io.github.pdd4j.image.Channels;
import io.github.pdd4j.image.PictureFormat;
import io.github.pdd4j.image.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tech.tablesaw.api.Table;

class FolderRunTest {
    private static final Network COMPACT = Shipped.generalist();

    @TempDir
    private Path folder = Path.of("");

    private Path in = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void two_pictures_and_a_damaged_one() throws IOException {
        in = Files.createDirectory(folder.resolve("in"));
        out = folder.resolve("out");
        Pictures.save(SyntheticPictures.picture(1, 24, 20), in.resolve("a.png"));
        Files.writeString(in.resolve("b.png"), "no picture");
        Pictures.save(Channels.luma(SyntheticPictures.picture(2, 24, 20)), in.resolve("c.png"), 16);
    }

    @Test
    void every_picture_is_written_but_the_unreadable_one_which_the_table_names_first() {
        Table table = COMPACT.upscale(Images.in(in), out);

        assertThat(table.name()).isEqualTo("2 written, 0 were there, 1 failed");
        assertThat(table.stringColumn("picture").asList()).containsExactly("b", "a", "c");
        assertThat(table.stringColumn("state").asList()).containsExactly("failed", "written", "written");
        assertThat(table.stringColumn("reason").get(0)).startsWith("a picture must be PNG, JPEG, BMP, TIFF");
        assertThat(table.stringColumn("to").get(1)).isEqualTo("96x80");
        assertThat(Pictures.load(out.resolve("a.png")))
                .isEqualTo(COMPACT.upscale(Pictures.load(in.resolve("a.png"))).quantised());
        assertThat(Pictures.header(out.resolve("c.png")).bits()).isEqualTo(16);
        assertThat(Pictures.header(out.resolve("c.png")).channels()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(PictureFormat.class)
    void the_color_profile_of_the_input_travels_to_the_output(PictureFormat format) throws IOException {
        Files.copy(Golden.file("codecs/icc/p3.jpg"), in.resolve("p3.jpg"));
        Path file = out.resolve("p3" + format.ending());

        COMPACT.upscale(Images.in(in), out, format);

        assertThat(Pictures.load(file).profile())
                .isPresent()
                .isEqualTo(Pictures.load(in.resolve("p3.jpg")).profile());
        assertThat(Pictures.load(out.resolve("a" + format.ending())).profile()).isEmpty();
        assertThat(COMPACT.upscale(Pictures.load(in.resolve("p3.jpg"))).profile())
                .isEqualTo(Pictures.load(file).profile());
    }

    @Test
    void a_second_run_makes_only_what_is_missing_or_older_than_its_input() throws IOException {
        COMPACT.upscale(Images.in(in), out);
        Files.delete(out.resolve("c.png"));
        assertThat(COMPACT.upscale(Images.in(in), out).name()).isEqualTo("1 written, 1 were there, 1 failed");

        Pictures.save(SyntheticPictures.picture(7, 24, 20), in.resolve("a.png"));
        Files.setLastModifiedTime(
                in.resolve("a.png"), FileTime.from(Instant.now().plusSeconds(10)));
        COMPACT.upscale(Images.in(in), out);
        assertThat(Pictures.load(out.resolve("a.png")))
                .isEqualTo(COMPACT.upscale(SyntheticPictures.picture(7, 24, 20)).quantised());
    }

    @Test
    void pictures_of_two_networks_or_settings_are_never_mixed() throws IOException {
        COMPACT.upscale(Images.in(in), out);
        Upscaler corrected = COMPACT.upscaling(Upscaling::colourCorrection);

        assertThatThrownBy(() -> corrected.upscale(Images.in(in), out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a folder of upscaled pictures must be of one network with one choice of"
                        + " settings, got " + out + " with pictures upscaled by compact-generalist, SHA-256 ")
                .hasMessageEndingWith(
                        "tile 256, overlap 32, colour correction, the network's scale, float32(): use another folder");
        assertThat(COMPACT.upscaling(u -> u.tile(256))
                        .upscale(Images.in(in), out)
                        .name())
                .isEqualTo("0 written, 2 were there, 1 failed");
        Files.delete(out.resolve("upscaled-by.txt"));
        assertThatThrownBy(() -> COMPACT.upscale(Images.in(in), out))
                .hasMessageContaining(out + " with pictures a.png of unknown origin, and now upscaled by ");
        assertThatThrownBy(() -> COMPACT.upscale(Images.in(in), in))
                .hasMessage("upscaled pictures must go into a folder of their own, got " + in
                        + ", where the input is: use " + in.resolve("upscaled"));
        assertThatThrownBy(() -> COMPACT.upscale(Images.in(in), in.resolve("a.png")))
                .hasMessageStartingWith("upscaled pictures need a folder that can be written, got ");
    }

    @Test
    void a_picture_that_java_has_no_memory_for_does_not_stop_the_others() {
        Images tooLarge = Images.in(in).degradedBy((picture, random) -> {
            if (picture.value(0, 0, 0)
                    == SyntheticPictures.picture(1, 24, 20).quantised().value(0, 0, 0)) {
                throw new OutOfMemoryError("Java heap space");
            }
            return picture;
        });

        Table table = Upscaler.bicubic(2).upscale(tooLarge, out);

        assertThat(table.name()).isEqualTo("1 written, 0 were there, 2 failed");
        assertThat(table.stringColumn("reason").get(0))
                .isEqualTo("a picture must fit into Java's memory, got one that does not: "
                        + "cut it into parts or start Java with a larger -Xmx");
    }

    @Test
    void files_that_differ_in_their_ending_only_keep_it() throws IOException {
        Files.delete(in.resolve("b.png"));
        Pictures.save(SyntheticPictures.picture(1, 24, 20), in.resolve("a.jpg"));

        COMPACT.upscale(Images.in(in), out, PictureFormat.JPG);

        assertThat(out).isDirectoryContaining("glob:**/a.png.jpg");
        assertThat(out).isDirectoryContaining("glob:**/a.jpg.jpg");
        assertThat(out).isDirectoryContaining("glob:**/c.jpg");
        assertThat(out).isDirectoryNotContaining("glob:**/*.part");
    }

    @Test
    void an_interrupted_run_says_what_is_left_and_goes_on_when_called_again() {
        Images stopping = Images.in(in).degradedBy((picture, random) -> {
            Thread.currentThread().interrupt();
            return picture;
        });

        Table table = Upscaler.bicubic(2).upscale(stopping, out);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(table.name())
                .isEqualTo("1 written, 0 were there, 0 failed, stopped with 2 left: the same call goes on");
        assertThat(Upscaler.bicubic(2).upscale(stopping, out).name()).isEqualTo("1 written, 1 were there, 1 failed");
        assertThat(Thread.interrupted()).isTrue();
    }
}
