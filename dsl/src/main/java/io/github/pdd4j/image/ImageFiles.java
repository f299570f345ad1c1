package io.github.pdd4j.image;

import io.github.pdd4j.io.AtomicFile;
import io.github.pdd4j.io.FileFailure;
import io.github.pdd4j.io.FileKind;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads PNG, JPEG, BMP, TIFF, WebP and GIF files, and writes PNG and JPEG files.
 *
 * <p>The same rules apply to all formats. Samples are read as stored: 8-bit values are divided by 255, 16-bit values
 * by 65535. No color profile is applied; {@link Image#profile} keeps it for saved files. CMYK is converted to RGB by
 * R = (1 − C) · (1 − K), G and B likewise from M and Y. The orientation from EXIF (or, without it, XMP) is
 * applied for PNG, JPEG, TIFF and WebP. Of several frames, the first is read and placed on its canvas. Text,
 * thumbnails and other metadata are ignored, so malformed metadata does not prevent reading.
 *
 * <pre>{@code
 * Image image = ImageFiles.load(photo);
 * ImageFiles.save(ImageFiles.jpeg(image, 60), folder.resolveSibling("compressed.png"));
 * }</pre>
 */
public final class ImageFiles {
    /** The maximum number of pixels, 100 million; larger images are rejected by their header, before any allocation. */
    public static final long MAX_PIXELS = 100_000_000L;

    /** Files up to this size are read into memory at once, because decoders read a few bytes at a time. */
    private static final int LARGE_FILE = 1 << 26;

    /**
     * The texts of libjpeg's warnings about missing samples; ImageIO does not pass the numbers. Other libjpeg
     * warnings are about extraneous bytes and about markers.
     */
    private static final Pattern MISSING_SAMPLES = Pattern.compile("Premature end of JPEG file"
            + "|Corrupt JPEG data: premature end of data segment"
            + "|Corrupt JPEG data: bad Huffman code"
            + "|Corrupt JPEG data: found marker 0x\\p{XDigit}+ instead of RST\\d"
            + "|Corrupt JPEG data: bad arithmetic code");

    private ImageFiles() {}

    /**
     * Loads an image.
     *
     * @param file the image file
     * @return the image
     * @throws UncheckedIOException if the file is missing, damaged or not a readable image
     * @throws IllegalArgumentException if the image has more than {@link #MAX_PIXELS} pixels
     */
    public static Image load(Path file) {
        return opened(file, LARGE_FILE, ImageFiles::image);
    }

    /**
     * Reads the header of an image file without decoding the image.
     *
     * @param file the image file
     * @return the header
     * @throws UncheckedIOException if the file is missing, damaged or not a readable image
     * @throws IllegalArgumentException if the image has more than {@link #MAX_PIXELS} pixels
     */
    public static ImageHeader header(Path file) {
        return opened(file, 0, ImageHeader::of);
    }

    /**
     * Decodes an image from the bytes of a file.
     *
     * @param bytes the content of an image file of any readable format
     * @param name the name for error messages
     * @return the image
     * @throws UncheckedIOException if the bytes are damaged or not a readable image
     * @throws IllegalArgumentException if the image has more than {@link #MAX_PIXELS} pixels
     */
    public static Image decoded(byte[] bytes, String name) {
        try (ImageInputStream stream = Excerpt.of(bytes)) {
            return read(stream, name, ImageFiles::image);
        } catch (IOException e) {
            throw failure("an image must be readable", name + " (" + e.getMessage() + ")", "check the bytes", e);
        }
    }

    /**
     * Loads an image, as {@link #load(Path)}.
     *
     * @param file the path of the image file
     * @return the image
     */
    public static Image load(String file) {
        return load(Path.of(file));
    }

    /**
     * Reads the header of an image file, as {@link #header(Path)}.
     *
     * @param file the path of the image file
     * @return the header
     */
    public static ImageHeader header(String file) {
        return header(Path.of(file));
    }

    /**
     * Saves an image, as {@link #save(Image, Path)}.
     *
     * @param image the image
     * @param file the path of the file
     */
    public static void save(Image image, String file) {
        save(image, Path.of(file));
    }

    /**
     * Saves an image, as {@link #save(Image, Path, int)}.
     *
     * @param image the image
     * @param file the path of the file
     * @param bits the bits per sample, 8 or 16
     */
    public static void save(Image image, String file, int bits) {
        save(image, Path.of(file), bits);
    }

    /**
     * Tells whether the content of a file starts as a readable image format does, regardless of its extension.
     *
     * @param file the file
     * @return true if the format is recognized; false if there is no such file or it cannot be read
     */
    public static boolean recognizes(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return ContainerFormat.of(in.readNBytes(ContainerFormat.START)) != null;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Saves an image atomically with 8 bits per sample, clipped and rounded: as PNG, or as JPEG of quality 95 without
     * alpha.
     *
     * @param image the image; its values must be finite
     * @param file the file, ending in .png, .jpg or .jpeg
     * @throws IllegalArgumentException if the extension is another or a value is not finite
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void save(Image image, Path file) {
        save(image, file, Byte.SIZE);
    }

    /**
     * Saves an image atomically, clipped and rounded, with 8 or 16 bits per sample; JPEG files always have 8.
     *
     * @param image the image; its values must be finite
     * @param file the file, ending in .png, .jpg or .jpeg
     * @param bits the bits per sample, 8 or 16
     * @throws IllegalArgumentException if the extension is another, a value is not finite or {@code bits} is neither
     *     8 nor 16 for a PNG file
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void save(Image image, Path file, int bits) {
        image.requireFinite("an image to save");
        byte[] bytes =
                ImageFileFormat.of(file) == ImageFileFormat.JPG ? Encoders.jpeg(image, 95) : Encoders.png(image, bits);
        try {
            AtomicFile.write(file, out -> out.write(bytes));
        } catch (UncheckedIOException e) {
            String got = file + " (" + FileFailure.reason(Objects.requireNonNull(e.getCause())) + ")";
            throw failure("an image must be saved in an existing, writable folder", got, "check it and its room", e);
        }
    }

    /**
     * Encodes an image as PNG with 8 bits per sample, clipped and rounded.
     *
     * @param image the image
     * @return the content of a PNG file
     */
    public static byte[] png(Image image) {
        return Encoders.png(image, Byte.SIZE);
    }

    /**
     * Compresses an image as JPEG with halved chroma resolution and decompresses it; alpha is dropped.
     *
     * @param image the image
     * @param quality the JPEG quality, 1 to 100
     * @return the decompressed image
     * @throws IllegalArgumentException if {@code quality} is out of range
     */
    public static Image jpeg(Image image, int quality) {
        return decoded(Encoders.jpeg(image, quality), "JPEG of quality " + quality);
    }

    /**
     * Converts an image for AWT with 8 bits per sample, clipped and rounded.
     *
     * @param image the image
     * @return a gray, RGB or RGBA bitmap
     */
    public static BufferedImage toBufferedImage(Image image) {
        return Samples.image(image, Byte.SIZE);
    }

    private static <T> T opened(Path file, int inMemory, Reading<T> reading) {
        if (!Files.isRegularFile(file)) {
            String got = Files.isDirectory(file) ? "a folder" : "nothing";
            throw failure("an image must be a file", got + " at " + file, "check the path", null);
        }
        try (ImageInputStream stream = Files.size(file) <= inMemory || !hasText(file)
                ? Excerpt.of(Files.readAllBytes(file))
                : new FileImageInputStream(file.toFile())) {
            return read(stream, file.toString(), reading);
        } catch (IOException e) {
            throw failure("an image must be readable", file + " (" + FileFailure.reason(e) + ")", "check the file", e);
        }
    }

    /** Detects names whose bytes the locale cannot decode: Java has a Path for them, but no File. */
    private static boolean hasText(Path file) {
        return file.getFileSystem().equals(FileSystems.getDefault())
                && file.toFile().isFile();
    }

    private static <T> T read(ImageInputStream stream, String name, Reading<T> reading) throws IOException {
        try {
            Container container = Container.of(stream);
            if (container == null) {
                throw foreign(Container.start(stream, FileKind.START), name);
            }
            return read(container, name, reading);
        } catch (IOException e) {
            throw damaged(name, e);
        }
    }

    private static <T> T read(Container container, String name, Reading<T> reading) throws IOException {
        ImageReader reader = Codecs.reader(container.format(), container.samples());
        try {
            reader.setInput(container.samples(), true, true);
            refuseHuge(container.size(reader), name);
            return reading.from(container, reader);
        } catch (UnfitSamples e) {
            throw failure(
                    "samples must be integers of at most 16 bits or floats from 0 to 1",
                    e.getMessage() + ", in " + name,
                    e.next(),
                    e);
        } catch (IOException | RuntimeException e) {
            throw e instanceof TooLarge tooLarge ? tooLarge : damaged(name, e);
        } finally {
            reader.dispose();
        }
    }

    private static UncheckedIOException foreign(byte[] start, String name) {
        FileKind kind = FileKind.of(start).orElse(new FileKind(FileKind.Group.IMAGE, "none of them"));
        String next = switch (kind.group()) {
            case EMPTY, ZEROS -> "copy or download it again";
            case LFS_POINTER -> "run git lfs pull";
            case HTML, MARKUP, JSON -> "download the image itself";
            case IMAGE, DOCUMENT -> "convert it to PNG";
            case RAW_PHOTOGRAPH -> "develop it to PNG";
            case VIDEO -> "extract its frames as PNG";
            case ARRAY -> "save it as PNG";
            case MODEL -> "name an image here, weights are read by network(...)";
            case ZIP, ARCHIVE -> "unpack it";
        };
        boolean inPlace = kind.group() == FileKind.Group.HTML || kind.group() == FileKind.Group.LFS_POINTER;
        String got = name + ", which is " + kind.name() + (inPlace ? " in place of the image" : "");
        return failure("an image must be " + ContainerFormat.NAMES, got, next, null);
    }

    private static Image image(Container container, ImageReader reader) throws IOException {
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        Image stored = stored(container, reader);
        requireSamples(container.format(), warnings);
        return container.metadata().orientation().upright(stored).profiled(profile(container, stored));
    }

    private static Image stored(Container container, ImageReader reader) throws IOException {
        if (container.inks() != Container.Inks.NONE) {
            return Samples.adobeInks(reader.readRaster(0, null), container.inks() == Container.Inks.YCCK);
        }
        ImageTypeSpecifier type = reader.getImageTypes(0).next();
        if (Samples.isFloat(type.getSampleModel().getTransferType()) && reader.canReadRaster()) {
            // Reading them as an image would clip them to [0, 1].
            return Samples.floats(reader.readRaster(0, null), type.getColorModel(), TiffParts.inverted(container));
        }
        if (container.vp8().isPresent()) {
            Image colors = WebpColors.image(container.vp8().get(), reader.getWidth(0), reader.getHeight(0));
            Image frame = type.getColorModel().hasAlpha()
                    ? Channels.rgba(colors, Channels.alpha(Samples.image(reader.read(0, null))))
                    : colors;
            return container.screen().map(screen -> screen.with(frame)).orElse(frame);
        }
        BufferedImage bitmap = reader.read(0, reader.getDefaultReadParam());
        return Samples.image(container
                .screen()
                .map(screen -> Samples.onScreen(bitmap, screen))
                .orElse(bitmap));
    }

    /**
     * Drops a profile that does not fit the channels; in particular, a CMYK profile does not apply after the
     * conversion.
     */
    private static @Nullable ColorProfile profile(Container container, Image image) {
        return container
                .metadata()
                .profile()
                .filter(profile -> profile.describes(image.channels()))
                .orElse(null);
    }

    /** Decoders fill in missing or unsupported samples and only warn; such an image must not be used for training. */
    private static void requireSamples(ContainerFormat format, List<String> warnings) throws IOException {
        boolean byLibjpeg = format == ContainerFormat.JPEG || format == ContainerFormat.TIFF;
        for (String warning : warnings) {
            if (!byLibjpeg || MISSING_SAMPLES.matcher(warning).matches()) {
                throw new IIOException(warning);
            }
        }
    }

    private interface Reading<T> {
        T from(Container container, ImageReader reader) throws IOException;
    }

    private static void refuseHuge(ImageSize size, String name) {
        long pixels = (long) size.width() * size.height();
        if (pixels < 1 || pixels > MAX_PIXELS) {
            throw new TooLarge(String.format(
                    Locale.ROOT,
                    "an image must have 1 to %d pixels, got %s in %s: cut it into parts",
                    MAX_PIXELS,
                    size,
                    name));
        }
    }

    /** Damaged files cause runtime exceptions in decoders, too. */
    private static UncheckedIOException damaged(String name, Exception cause) {
        String got = name + ", which is damaged or of an unknown kind (" + cause.getMessage() + ")";
        return failure("an image must be " + ContainerFormat.NAMES, got, "save it again as PNG", cause);
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
