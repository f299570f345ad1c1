package io.github.pdd4j.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.imageio.stream.ImageInputStream;

/** JPEG: the decoder gets tables, frame and scans, but no comments, thumbnails or profiles. */
final class JpegParts {
    private static final int START = 0xD8;
    private static final int END = 0xD9;
    private static final int SCAN = 0xDA;
    private static final int APP0 = 0xE0;
    private static final int EXIF = 0xE1;
    private static final int PROFILE = 0xE2;
    private static final int ADOBE = 0xEE;
    private static final int APP15 = 0xEF;
    private static final int COMMENT = 0xFE;

    /** Marks three channels as YCbCr; version, density and thumbnail are not used. */
    private static final byte[] JFIF = {
        (byte) 0xFF, (byte) 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 2, 0, 0, 1, 0, 1, 0, 0
    };

    private final ImageInputStream file;
    private final long end;
    private final ImageMetadata metadata = new ImageMetadata();
    private final List<Segment> kept = new ArrayList<>();
    private final List<byte[]> profile = new ArrayList<>();
    private boolean jfif;
    private boolean exif;
    private int transform = -1;
    private int components;

    /** A segment from its marker to its end; its content follows the length field. */
    private record Segment(int marker, long at, long end) {}

    private JpegParts(ImageInputStream file, long end) {
        this.file = file;
        this.end = end;
    }

    static Container of(ImageInputStream file, long end) throws IOException {
        JpegParts parts = new JpegParts(file, end);
        long scan = parts.segments();
        // Appends the end marker after the last byte, so that the decoder decides whether samples are missing.
        Excerpt samples = new Excerpt(file).bytes((byte) 0xFF, (byte) START);
        if (parts.jfif) {
            samples.bytes(JFIF);
        }
        parts.kept.forEach(segment -> samples.range(segment.at, segment.end));
        samples.range(scan, end).bytes((byte) 0xFF, (byte) END);
        parts.joinProfile();
        return new Container(
                ContainerFormat.JPEG, samples, parts.metadata, Optional.empty(), parts.inks(), Optional.empty());
    }

    /** Reads the segments before the first scan and returns the position of the scan. */
    private long segments() throws IOException {
        long at = 2;
        while (true) {
            at = marker(at);
            if (at < 0) {
                return end;
            }
            file.seek(at + 1);
            int marker = file.readUnsignedByte();
            if (marker == SCAN || marker == END) {
                return at;
            }
            if (marker == 1 || (marker >= 0xD0 && marker <= START)) {
                at += 2;
                continue;
            }
            if (at + 4 > end) {
                return end;
            }
            long next = at + 2 + Math.max(2, file.readUnsignedShort());
            take(new Segment(marker, at, Math.min(next, end)));
            at = next;
        }
    }

    /** Finds the next marker after fill bytes and extraneous bytes; -1 if there is none. */
    private long marker(long from) throws IOException {
        byte[] buffer = new byte[1 << 12];
        int before = 0;
        for (long at = from; at < end; ) {
            file.seek(at);
            int count = file.read(buffer, 0, (int) Math.min(buffer.length, end - at));
            for (int i = 0; i < count; i++) {
                int now = buffer[i] & 0xFF;
                if (before == 0xFF && now != 0xFF && now != 0) {
                    return at + i - 1;
                }
                before = now;
            }
            if (count < 1) {
                return -1;
            }
            at += count;
        }
        return -1;
    }

    private void take(Segment segment) throws IOException {
        if (segment.marker >= APP0 && segment.marker <= APP15) {
            application(segment);
        } else if (segment.marker != COMMENT) {
            kept.add(segment);
            if (frame(segment.marker) && components == 0 && segment.end - segment.at >= 10) {
                file.seek(segment.at + 9);
                components = file.readUnsignedByte();
            }
        }
    }

    /** Tells whether the marker is SOF0 to SOF15, excluding DHT, JPG and DAC. */
    private static boolean frame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private void application(Segment segment) throws IOException {
        byte[] content = new Excerpt(file).range(segment.at + 4, segment.end).all(1 << 16);
        String text = new String(content, StandardCharsets.ISO_8859_1);
        switch (segment.marker) {
            case APP0 -> jfif |= text.startsWith("JFIF\0") && content.length >= 14;
            case EXIF -> {
                if (text.startsWith("Exif\0\0") && !exif) {
                    exif = true;
                    metadata.exif(content);
                } else if (text.startsWith("http://ns.adobe.com/xap/1.0/\0")) {
                    metadata.xmp(content);
                }
            }
            case PROFILE -> {
                if (text.startsWith("ICC_PROFILE\0") && content.length >= 14) {
                    profile.add(content);
                }
            }
            case ADOBE -> {
                if (text.startsWith("Adobe") && content.length >= 12) {
                    transform = content[11];
                    kept.add(segment);
                }
            }
            default -> {
                // Other segments do not affect the samples.
            }
        }
    }

    /** Joins the profile parts by their numbers and ignores the part count that each of them states. */
    private void joinProfile() throws IOException {
        profile.sort(Comparator.comparingInt(content -> content[12] & 0xFF));
        Excerpt joined = Excerpt.of(new byte[0]);
        for (byte[] content : profile) {
            joined.bytes(Arrays.copyOfRange(content, 14, content.length));
        }
        metadata.profile(joined.all(ImageMetadata.MAX_BLOCK));
    }

    private Container.Inks inks() {
        if (components != 4) {
            return Container.Inks.NONE;
        }
        return transform == 2 ? Container.Inks.YCCK : Container.Inks.CMYK;
    }
}
