package io.github.pdd4j.tools.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pdd4j.Golden;
import io.github.pdd4j.Pdd;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.image.ImageHeader;
import io.github.pdd4j.image.ImageSize;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.tools.paint.SyntheticImages;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StoredType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpscaleTest {
    @TempDir
    private Path folder = Path.of("");

    private final StringWriter said = new StringWriter();
    private Path in = Path.of("");

    @BeforeEach
    void a_folder_with_a_image() throws IOException {
        in = Files.createDirectory(folder.resolve("in"));
        ImageFiles.save(SyntheticImages.image(1, 24, 20), in.resolve("a.png"));
    }

    @Test
    void a_image_becomes_a_larger_file() {
        assertThat(run(in.resolve("a.png"), folder.resolve("large.png"))).isZero();
        assertThat(run(in.resolve("a.png"), folder.resolve("new/folder"))).isZero();
        assertThat(run(in.resolve("a.png"), folder, "--scale", "3", "--resize", "pillow_bicubic", "--format", "jpg"))
                .isZero();

        assertThat(ImageFiles.load(folder.resolve("large.png")))
                .isEqualTo(Pdd.compactSpecialist()
                        .upscale(Pdd.image(in.resolve("a.png")))
                        .quantized());
        assertThat(folder.resolve("new/folder/a.png")).hasSameBinaryContentAs(folder.resolve("large.png"));
        assertThat(ImageFiles.header(folder.resolve("a.jpg")).size()).hasToString("72x60");
        assertThat(said.toString()).contains("24x20 to 96x80: " + folder.resolve("large.png"));
    }

    @Test
    void the_color_profile_of_the_input_travels_to_the_output() {
        Path input = Golden.file("codecs/icc/p3.png");

        assertThat(run(input, folder.resolve("large.png"))).isZero();
        assertThat(run(input, folder.resolve("large.jpg"))).isZero();

        assertThat(ImageFiles.load(input).profile())
                .isPresent()
                .isEqualTo(ImageFiles.load(folder.resolve("large.png")).profile())
                .isEqualTo(ImageFiles.load(folder.resolve("large.jpg")).profile());
    }

    @Test
    void an_entry_of_the_file_is_chosen() {
        Network specialist = Pdd.compactSpecialist();
        Path file = folder.resolve("two.safetensors");
        Checkpoints.write(specialist.weights().renamed(name -> "net_g." + name), file, StoredType.FLOAT32);
        String image = in.resolve("a.png").toString();

        assertThat(execute(
                        "--network",
                        file.toString(),
                        "--entry",
                        "net_g",
                        image,
                        folder.resolve("b.png").toString()))
                .isZero();
        assertThat(run(in.resolve("a.png"), folder, "--entry", "net_g")).isEqualTo(1);

        assertThat(ImageFiles.load(folder.resolve("b.png")))
                .isEqualTo(specialist.upscale(Pdd.image(in.resolve("a.png"))).quantized());
        assertThat(said.toString()).contains("got net_g for compact-specialist, which is one network");
    }

    private int execute(String... arguments) {
        PrintWriter out = new PrintWriter(said, true);
        String[] all = Stream.concat(Stream.of("upscale"), Stream.of(arguments)).toArray(String[]::new);
        return Main.line().setOut(out).setErr(out).execute(all);
    }

    @Test
    void what_is_not_said_is_as_in_a_cell() {
        assertThat(run(in.resolve("a.png"), folder.resolve("tiled.png"), "--tile", "16"))
                .isZero();

        assertThat(ImageFiles.load(folder.resolve("tiled.png")))
                .isEqualTo(Pdd.compactSpecialist()
                        .upscale(Pdd.image(in.resolve("a.png")), u -> u.tile(16))
                        .quantized());
    }

    @Test
    void a_folder_goes_on_past_a_damaged_image_and_says_so() throws IOException {
        Files.writeString(in.resolve("b.png"), "no image");

        assertThat(run(in, folder.resolve("out"), "--size", "31x17")).isEqualTo(1);

        assertThat(ImageFiles.load(folder.resolve("out/a.png")))
                .isEqualTo(Pdd.compactSpecialist()
                        .upscale(Pdd.image(in.resolve("a.png")), u -> u.to(31, 17, Resampling.MATLAB_BICUBIC))
                        .quantized());
        assertThat(said.toString())
                .contains("b: an image must be PNG, JPEG, BMP, TIFF, WebP or GIF, got ")
                .contains("1 written, 0 already there, 1 failed: " + folder.resolve("out"));
    }

    /** Every kind of file that is read, a mislabeled one and a single pixel, beside those that cannot be. */
    @Test
    void a_folder_of_all_kinds_keeps_grey_alpha_and_bits_and_loses_nothing_to_bad_files() throws IOException {
        List<String> kinds = List.of(
                "bilevel.png",
                "cmyk.jpg",
                "grey16.tiff",
                "grey_alpha.png",
                "lossless.webp",
                "oriented6.jpg",
                "palette.bmp",
                "palette_alpha.png",
                "photo.jpg",
                "rgba.png");
        for (String name : kinds) {
            Files.copy(Golden.file("files/" + name), in.resolve(name));
        }
        Files.copy(Golden.file("files/rgb.png"), in.resolve("mislabeled.jpg"));
        ImageFiles.save(SyntheticImages.image(1, 1, 1), in.resolve("one.png"));
        byte[] whole = Files.readAllBytes(Golden.file("files/rgb.png"));
        Files.write(in.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));
        Files.createFile(in.resolve("empty.tiff"));

        assertThat(run(in, folder.resolve("out"))).isEqualTo(1);
        assertThat(run(in, folder.resolve("out"))).isEqualTo(1);

        assertThat(said.toString())
                .contains("13 written, 0 already there, 2 failed")
                .contains("0 written, 13 already there, 2 failed")
                .contains("cut: an image must be PNG, JPEG, BMP, TIFF, WebP or GIF, got " + in.resolve("cut.png"))
                .contains("empty: an image must be ");
        Images inputs = Images.in(in);
        for (int i = 0; i < inputs.size(); i++) {
            Path result = folder.resolve("out").resolve(inputs.names().get(i) + ".png");
            if (Files.exists(result)) {
                Image input = inputs.load(i);
                assertThat(ImageFiles.header(result))
                        .isEqualTo(new ImageHeader(
                                "PNG",
                                new ImageSize(4 * input.width(), 4 * input.height()),
                                input.channels(),
                                inputs.header(i).bits() == 16 ? 16 : 8));
            }
        }
    }

    @Test
    void a_file_that_is_there_is_replaced_only_where_that_is_said() throws IOException {
        Path mine = folder.resolve("mine.png");
        Files.writeString(mine, "mine");

        assertThat(run(in.resolve("a.png"), mine)).isEqualTo(1);
        assertThat(mine).hasContent("mine");
        assertThat(run(in.resolve("a.png"), mine, "--overwrite", "--device", "cpu"))
                .isZero();
        assertThat(ImageFiles.header(mine).size()).hasToString("96x80");
        assertThat(run(in.resolve("a.png"), mine, "--overwrite", "--device", "gpu:99"))
                .isEqualTo(1);
        assertThat(run(in.resolve("a.png"), mine, "--overwrite", "--device", "tpu"))
                .isEqualTo(2);

        assertThat(said.toString())
                .contains("OUT must be a new file, got " + mine + ", which is there: name another, or add --overwrite")
                .contains("device must be one of [cpu()")
                .contains("--device must be cpu, gpu or gpu:1, got tpu: use --device cpu");
    }

    @Test
    void wrong_calls_end_with_2_and_failures_with_1_and_a_sentence() {
        Path photo = in.resolve("a.png");

        assertThat(run(photo, folder, "--tile", "8")).isEqualTo(2);
        assertThat(run(photo, folder, "--size", "large")).isEqualTo(2);
        assertThat(run(photo, folder, "--scale", "0")).isEqualTo(2);
        assertThat(run(photo, folder, "--overlap", "-5")).isEqualTo(2);
        assertThat(run(photo, folder, "--resize", "magic")).isEqualTo(2);
        assertThat(run(in.resolve("none.png"), folder)).isEqualTo(1);
        assertThat(run(photo, photo)).isEqualTo(1);
        assertThat(run(photo, folder.resolve("large.gif"))).isEqualTo(1);

        assertThat(said.toString())
                .contains("tile must be at least 16 pixels, got 8: use tile(256)")
                .contains("--size must be columns x rows, without --scale, got large: use --size 1920x1080")
                .contains("scale must be above 0 and at most 64, got 0.0: ")
                .contains("overlap must be from 0 to half the tile of 256 pixels, got -5: ")
                .contains("an image must be a file, got nothing at " + in.resolve("none.png") + ": check the path")
                .contains("OUT must be another file than IN, got " + photo + " for both: rename one")
                .contains("a saved image's name must end in .png, .jpg or .jpeg, got large.gif")
                .doesNotContain("Exception");
        assertThat(ImageFiles.header(photo).size()).hasToString("24x20");
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
