package io.github.pdd4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.Golden;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.image.Channels;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.image.Resampling;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class DatasetReportTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_folder_is_described_by_its_headers_and_its_unreadable_files_by_name() throws IOException {
        Image photo = TestImages.image(1, 30, 20);
        ImageFiles.save(photo, folder.resolve("a.png"));
        ImageFiles.save(photo, folder.resolve("b.jpg"));
        ImageFiles.save(Channels.luma(photo.crop(0, 0, 10, 10)), folder.resolve("c.png"), 16);
        ImageFiles.save(Channels.rgba(photo, Channels.luma(photo)), folder.resolve("d.png"));
        Files.writeString(folder.resolve("e.png"), "no image");
        Files.write(folder.resolve("f.png"), promising(20000, 20000));

        Table table = Images.in(folder).describe();

        assertThat(table.name()).isEqualTo("images(\"" + folder + "\")");
        assertThat(found(table, "images")).isEqualTo("6");
        assertThat(found(table, "sizes")).isEqualTo("30x20 (3), 10x10 (1)");
        assertThat(found(table, "smallest, largest")).isEqualTo("10x10, 30x20");
        assertThat(found(table, "channels")).isEqualTo("RGB (2), RGBA (1), gray (1)");
        assertThat(found(table, "bits a sample")).isEqualTo("8 (3), 16 (1)");
        assertThat(found(table, "formats")).isEqualTo("PNG (3), JPEG (1)");
        assertThat(found(table, "unreadable")).isEqualTo("2");
        assertThat(table.stringColumn("found").asList().subList(7, 9))
                .satisfiesExactly(
                        text -> assertThat(text).startsWith("e: an image must be PNG, JPEG, "),
                        bomb -> assertThat(bomb)
                                .isEqualTo("f: an image must have 1 to 100000000 pixels, got 20000x20000 in "
                                        + folder.resolve("f.png") + ": cut it into parts"));
    }

    @Test
    void pairs_that_fit_are_told_from_shifted_and_from_foreign_ones() {
        Image large = TestImages.image(2, 224, 224);
        Image truth = large.crop(32, 32, 128, 128);
        Pairs pairs = Pairs.of(
                Images.of(
                        List.of("fits", "shifted", "other"),
                        List.of(
                                shrunk(truth),
                                shrunk(large.crop(28, 40, 128, 128)),
                                shrunk(TestImages.image(5, 128, 128)))),
                Images.of(List.of("fits", "shifted", "other"), List.of(truth, truth, truth)));

        Table table = pairs.describe();

        assertThat(found(table, "pairs")).isEqualTo("3");
        assertThat(found(table, "truth : input")).isEqualTo("4 (3)");
        assertThat(found(table, "alignment"))
                .startsWith(
                        "1 of 3 measured fit to the pixel; shifted lies 1 to the right and 2 up, in pixels of the input; "
                                + "other shows something else (correlation ");
    }

    @Test
    void a_truth_with_some_rows_and_columns_more_fits_its_input() {
        Image truth = TestImages.image(4, 131, 127);
        Pairs pairs = Pairs.of(
                Images.of(List.of("scene"), List.of(shrunk(truth.croppedToMultipleOf(4)))),
                Images.of(List.of("scene"), List.of(truth)));

        assertThat(found(pairs.describe(), "alignment")).isEqualTo("1 of 1 measured fit to the pixel");
        assertThat(found(pairs.describe(), "truth : input")).isEqualTo("4 (1)");
    }

    @Test
    void pairs_of_several_ratios_are_counted() {
        Image truth = TestImages.image(4, 64, 48);
        Pairs pairs = Pairs.of(
                Images.of(List.of(shrunk(truth), truth.crop(0, 0, 30, 20), shrunk(truth))),
                Images.of(List.of(truth, truth, truth)));

        assertThat(found(pairs.describe(), "truth : input")).isEqualTo("4 (2), 2.13 across and 2.40 down (1)");
    }

    /** 11 columns are those of 2 at a scale of 4 with three to spare, or at 5 with one. */
    @Test
    void the_report_tells_the_ratio_that_training_accepts() {
        Image truth = TestImages.image(4, 11, 163);
        Pairs pairs = Pairs.of(Images.of(List.of(shrunk(truth.croppedToMultipleOf(4)))), Images.of(List.of(truth)));

        assertThat(pairs.pair(0, 4).high().sizeText()).isEqualTo("8x160");
        assertThat(found(pairs.describe(), "truth : input")).isEqualTo("4 (1)");
    }

    /** The input is stored with 32 columns and 24 rows, and turned by its EXIF orientation. */
    @Test
    void pairs_are_judged_by_the_size_that_they_are_turned_to() throws IOException {
        Path low = Files.createDirectory(folder.resolve("low"));
        Path high = Files.createDirectory(folder.resolve("high"));
        Files.copy(Golden.file("codecs/images/exif6.png"), low.resolve("a.png"));
        Files.copy(Golden.file("codecs/images/exif6.webp"), low.resolve("b.webp"));
        ImageFiles.save(TestImages.image(1, 96, 128), high.resolve("a.png"));
        ImageFiles.save(TestImages.image(2, 96, 128), high.resolve("b.png"));

        Pairs pairs = Pairs.of(Images.in(low), Images.in(high));
        pairs.requireCrop(new Window(8, 4));
        assertThat(found(pairs.describe(), "truth : input")).isEqualTo("4 (2)");
        assertThat(found(Images.in(low).describe(), "sizes")).isEqualTo("24x32 (2)");
    }

    @Test
    void inputs_of_the_truths_size_are_explained() {
        Image truth = TestImages.image(2, 64, 64);
        Pairs pairs = Pairs.of(
                Images.of(List.of("scene"), List.of(Resampling.PILLOW_BICUBIC.upscale(shrunk(truth), 4))),
                Images.of(List.of("scene"), List.of(truth)));

        assertThat(found(pairs.describe(), "truth : input"))
                .isEqualTo("1 (1), the inputs were enlarged to the truth's size, as in RealSR versions 1 and 2: take"
                        + " version 3, or shrink them again, as"
                        + " images(lr).degradedBy(downscaled(bicubic(), 4))");
        assertThatThrownBy(() -> pairs.pair(0, 4))
                .hasMessageStartingWith("the truth of a pair must be 4 times as large as its input, got 64x64 twice for"
                        + " scene; the inputs were enlarged to the truth's size, as in RealSR versions 1 and 2: ");
    }

    @Test
    void shrunk_pairs_say_what_makes_their_input() {
        Table table = TestImages.images(2, 16, 7)
                .downscaledBy(Resampling.MATLAB_BICUBIC)
                .describe();

        assertThat(found(table, "low resolution")).isEqualTo("made by bicubic()");
        assertThat(found(table, "sizes")).isEqualTo("16x16 (2)");
    }

    @Test
    void a_contact_sheet_shows_small_images_under_their_names_and_unreadable_ones_in_black() throws IOException {
        ImageFiles.save(TestImages.image(3, 300, 150), folder.resolve("a.png"));
        Files.writeString(folder.resolve("b.png"), "no image");

        assertThat(Images.in(folder).contactSheet()).hasToString("a (128×64) | b (unreadable) (128×128)");
        assertThat(TestImages.images(70, 8, 1).contactSheet().rows())
                .hasSize(5)
                .allSatisfy(row -> assertThat(row).hasSize(6));
    }

    /** Training opens headers first, and what only decoding finds is told by the batch that needs it. */
    @Test
    void streams_name_the_image_that_cannot_be_used() throws IOException {
        Path file = folder.resolve("cut.jpg");
        ImageFiles.save(TestImages.image(3, 64, 64), file);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        Images cut = Images.in(folder);

        cut.requireCrop(64);
        assertThatThrownBy(() -> cut.requireCrop(65)).hasMessageContaining("for image cut of 64x64");
        try (Prefetch<Batch> batches = Prefetch.of(k -> new Crops(4, 8, 1, 7).unlabeled(cut, k), 0)) {
            assertThatThrownBy(batches::next).hasMessageContaining(file + ", which is damaged");
        }
        Files.write(file, promising(20000, 20000));
        assertThatThrownBy(() -> Images.in(folder).requireCrop(8)).hasMessageContaining("got 20000x20000 in " + file);
        ImageFiles.save(TestImages.image(3, 1, 1), file);
        assertThatThrownBy(() -> Images.in(folder).requireCrop(8)).hasMessageContaining("for image cut of 1x1");
    }

    private static String found(Table table, String what) {
        return table.stringColumn("found")
                .get(table.stringColumn("what").asList().indexOf(what));
    }

    private static Image shrunk(Image image) {
        return Resampling.MATLAB_BICUBIC.downscale(image, 4).quantized();
    }

    /** A small PNG file whose header states another size. */
    private static byte[] promising(int width, int height) {
        byte[] png = ImageFiles.png(TestImages.image(1, 4, 4));
        ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        return png;
    }
}
