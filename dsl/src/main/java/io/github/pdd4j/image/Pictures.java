package io.github.pdd4j.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Picture files: PNG, JPEG, BMP, TIFF, WebP and GIF are read, PNG and JPEG are written.
 *
 * <p>Samples are taken as they are stored: 8-bit ones divided by 255, 16-bit ones by 65535, no colour profile applied
 * (but CMYK becomes RGB). The EXIF orientation of JPEG and TIFF is honoured, and of several frames the first is read.
 *
 * <pre>{@code
 * Picture picture = Pictures.load(photo);
 * Pictures.save(Pictures.jpeg(picture, 60), folder.resolveSibling("compressed.png"));
 * }</pre>
 */
public final class Pictures {
    /** Larger pictures are refused by their header, before anything is allocated: 100 million pixels. */
    public static final long MOST_PIXELS = 100_000_000L;

    private static final Pattern DAMAGE = Pattern.compile("(?i)premature|corrupt|truncat");

    private Pictures() {}

    /**
     * The picture in a file.
     *
     * @throws UncheckedIOException if the file is missing, damaged or no picture
     * @throws IllegalArgumentException if the picture has more than {@link #MOST_PIXELS} pixels
     */
    public static Picture load(Path file) {
        return opened(file, Pictures::picture);
    }

    /**
     * What the file says of itself; nothing is decoded.
     *
     * @throws UncheckedIOException if the file is missing, damaged or no picture
     * @throws IllegalArgumentException if the picture has more than {@link #MOST_PIXELS} pixels
     */
    public static PictureHeader header(Path file) {
        return opened(file, PictureHeader::of);
    }

    /**
     * The picture in the bytes of a file of any readable format; {@code name} is what an error calls it.
     *
     * @throws UncheckedIOException if the bytes are damaged or no picture
     * @throws IllegalArgumentException if the picture has more than {@link #MOST_PIXELS} pixels
     */
    public static Picture decoded(byte[] bytes, String name) {
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            return read(stream, name, Pictures::picture);
        } catch (IOException e) {
            throw failure("a picture must be readable", name + " (" + e.getMessage() + ")", "check the bytes", e);
        }
    }

    /** Whether the content of a file begins as a picture of a readable format does, whatever its name ends in. */
    public static boolean recognises(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            ImageReader reader = stream == null ? null : Codecs.reader(stream);
            if (reader != null) {
                reader.dispose();
            }
            return reader != null;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Writes the picture with 8 bits a sample, clipped and rounded, whole or not at all: as PNG, or as JPEG of quality
     * 95 without alpha.
     *
     * @throws IllegalArgumentException if the file's name does not end in .png, .jpg or .jpeg
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void save(Picture picture, Path file) {
        save(picture, file, Byte.SIZE);
    }

    /**
     * The same with 8 or 16 bits a sample; a JPEG file always gets 8.
     *
     * @throws IllegalArgumentException if the file's name does not end in .png, .jpg or .jpeg, or the bits are others
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void save(Picture picture, Path file, int bits) {
        byte[] bytes =
                PictureFormat.of(file) == PictureFormat.JPG ? Encoders.jpeg(picture, 95) : Encoders.png(picture, bits);
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            try {
                Files.write(part, bytes);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw failure("a picture must be saved in an existing, writable folder", file.toString(), "check it", e);
        }
    }

    /** The bytes of a PNG file with 8 bits a sample, clipped and rounded. */
    public static byte[] png(Picture picture) {
        return Encoders.png(picture, Byte.SIZE);
    }

    /**
     * What JPEG compression of the given quality (1 ... 100, chroma halved as is usual) leaves of the picture; alpha is
     * dropped.
     */
    public static Picture jpeg(Picture picture, int quality) {
        return decoded(Encoders.jpeg(picture, quality), "JPEG of quality " + quality);
    }

    /** The picture with 8 bits a sample, clipped and rounded, for AWT. */
    public static BufferedImage toBufferedImage(Picture picture) {
        return Samples.image(picture, Byte.SIZE);
    }

    private static <T> T opened(Path file, Reading<T> reading) {
        if (!Files.isRegularFile(file)) {
            String got = Files.isDirectory(file) ? "a folder" : "nothing";
            throw failure("a picture must be a file", got + " at " + file, "check the path", null);
        }
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            if (stream == null) {
                throw new IOException("cannot be opened");
            }
            return read(stream, file.toString(), reading);
        } catch (IOException e) {
            throw failure("a picture must be readable", file + " (" + e.getMessage() + ")", "check the file", e);
        }
    }

    private static <T> T read(ImageInputStream stream, String name, Reading<T> reading) throws IOException {
        ImageReader reader = Codecs.reader(stream);
        if (reader == null) {
            throw failure("a picture must be " + Codecs.NAMES, name + ", which is none of them", "convert it", null);
        }
        try {
            reader.setInput(stream, true, false);
            refuseHuge(reader, name);
            return reading.from(reader);
        } catch (IOException | RuntimeException e) {
            throw e instanceof TooLarge tooLarge ? tooLarge : damaged(name, e);
        } finally {
            reader.dispose();
        }
    }

    /** A decoder fills what a truncated file lacks with grey, and only warns: such a picture must not be learned from. */
    private static Picture picture(ImageReader reader) throws IOException {
        List<String> damage = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> {
            if (DAMAGE.matcher(warning).find()) {
                damage.add(warning);
            }
        });
        ImageReadParam plain = reader.getDefaultReadParam();
        Picture stored = Samples.picture(reader.read(0, plain));
        if (!damage.isEmpty()) {
            throw new IIOException(damage.get(0));
        }
        return Orientation.of(reader).upright(stored);
    }

    private interface Reading<T> {
        T from(ImageReader reader) throws IOException;
    }

    private static void refuseHuge(ImageReader reader, String name) throws IOException {
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels < 1 || pixels > MOST_PIXELS) {
            throw new TooLarge(String.format(
                    Locale.ROOT,
                    "a picture must have 1 to %d pixels, got %dx%d in %s: cut it into parts",
                    MOST_PIXELS,
                    reader.getWidth(0),
                    reader.getHeight(0),
                    name));
        }
    }

    /** Decoders answer damaged files with runtime exceptions too. */
    private static UncheckedIOException damaged(String name, Exception cause) {
        String got = name + ", which is damaged or of an unknown kind (" + cause.getMessage() + ")";
        return failure("a picture must be " + Codecs.NAMES, got, "save it again as PNG", cause);
    }

    private static UncheckedIOException failure(String what, String got, String next, @Nullable Exception cause) {
        String sentence = what + ", got " + got + ": " + next;
        return new UncheckedIOException(
                sentence, cause instanceof IOException io ? io : new IOException(sentence, cause));
    }

    private static final class TooLarge extends IllegalArgumentException {
        TooLarge(String sentence) {
            super(sentence);
        }
    }
}
