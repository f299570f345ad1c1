package io.github.pdd4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.Golden;
import io.github.pdd4j.io.Sha256;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as the field has them, against the pixels that Pillow 12 (libjpeg-turbo, libwebp) gives. */
class CodecsTest {
    private static final StateDict EXPECTED = Golden.arrays("codecs.npz");

    @TempDir
    private Path folder = Path.of("");

    static Stream<String> sound() {
        return EXPECTED.names().stream();
    }

    /** Lossless formats and JPEG to the level, lossy WebP within 3 levels and 60 dB at every quality, inks to one level. */
    @ParameterizedTest
    @MethodSource("sound")
    void sound_files_have_the_pixels_of_the_reference_decoders(String name) {
        StoredTensor expected = EXPECTED.tensor(name);
        Path file = Golden.file("codecs/" + name);

        Image loaded = ImageFiles.load(file);

        assertThat(new long[] {loaded.channels(), loaded.height(), loaded.width()})
                .isEqualTo(expected.shape());
        assertThat(ImageFiles.header(file).size()).isEqualTo(ImageSize.of(loaded));
        assertThat(ImageFiles.header(file).channels()).isEqualTo(loaded.channels());
        float most = ImageFiles.header(file).bits() == 32 ? 1 : 255;
        float[] levels = expected.floats();
        float[] values = loaded.values();
        double squares = 0;
        double largest = 0;
        for (int i = 0; i < levels.length; i++) {
            double difference = Math.abs(Math.rint(values[i] * most) - Math.rint(levels[i]));
            squares += difference * difference / levels.length;
            largest = Math.max(largest, difference);
        }
        boolean lossyWebp = name.endsWith(".webp") && !name.contains("_ll");
        assertThat(largest).isLessThanOrEqualTo(lossyWebp ? 3 : name.contains("ycck") ? 1 : 0);
        assertThat(squares).isLessThan(255 * 255 / 1e6);
    }

    /** Some 150 files; each line is a hash of size and levels and the name. */
    @Test
    void all_sound_files_of_the_field_are_read_as_pillow_reads_them() throws IOException {
        Path field = Golden.shared("field");
        SoftAssertions all = new SoftAssertions();
        for (String line : Files.readAllLines(Golden.file("field-images.txt"))) {
            String[] parts = line.split("  ", 2);
            Path file = field.resolve(parts[1]);
            all.assertThatCode(() -> assertThat(hash(file)).isEqualTo(parts[0]))
                    .as(parts[1])
                    .doesNotThrowAnyException();
        }
        all.assertAll();
    }

    @ParameterizedTest
    @CsvSource({"photo256_q10, 60", "photo256_q50, 60", "photo64_q30, 60"})
    void lossy_webp_of_photographs_is_what_libwebp_makes_of_it(String name, double least) {
        Image ours = ImageFiles.load(Golden.shared("field/webp/" + name + ".webp"));
        Image theirs = ImageFiles.load(Golden.shared("field/webp/" + name + ".libwebp.png"));

        double squares = 0;
        float[] expected = theirs.values();
        for (int i = 0; i < expected.length; i++) {
            squares += Math.pow(ours.chw()[i] - expected[i], 2) / expected.length;
        }

        assertThat(-10 * Math.log10(squares)).isGreaterThan(least);
    }

