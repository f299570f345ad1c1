package io.github.pdd4j.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pdd4j.Pdd;
import io.github.pdd4j.data.SyntheticPictures;
import io.github.pdd4j.image.Pictures;
import io.github.pdd4j.image.Resampling;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpscaleTest {
    @TempDir
    private Path folder = Path.of("");

    private final StringWriter said = new StringWriter();
    private Path in = Path.of("");

    @BeforeEach
    void a_folder_with_a_picture() throws IOException {
        in = Files.createDirectory(folder.resolve("in"));
        Pictures.save(SyntheticPictures.picture(1, 24, 20), in.resolve("a.png"));
    }

    @Test
    void a_picture_becomes_a_larger_file() {
        assertThat(run(in.resolve("a.png"), folder.resolve("large.png"))).isZero();
        assertThat(run(in.resolve("a.png"), folder.resolve("new/folder"))).isZero();
        assertThat(run(in.resolve("a.png"), folder, "--scale", "3", "--resize", "pillow_bicubic", "--format", "jpg"))
                .isZero();

        assertThat(Pictures.load(folder.resolve("large.png")))
                .isEqualTo(Pdd.compactSpecialist()
                        .upscale(Pdd.image(in.resolve("a.png")))
                        .quantised());
        assertThat(folder.resolve("new/folder/a.png")).hasSameBinaryContentAs(folder.resolve("large.png"));
        assertThat(Pictures.header(folder.resolve("a.jpg")).size()).hasToString("72x60");
        assertThat(said.toString()).contains("24x20 to 96x80: " + folder.resolve("large.png"));
    }

    @Test
    void a_folder_goes_on_past_a_damaged_picture_and_says_so() throws IOException {
        Files.writeString(in.resolve("b.png"), "no picture");

        assertThat(run(in, folder.resolve("out"), "--size", "31x17")).isEqualTo(1);

        assertThat(Pictures.load(folder.resolve("out/a.png")))
                .isEqualTo(Pdd.compactSpecialist()
                        .upscale(Pdd.image(in.resolve("a.png")), u -> u.to(31, 17, Resampling.MATLAB_BICUBIC))
                        .quantised());
        assertThat(said.toString())
                .contains("b: a picture must be PNG, JPEG, BMP, TIFF, WebP or GIF, got ")
                .contains("1 written, 0 were there, 1 failed: " + folder.resolve("out"));
    }

    @Test
    void wrong_calls_end_with_2_and_failures_with_1_and_a_sentence() {
        Path photo = in.resolve("a.png");

        assertThat(run(photo, folder, "--tile", "8")).isEqualTo(2);
        assertThat(run(photo, folder, "--size", "large")).isEqualTo(2);
        assertThat(run(photo, folder, "--resize", "magic")).isEqualTo(2);
        assertThat(run(in.resolve("none.png"), folder)).isEqualTo(1);
        assertThat(run(photo, photo)).isEqualTo(1);
        assertThat(run(photo, folder.resolve("large.gif"))).isEqualTo(1);

        assertThat(said.toString())
                .contains("tile must be at least 16 pixels, got 8: use tile(256)")
                .contains("--size must be columns x rows, without --scale, got large: use --size 1920x1080")
                .contains("a picture must be a file, got nothing at " + in.resolve("none.png") + ": check the path")
                .contains("OUT must be another file than IN, got " + photo + " for both: rename one")
                .contains("a saved picture's name must end in .png, .jpg or .jpeg, got large.gif")
                .doesNotContain("Exception");
        assertThat(Pictures.header(photo).size()).hasToString("24x20");
    }

    private int run(Path from, Path to, String... options) {
        PrintWriter out = new PrintWriter(said, true);
        String[] arguments = {"upscale", "--network", "compact-specialist", from.toString(), to.toString()};
        String[] all = new String[arguments.length + options.length];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(options, 0, all, arguments.length, options.length);
        return Main.line().setOut(out).setErr(out).execute(all);
    }
}
