package io.github.pdd4j.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;
import javax.imageio.stream.ImageInputStream;

/** The metadata of an image file that is used: orientation and color profile. */
final class ImageMetadata {
    /** The maximum size of an EXIF, XMP or ICC block in bytes; larger ones are ignored. */
    static final int MAX_BLOCK = 1 << 26;

    private static final Pattern IN_XMP = Pattern.compile("tiff:Orientation(?:=\"|>)([0-9])");
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);

    private Optional<Integer> exif = Optional.empty();
    private Optional<Integer> xmp = Optional.empty();
    private Optional<ColorProfile> profile = Optional.empty();

    /**
     * Reads a TIFF structure, with or without the six-byte prefix of JPEG files; the first orientation found is used.
     */
    void exif(byte[] block) {
        boolean headed = block.length >= EXIF.length && Arrays.equals(block, 0, EXIF.length, EXIF, 0, EXIF.length);
        int start = headed ? EXIF.length : 0;
        tiff(Excerpt.of(Arrays.copyOfRange(block, start, block.length)));
    }

    void tiff(ImageInputStream stream) {
        TiffDirectory.of(stream).ifPresent(this::directory);
    }

    void directory(TiffDirectory directory) {
        if (exif.isEmpty()) {
            exif = directory.number(TiffDirectory.ORIENTATION);
        }
    }

    void xmp(byte[] packet) {
        Matcher found = IN_XMP.matcher(new String(packet, StandardCharsets.ISO_8859_1));
        if (found.find()) {
            xmp = Optional.of(Integer.parseInt(found.group(1)));
        }
    }

    void profile(byte[] bytes) {
        if (profile.isEmpty()) {
            profile = ColorProfile.of(bytes);
        }
    }

    /** Returns the EXIF orientation, or the XMP orientation if there is none in EXIF. */
    Orientation orientation() {
        return Orientation.ofExif(exif.or(() -> xmp).orElse(1));
    }

    Optional<ColorProfile> profile() {
        return profile;
    }

    /** Inflates zlib data; empty if the data are damaged or {@link #MAX_BLOCK} bytes or more. */
    static Optional<byte[]> inflated(byte[] data, int from) {
        if (from > data.length) {
            return Optional.empty();
        }
        try (InflaterInputStream in =
                new InflaterInputStream(new ByteArrayInputStream(data, from, data.length - from))) {
            byte[] all = in.readNBytes(MAX_BLOCK);
            return all.length == MAX_BLOCK ? Optional.empty() : Optional.of(all);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