    @ParameterizedTest
    @CsvSource({
        "images/avif_named.jpg, which is an AVIF image: convert it to PNG",
        "images/html.jpg, which is an HTML page in place of the image: download the image itself",
        "images/lfs.png, which is a Git LFS pointer in place of the image: run git lfs pull",
        "images/empty.png, which is an empty file: copy or download it again",
        "images/truncated.png, which is damaged or of an unknown kind (",
        "images/jpeg_truncated.jpg, which is damaged or of an unknown kind (",
        "images/float255.tif, 'divide them by the value that means white'"
    })
    void damaged_and_foreign_files_are_refused_and_said_by_what_they_are(String name, String said) {
        Path file = Golden.file("codecs/" + name);

        assertThatThrownBy(() -> ImageFiles.load(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "an AVIF image:....ftypavif",
                "a HEIC image:....ftypheic",
                "a JPEG 2000 image:\u00ffO\u00ffQ",
                "a JPEG XL image:\u00ff\n",
                "a Photoshop file:8BPS",
                "a PDF file:%PDF-1.7",
                "an SVG drawing:<?xml version=\"1.0\"?><svg>",
                "an HTML page in place of the image:\u00ef\u00bb\u00bf\n<!DOCTYPE html>",
                "a JSON text:{\"error\": 404}",
                "a JSON text:{\n  \"error\": 404}",
                "an HTML page in place of the image:<!-- login --><!DOCTYPE html><html><svg>",
                "an XML or HTML text:<div>Forbidden</div>",
                "a Git LFS pointer in place of the image:version https://hawser.github.com/spec/v1",
                "a 7-Zip archive:7z\u00bc\u00af'\u001c",
                "a RAR archive:Rar!\u001a\u0007",
                "an HDF5 file:\u0089HDF\r\n\u001a\n",
                "a file of zeros, as an interrupted copy leaves it:\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
                "a video:....ftypisom"
            })
    void what_a_file_is_is_told_by_its_first_bytes(String whatAndBytes) {
        String[] parts = whatAndBytes.split(":", 2);

        assertThatThrownBy(() -> ImageFiles.decoded(parts[1].getBytes(StandardCharsets.ISO_8859_1), "photo.jpg"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("got photo.jpg, which is " + parts[0] + ": ");
    }

    /** The samples of the four files are the same; JPEG and lossy WebP lose of them. */
    @Test
    void a_color_profile_changes_no_sample_in_any_format_and_is_kept() {
        Image plain = ImageFiles.load(icc("none.png"));
        Optional<ColorProfile> profile = ImageFiles.load(icc("p3.png")).profile();

        assertThat(plain.profile()).isEmpty();
        assertThat(profile).isPresent();
        assertThat(ImageFiles.load(icc("p3.png"))).isEqualTo(plain);
        assertThat(ImageFiles.load(icc("p3.tif"))).isEqualTo(plain);
        assertThat(ImageFiles.load(icc("p3.jpg"))).isEqualTo(ImageFiles.load(icc("none.jpg")));
        assertThat(List.of("p3.tif", "p3.jpg", "p3.webp"))
                .allSatisfy(
                        name -> assertThat(ImageFiles.load(icc(name)).profile()).isEqualTo(profile));
    }

    @ParameterizedTest
    @CsvSource({"a.png, 8", "a.png, 16", "a.jpg, 8"})
    void saved_files_have_the_profile_that_the_image_was_loaded_with(String name, int bits) {
        Image image = ImageFiles.load(icc("p3.png"));
        Image worked = image.crop(1, 2, 30, 20)
                .flippedHorizontally()
                .flippedVertically()
                .transposed()
                .clipped();

        ImageFiles.save(Resampling.MATLAB_BICUBIC.upscale(worked, 2).quantized().rgb(), folder.resolve(name), bits);

        assertThat(ImageFiles.load(folder.resolve(name)).profile()).isEqualTo(image.profile());
    }

    /** More than one segment of a JPEG file holds. */
    @ParameterizedTest
    @ValueSource(strings = {"large.png", "large.jpg"})
    void a_profile_of_any_size_is_kept(String name) {
        byte[] bytes = new byte[200_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ((i * 31) ^ (i >> 7));
        }
        ByteBuffer.wrap(bytes).putInt(bytes.length).put(16, "RGB ".getBytes(StandardCharsets.ISO_8859_1));
        ByteBuffer.wrap(bytes).put(36, "acsp".getBytes(StandardCharsets.ISO_8859_1));
        ColorProfile profile = ColorProfile.of(bytes).orElseThrow();

        ImageFiles.save(ImageTest.numbered(3, 8, 8).profiled(profile), folder.resolve(name));
        ImageFiles.save(ImageTest.numbered(1, 8, 8).profiled(profile), folder.resolve("gray" + name));

        assertThat(ImageFiles.load(folder.resolve(name)).profile()).contains(profile);
        assertThat(profile.bytes()).isEqualTo(bytes);
        assertThat(ImageFiles.load(folder.resolve("gray" + name)).profile()).isEmpty();
    }

    @Test
    void floats_keep_their_values_also_a_little_outside_of_black_and_white() throws IOException {
        Path file = Files.write(folder.resolve("a.tif"), floatTiff(-0.25f, 0, 0.5f, 1.75f));

        assertThat(ImageFiles.load(file).values()).containsExactly(-0.25f, 0, 0.5f, 1.75f);
    }

    @ParameterizedTest
    @ValueSource(floats = {255, 65535, 3.5f, -2, Float.NaN, Float.POSITIVE_INFINITY})
    void floats_in_another_unit_are_refused(float value) throws IOException {
        Path file = Files.write(folder.resolve("a.tif"), floatTiff(0, 0.5f, 1, value));

        assertThatThrownBy(() -> ImageFiles.load(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("samples must be integers of at most 16 bits or floats from 0 to 1, got ");
    }

    /** Damage in the middle of the scan: bytes of it are gone, or a restart marker is missing. */
    @ParameterizedTest
    @ValueSource(strings = {"jpeg/scanner_padding_before_rst.jpg", "jpeg/fill_bytes_ff.jpg", "images/jpeg_no_eoi.jpg"})
    void a_jpeg_file_whose_samples_are_cut_is_refused_also_with_an_end_marker(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(Golden.file("codecs/" + name));
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 60);
        cut[cut.length - 2] = (byte) 0xFF;
        cut[cut.length - 1] = (byte) 0xD9;

        assertThatThrownBy(() -> ImageFiles.decoded(cut, "cut.jpg"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cut.jpg, which is damaged or of an unknown kind (");
    }

    @ParameterizedTest
    @ValueSource(strings = {"webp/plasma_50.webp", "webp/shapes_a.webp", "webp/shapes_ll.webp", "images/anim.webp"})
    void a_webp_file_that_ends_within_its_samples_is_refused(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(Golden.file("codecs/" + name));

        assertThatThrownBy(() -> ImageFiles.decoded(Arrays.copyOf(bytes, bytes.length / 2), "cut.webp"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cut.webp, which is damaged or of an unknown kind (");
    }

    @Test
    void a_gif_file_with_a_huge_screen_is_refused_whatever_the_size_of_its_frame() throws IOException {
        byte[] gif = Files.readAllBytes(Golden.file("codecs/images/gif_small_frame.gif"));
        ByteBuffer.wrap(gif)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(6, (short) 20000)
                .putShort(8, (short) 20000);

        assertThatThrownBy(() -> ImageFiles.decoded(gif, "huge.gif"))
                .hasMessage("an image must have 1 to 100000000 pixels, got 20000x20000 in huge.gif: cut it into parts");
    }

    /** PNG: EXIF, and where there is none, XMP. */
    @ParameterizedTest
    @CsvSource({"3, true", "6, true", "8, true", "6, false"})
    void png_is_turned_by_exif_or_xmp(int orientation, boolean exif) throws IOException {
        Image image = ImageTest.numbered(3, 4, 6).quantized();
        byte[] said = exif
                ? ByteBuffer.allocate(26)
                        .put("MM\0*\0\0\0\b\0\1".getBytes(StandardCharsets.ISO_8859_1))
                        .putShort((short) 274)
                        .putShort((short) 3)
                        .putInt(1)
                        .putShort((short) orientation)
                        .array()
                : ("XML:com.adobe.xmp\0\0\0\0\0<x tiff:Orientation=\"" + orientation + "\"/>")
                        .getBytes(StandardCharsets.ISO_8859_1);
        Path file =
                Files.write(folder.resolve("a.png"), withChunk(ImageFiles.png(image), exif ? "eXIf" : "iTXt", said));

        assertThat(ImageFiles.load(file))
                .isEqualTo(Orientation.ofExif(orientation).upright(image));
        assertThat(ImageFiles.load(file)).isNotEqualTo(image);
        assertThat(ImageFiles.header(file).size()).isEqualTo(ImageSize.of(ImageFiles.load(file)));
    }

    private static byte[] withChunk(byte[] png, String type, byte[] content) {
        byte[] chunk = ByteBuffer.allocate(4 + content.length)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .put(content)
                .array();
        CRC32 crc = new CRC32();
        crc.update(chunk);
        int header = 33;
        return ByteBuffer.allocate(png.length + chunk.length + 8)
                .put(png, 0, header)
                .putInt(content.length)
                .put(chunk)
                .putInt((int) crc.getValue())
                .put(png, header, png.length - header)
                .array();
    }

    /** One row of gray samples. */
    private static byte[] floatTiff(float... samples) {
        int[][] fields = {
            {256, samples.length},
            {257, 1},
            {258, 32},
            {259, 1},
            {262, 1},
            {273, 8},
            {277, 1},
            {278, 1},
            {279, 4 * samples.length},
            {339, 3}
        };
        ByteBuffer file = ByteBuffer.allocate(8 + 4 * samples.length + 2 + 12 * fields.length + 4)
                .order(ByteOrder.LITTLE_ENDIAN);
        file.put("II*\0".getBytes(StandardCharsets.ISO_8859_1)).putInt(8 + 4 * samples.length);
        for (float sample : samples) {
            file.putFloat(sample);
        }
        file.putShort((short) fields.length);
        for (int[] field : fields) {
            file.putShort((short) field[0]).putShort((short) 4).putInt(1).putInt(field[1]);
        }
        return file.array();
    }

    private static String hash(Path file) {
        Image image = ImageFiles.load(file);
        int most = ImageFiles.header(file).bits() == 16 ? 65535 : 255;
        float[] values = image.values();
        ByteBuffer levels = ByteBuffer.allocate(2 * values.length);
        for (float value : values) {
            levels.putShort((short) Math.rint(value * most));
        }
        String size = image.channels() + " " + image.height() + " " + image.width() + "\n";
        return Sha256.of(digest -> {
            digest.update(size.getBytes(StandardCharsets.US_ASCII));
            digest.update(levels.array());
        });
    }

    private static Path icc(String name) {
        return Golden.file("codecs/icc/" + name);
    }
}
