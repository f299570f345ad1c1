package io.github.pdd4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.pdd4j.Golden;
import io.github.pdd4j.weights.StoredTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFilesTest {
    @TempDir
    private Path folder = Path.of("");

    /** files.npz: what Pillow reads from the files of golden/files. */
    @ParameterizedTest
    @CsvSource({
        "rgb.png, 255",
        "rgb.bmp, 255",
        "rgb.tiff, 255",
        "lossless.webp, 255",
        "grey.png, 255",
        "rgba.png, 255",
        "grey_alpha.png, 255",
        "palette.png, 255",
        "grey16.png, 65535"
    })
    void samples_are_read_as_they_are_stored(String name, float largest) {
        StoredTensor expected = Golden.arrays("files.npz").tensor(name);
        float[] values = expected.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] /= largest;
        }
        long[] shape = expected.shape();

        assertThat(ImageFiles.load(Golden.file("files/" + name)))
                .isEqualTo(Image.of((int) shape[0], (int) shape[1], (int) shape[2], values));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg", "6.jpg", "7.jpg", "8.jpg", "5.tiff", "7.tiff"})
    void images_are_turned_as_their_exif_orientation_says(String ending) {
        String name = "oriented" + ending;

        Image upright = ImageFiles.load(Golden.file("files/" + name));

        StoredTensor expected = Golden.arrays("files.npz").tensor(name);
        assertThat(upright.height()).isEqualTo((int) expected.shape()[1]);
        assertThat(differences(upright, expected)).isLessThan(1.0);
    }

    /** Pillow's quality 60 of an image with soft and hard edges. */
    @Test
    void jpeg_compression_loses_what_other_encoders_of_that_quality_lose() {
        float[] values = Golden.arrays("files.npz").tensor("jpeg60/input").floats();
        for (int i = 0; i < values.length; i++) {
            values[i] /= 255;
        }
        Image input = Image.of(3, 48, 48, values);

        Image compressed = ImageFiles.jpeg(input, 60);

        assertThat(differences(compressed, Golden.arrays("files.npz").tensor("jpeg60")))
                .isLessThan(0.5);
        assertThat(compressed).isNotEqualTo(input);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void png_keeps_every_level(int channels) {
        Image image = ImageTest.numbered(channels, 16, 16).quantized();

        ImageFiles.save(image, folder.resolve("kept.png"));

        assertThat(ImageFiles.load(folder.resolve("kept.png"))).isEqualTo(image);
        assertThat(ImageFiles.decoded(ImageFiles.png(image), "bytes")).isEqualTo(image);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void a_png_of_sixteen_bits_keeps_every_shade_that_it_can_hold(int channels) {
        float[] shades = new float[channels * 16 * 16];
        for (int i = 0; i < shades.length; i++) {
            shades[i] = (i * 61f + 7) / 65535;
        }
        Image image = Image.of(channels, 16, 16, shades);

        ImageFiles.save(image, folder.resolve("fine.png"), 16);

        assertThat(ImageFiles.load(folder.resolve("fine.png"))).isEqualTo(image);
        assertThat(ImageFiles.header(folder.resolve("fine.png")))
                .isEqualTo(new ImageHeader("PNG", new ImageSize(16, 16), channels, 16));
        assertThatThrownBy(() -> ImageFiles.save(image, folder.resolve("fine.png"), 12))
                .hasMessage("a PNG file must have 8 or 16 bits per sample, got 12: use 16 to keep fine shades");
    }

    @ParameterizedTest
    @CsvSource({
        "rgb.png, PNG, 3, 8",
        "grey.png, PNG, 1, 8",
        "grey16.png, PNG, 1, 16",
        "grey_alpha.png, PNG, 4, 8",
        "rgba.png, PNG, 4, 8",
        "palette.png, PNG, 3, 8",
        "photo.jpg, JPEG, 3, 8",
        "rgb.bmp, BMP, 3, 8",
        "rgb.tiff, TIFF, 3, 8",
        "lossless.webp, WEBP, 3, 8"
    })
    void a_header_says_what_loading_gives(String name, String format, int channels, int bits) {
        Image loaded = ImageFiles.load(Golden.file("files/" + name));

        assertThat(ImageFiles.header(Golden.file("files/" + name)))
                .isEqualTo(new ImageHeader(format, ImageSize.of(loaded), channels, bits));
        assertThat(loaded.channels()).isEqualTo(channels);
    }

    @Test
    void a_missing_file_a_folder_and_a_text_are_refused_with_a_sentence() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.png"), "no image");

        assertThatThrownBy(() -> ImageFiles.load(folder.resolve("none.png")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(
                        "an image must be a file, got nothing at " + folder.resolve("none.png") + ": check the path");
        assertThatThrownBy(() -> ImageFiles.load(folder))
                .hasMessage("an image must be a file, got a folder at " + folder + ": check the path");
        assertThatThrownBy(() -> ImageFiles.load(text))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("an image must be PNG, JPEG, BMP, TIFF, WebP or GIF, got " + text
                        + ", which is none of them: convert it to PNG");
        assertThat(ImageFiles.recognizes(text)).isFalse();
    }

    @Test
    void a_header_that_promises_too_much_is_refused_before_anything_is_allocated() throws IOException {
        byte[] png = ImageFiles.png(ImageTest.numbered(1, 4, 4));
        ByteBuffer header = ByteBuffer.wrap(png);
        header.putInt(16, 2_000_000_000).putInt(20, 2_000_000_000);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        header.putInt(29, (int) crc.getValue());
        Path bomb = Files.write(folder.resolve("bomb.png"), png);

        assertThatThrownBy(() -> ImageFiles.load(bomb))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an image must have 1 to 100000000 pixels, got 2000000000x2000000000 in " + bomb
                        + ": cut it into parts");
    }

    /** Red, transparent green by half, transparent blue, dark gray; black and white; shades of 65535. */
    @Test
    void palettes_with_transparency_single_bits_and_fine_tiffs_are_read_as_they_are_stored() {
        assertThat(ImageFiles.load(Golden.file("files/palette_alpha.png")).values())
                .containsExactly(levels(255, 0, 0, 9, 0, 255, 0, 9, 0, 0, 255, 9, 255, 128, 0, 255));
        assertThat(ImageFiles.load(Golden.file("files/bilevel.png")))
                .isEqualTo(Image.of(1, 2, 4, new float[] {0, 1, 0, 1, 1, 1, 0, 0}));
        assertThat(ImageFiles.load(Golden.file("files/grey16.tiff")))
                .isEqualTo(Image.of(
                        1, 2, 3, new float[] {0, 257 / 65535f, 1, 1000 / 65535f, 30000 / 65535f, 40000 / 65535f}));
    }

    /** Patches of 8×8 pixels: white, black, cyan, and red of magenta with yellow. */
    @Test
    void cmyk_becomes_rgb() {
        Image patches = ImageFiles.load(Golden.file("files/cmyk.jpg"));

        assertThat(patches.channels()).isEqualTo(3);
        assertThat(ImageFiles.header(Golden.file("files/cmyk.jpg")).channels()).isEqualTo(3);
        assertThat(color(patches, 4, 4)).satisfies(white -> assertThat(white).containsOnly(1f));
        assertThat(color(patches, 12, 4)[1]).isLessThan(0.2f);
        assertThat(color(patches, 4, 12)[2] - color(patches, 4, 12)[0]).isGreaterThan(0.5f);
        assertThat(color(patches, 12, 12)[0] - color(patches, 12, 12)[1]).isGreaterThan(0.5f);
    }

    @Test
    void a_image_is_known_by_its_content_whatever_its_name_says() throws IOException {
        Path mislabeled = Files.copy(Golden.file("files/photo.jpg"), folder.resolve("photo.png"));

        assertThat(ImageFiles.load(mislabeled)).isEqualTo(ImageFiles.load(Golden.file("files/photo.jpg")));
        assertThat(ImageFiles.header(mislabeled).format()).isEqualTo("JPEG");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rgb.png", "palette.png", "grey16.png", "photo.jpg", "rgb.tiff", "lossless.webp", "rgb.bmp"})
    void a_truncated_image_is_refused_and_not_filled_up(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Golden.file("files/" + name));
        Path cut = Files.write(folder.resolve(name), Arrays.copyOf(whole, whole.length * 3 / 5));

        assertThatThrownBy(() -> ImageFiles.load(cut))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("an image must be PNG, JPEG, BMP, TIFF, WebP or GIF, got " + cut
                        + ", which is damaged or of an unknown kind (");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb.png", "palette.png", "photo.jpg", "rgb.tiff", "lossless.webp", "rgb.bmp"})
    void cut_off_and_damaged_files_end_in_a_sentence_or_a_image(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(Golden.file("files/" + name));
        for (int cut = 1; cut < bytes.length; cut += 1 + bytes.length / 40) {
            byte[] damaged = bytes.clone();
            Arrays.fill(damaged, cut, Math.min(cut + 3, bytes.length), (byte) 0xA5);
            for (byte[] bad : new byte[][] {Arrays.copyOf(bytes, cut), damaged}) {
                try {
                    assertThat(ImageFiles.decoded(bad, "bad").channels()).isPositive();
                } catch (UncheckedIOException | IllegalArgumentException e) {
                    assertThat(e).hasMessageMatching("(?s)an image must .*, got .*: .*");
                }
            }
        }
    }

    @Test
    void unknown_endings_qualities_and_missing_folders_are_refused() {
        Image image = ImageTest.numbered(3, 8, 8);

        assertThatThrownBy(() -> ImageFiles.save(image, folder.resolve("a.gif")))
                .hasMessage("a saved image's name must end in .png, .jpg or .jpeg, got a.gif: "
                        + "use .png to keep every value");
        assertThatThrownBy(() -> ImageFiles.jpeg(image, 0))
                .hasMessage("JPEG quality must be from 1 to 100, got 0: use 60 for a usual web image");
        assertThatThrownBy(() -> ImageFiles.save(image, folder.resolve("none/a.png")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("an image must be saved in an existing, writable folder, got ");
    }

    /** A file system that allows 255 bytes. */
    @Test
    void a_name_as_long_as_the_file_system_allows_is_saved() {
        Path file = folder.resolve("n".repeat(251) + ".png");

        ImageFiles.save(ImageTest.numbered(3, 8, 8), file);

        assertThat(ImageFiles.header(file).size()).hasToString("8x8");
        assertThatThrownBy(() -> ImageFiles.save(ImageTest.numbered(3, 8, 8), folder.resolve("n".repeat(252) + ".png")))
                .hasMessageContaining("File name too long");
    }

    /** As names are that the locale cannot read: known to {@code Files}, not to {@code File}. */
    @Test
    void files_are_read_and_written_by_their_paths_alone() throws IOException {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            Path file = memory.getPath("a.png").toAbsolutePath();
            Image image = ImageTest.numbered(3, 8, 8).quantized();

            ImageFiles.save(image, file);

            assertThat(ImageFiles.load(file)).isEqualTo(image);
            assertThat(ImageFiles.header(file).size()).hasToString("8x8");
            assertThat(ImageFiles.recognizes(file)).isTrue();
        }
    }

    /** A stopped cell keeps the image that was just made. */
    @Test
    void an_interrupted_thread_saves_the_image_and_stays_interrupted() {
        Image image = ImageTest.numbered(3, 8, 8).quantized();
        boolean interrupted;

        Thread.currentThread().interrupt();
        try {
            ImageFiles.save(image, folder.resolve("a.png"));
        } finally {
            interrupted = Thread.interrupted();
        }

        assertThat(interrupted).isTrue();
        assertThat(ImageFiles.load(folder.resolve("a.png"))).isEqualTo(image);
    }

    @Test
    void a_save_that_fails_leaves_nothing_behind() throws IOException {
        Files.createDirectories(folder.resolve("taken.png/full"));

        assertThatThrownBy(() -> ImageFiles.save(ImageTest.numbered(3, 8, 8), folder.resolve("taken.png")))
                .hasMessageStartingWith("an image must be saved in an existing, writable folder, got ");

        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void a_name_may_be_as_long_as_the_system_allows() {
        Path longest = folder.resolve("x".repeat(251) + ".png");

        ImageFiles.save(ImageTest.numbered(3, 8, 8), longest);

        assertThat(longest).isRegularFile();
        assertThatThrownBy(() -> ImageFiles.save(ImageTest.numbered(3, 8, 8), folder.resolve("x".repeat(252) + ".png")))
                .hasMessageEndingWith(".png (File name too long): check it and its room");
    }

    @Test
    void a_image_with_values_that_are_no_numbers_is_not_saved_as_black() {
        Image holed = Image.of(1, 2, 3, new float[] {0, 1, 0, 1, Float.NEGATIVE_INFINITY, 1});

        assertThatThrownBy(() -> ImageFiles.save(holed, folder.resolve("holed.png")))
                .hasMessage("an image to save must have finite values, got -Infinity in channel 0, row 1, column 1:"
                        + " check what made it");
        assertThat(folder.resolve("holed.png")).doesNotExist();
    }

    private static float[] levels(int... levels) {
        float[] values = new float[levels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = levels[i] / 255f;
        }
        return values;
    }

    private static float[] color(Image image, int x, int y) {
        return image.crop(x, y, 1, 1).values();
    }

    /** Mean absolute difference in levels. */
    private static double differences(Image image, StoredTensor levels) {
        float[] values = image.values();
        double[] expected = levels.doubles();
        assertThat(values).hasSize(expected.length);
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += Math.abs(values[i] * 255 - expected[i]);
        }
        return sum / values.length;
    }
}
