package io.github.pdd4j.image;

import io.github.pdd4j.io.FileFailure;
import io.github.pdd4j.io.AtomicFile;
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
 * Image files: PNG, JPEG, BMP, TIFF, WebP and GIF are read, PNG and JPEG are written.
 *
 * <p>One rule for all formats: samples are taken as they are stored, 8-bit ones divided by 255, 16-bit ones by 65535. No
 * color profile is applied; {@link Image#profile} carries it to the files that are saved. CMYK becomes RGB by a formula,
 * each color as much as its ink and black let through. The orientation that EXIF (or, without it, XMP) says is honored in
 * PNG, JPEG, TIFF and WebP. Of several frames the first is read, on the screen that it is a part of. Text, thumbnails and
 * other metadata are not looked at, so that malformed ones refuse no image.
 *
 * <pre>{@code
 * Image image = ImageFiles.load(photo);
 * ImageFiles.save(ImageFiles.jpeg(image, 60), folder.resolveSibling("compressed.png"));
 * }</pre>
 */
public final class ImageFiles {
    /** Larger images are refused by their header, before anything is allocated: 100 million pixels. */
    public static final long MAX_PIXELS = 100_000_000L;

    /** Files up to this size are read at once: decoders ask for a few bytes at a time. */
    private static final int LARGE_FILE = 1 << 26;

    /**
     * What libjpeg's numbered warnings about samples say; ImageIO passes their text only. Its others are about bytes that
     * belong to nothing and about markers.
     */
    private static final Pattern MISSING_SAMPLES = Pattern.compile("Premature end of JPEG file"
            + "|Corrupt JPEG data: premature end of data segment"
            + "|Corrupt JPEG data: bad Huffman code"
            + "|Corrupt JPEG data: found marker 0x\\p{XDigit}+ instead of RST\\d"
            + "|Corrupt JPEG data: bad arithmetic code");

    private ImageFiles() {}

    /**
     * The image in a file.
     *
     * @throws UncheckedIOException if the file is missing, damaged or no image
     * @throws IllegalArgumentException if the image has more than {@link #MAX_PIXELS} pixels
     */
    public static Image load(Path file) {
        return opened(file, LARGE_FILE, ImageFiles::image);
    }

    /**
     * What the file says of itself; nothing is decoded.
     *
     * @throws UncheckedIOException if the file is missing, damaged or no image
     * @throws IllegalArgumentException if the image has more than {@link #MAX_PIXELS} pixels
     */
    public static ImageHeader header(Path file) {
        return opened(file, 0, ImageHeader::of);
    }

    /**
     * The image in the bytes of a file of any readable format; {@code name} is what an error calls it.
     *
     * @throws UncheckedIOException if the bytes are damaged or no image
     * @throws IllegalArgumentException if the image has more than {@link #MAX_PIXELS} pixels
     */
    public static Image decoded(byte[] bytes, String name) {
        try (ImageInputStream stream = Excerpt.of(bytes)) {
            return read(stream, name, ImageFiles::image);
        } catch (IOException e) {
            throw failure("an image must be readable", name + " (" + e.getMessage() + ")", "check the bytes", e);
        }
    }

    /** As {@link #load(Path)}, by the file's path as a text. */
    public static Image load(String file) {
        return load(Path.of(file));
    }

    /** As {@link #header(Path)}, by the file's path as a text. */
    public static ImageHeader header(String file) {
        return header(Path.of(file));
    }

    /** As {@link #save(Image, Path)}, by the file's path as a text. */
    public static void save(Image image, String file) {
        save(image, Path.of(file));
    }

    /** As {@link #save(Image, Path, int)}, by the file's path as a text. */
    public static void save(Image image, String file, int bits) {
        save(image, Path.of(file), bits);
    }

    /** Whether the content of a file begins as an image of a readable format does, whatever its name ends in. */
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
     * Writes the image with 8 bits a sample, clipped and rounded, whole or not at all: as PNG, or as JPEG of quality
     * 95 without alpha.
     *
     * @throws IllegalArgumentException if the file's name does not end in .png, .jpg or .jpeg
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void save(Image image, Path file) {
        save(image, file, Byte.SIZE);
    }

    /**
     * The same with 8 or 16 bits a sample; a JPEG file always gets 8.
     *
     * @throws IllegalArgumentException if the file's name does not end in .png, .jpg or .jpeg, or the bits are others
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

    /** The bytes of a PNG file with 8 bits a sample, clipped and rounded. */
    public static byte[] png(Image image) {
        return Encoders.png(image, Byte.SIZE);
    }

    /**
     * What JPEG compression of the given quality (1 ... 100, chroma halved as is usual) leaves of the image; alpha is
     * dropped.
     */
    public static Image jpeg(Image image, int quality) {
        return decoded(Encoders.jpeg(image, quality), "JPEG of quality " + quality);
    }

    /** The image with 8 bits a sample, clipped and rounded, for AWT. */
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
            throw failure("an image must be readable", file + " (" + e.getMessage() + ")", "check the file", e);
        }
    }

    /** Not so a name whose bytes the locale cannot read as text: Java then has the path, but no file of that name. */
    private static boolean hasText(Path file) {
        return file.getFileSystem().equals(FileSystems.getDefault())
                && file.toFile().isFile();
    }

    private static <T> T read(ImageInputStream stream, String name, Reading<T> reading) throws IOException {
        try {
            Container container = Container.of(stream);
            if (container == null) {
                throw foreign(Container.start(stream, ForeignContent.START), name);
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
        ForeignContent content = ForeignContent.of(start).orElse(new ForeignContent("none of them", "convert it"));
        String got = name + ", which is " + content.what();
        return failure("an image must be " + ContainerFormat.NAMES, got, content.next(), null);
    }

    private static Image image(Container container, ImageReader reader) throws IOException {
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        Image stored = stored(container, reader);
        requireSamples(container.format(), warnings);
        return container.aside().orientation().upright(stored).profiled(profile(container, stored));
    }

    private static Image stored(Container container, ImageReader reader) throws IOException {
        if (container.inks() != Container.Inks.NONE) {
            return Samples.adobeInks(reader.readRaster(0, null), container.inks() == Container.Inks.YCCK);
        }
        ImageTypeSpecifier type = reader.getImageTypes(0).next();
        if (Samples.isFloat(type.getSampleModel().getTransferType()) && reader.canReadRaster()) {
            // As images they would be cut off at 0 and 1.
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

    /** Of inks, which were converted, the profile says nothing any more. */
    private static @Nullable ColorProfile profile(Container container, Image image) {
        return container
                .aside()
                .profile()
                .filter(profile -> profile.describes(image.channels()))
                .orElse(null);
    }

    /** Decoders fill in what is missing or not supported and only warn: such an image must not be learned from. */
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

    /** Decoders answer damaged files with runtime exceptions too. */
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
