package io.github.pdd4j.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/** PNG: the decoder gets header, palette, transparency and samples, but no other chunk. */
final class PngParts {
    private static final int SIGNATURE = 8;
    private static final int HEADER = 13;
    private static final int PALETTE = 3;
    private static final byte[] IEND = {0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xAE, 0x42, 0x60, (byte) 0x82};

    private final ImageInputStream file;
    private final long end;
    private final ImageMetadata metadata = new ImageMetadata();
    private final Excerpt samples;
    private final List<Chunk> data = new ArrayList<>();
    private int colorType = -1;
    private int paletteSize;

    /** A chunk from its length to its checksum; the end of the file may truncate its content. */
    private record Chunk(String type, long at, long content, long length) {
        long next() {
            return content + length + 4;
        }
    }

    private PngParts(ImageInputStream file, long end) {
        this.file = file;
        this.end = end;
        this.samples = new Excerpt(file).range(0, SIGNATURE);
    }

    static Container of(ImageInputStream file, long end) throws IOException {
        PngParts parts = new PngParts(file, end);
        Chunk chunk = parts.chunk(SIGNATURE);
        while (chunk != null && !chunk.type.equals("IEND")) {
            parts.take(chunk);
            chunk = chunk.next() >= end ? null : parts.chunk(chunk.next());
        }
        return new Container(ContainerFormat.PNG, parts.samples.bytes(IEND), parts.metadata);
    }

    private @Nullable Chunk chunk(long at) throws IOException {
        if (at + 8 > end) {
            return null;
        }
        file.seek(at);
        long length = file.readUnsignedInt();
        byte[] type = new byte[4];
        file.readFully(type);
        return new Chunk(new String(type, StandardCharsets.ISO_8859_1), at, at + 8, length);
    }

    private void take(Chunk chunk) throws IOException {
        switch (chunk.type) {
            case "IHDR" -> header(chunk);
            case "PLTE" -> palette(chunk);
            case "tRNS" -> transparency(chunk);
            case "IDAT" -> {
                data.add(chunk);
                samples.range(chunk.at, Math.min(end, chunk.next()));
            }
            case "eXIf" -> metadata.exif(content(chunk));
            case "iCCP" -> profile(content(chunk));
            case "tEXt", "zTXt", "iTXt" -> text(chunk);
            default -> {
                // Other chunks do not affect the samples.
            }
        }
    }

    private void header(Chunk chunk) throws IOException {
        if (colorType >= 0) {
            return;
        }
        if (chunk.length != HEADER || !sound(chunk)) {
            throw new IIOException("the header of the PNG file does not match its checksum");
        }
        file.seek(chunk.content + 9);
        colorType = file.readUnsignedByte();
        samples.range(chunk.at, chunk.next());
    }

    /** In RGB images a palette is only a suggestion, so it is dropped. */
    private void palette(Chunk chunk) throws IOException {
        if (colorType == PALETTE && data.isEmpty() && paletteSize == 0) {
            if (!sound(chunk)) {
                throw new IIOException("the palette of the PNG file does not match its checksum");
            }
            paletteSize = (int) (chunk.length / 3);
            samples.range(chunk.at, chunk.next());
        }
    }

    private void transparency(Chunk chunk) throws IOException {
        boolean fits = switch (colorType) {
            case 0 -> chunk.length == 2;
            case 2 -> chunk.length == 6;
            case PALETTE -> chunk.length > 0 && chunk.length <= paletteSize;
            default -> false;
        };
        if (fits && data.isEmpty() && sound(chunk)) {
            samples.range(chunk.at, chunk.next());
        }
    }

    /** The content is a name, a zero, the method 0, and the deflated profile. */
    private void profile(byte[] content) {
        int name = zero(content, 0);
        if (name >= 0 && name + 1 < content.length && content[name + 1] == 0) {
            ImageMetadata.inflated(content, name + 2).ifPresent(metadata::profile);
        }
    }

    /** Reads XMP, and EXIF in the text form that ImageMagick writes. */
    private void text(Chunk chunk) throws IOException {
        byte[] content = content(chunk);
        int keyword = zero(content, 0);
        if (keyword < 0) {
            return;
        }
        String key = new String(content, 0, keyword, StandardCharsets.ISO_8859_1);
        if (key.equals("XML:com.adobe.xmp")) {
            metadata.xmp(value(chunk.type, content, keyword + 1));
        } else if (key.equals("Raw profile type exif")) {
            raw(new String(value(chunk.type, content, keyword + 1), StandardCharsets.ISO_8859_1));
        }
    }

    private static byte[] value(String type, byte[] content, int from) {
        if (type.equals("tEXt")) {
            return Arrays.copyOfRange(content, from, content.length);
        }
        if (type.equals("zTXt")) {
            return ImageMetadata.inflated(content, from + 1).orElse(new byte[0]);
        }
        // An iTXt chunk has a compression flag, the method, a language and a translated keyword before the text.
        int language = zero(content, from + 2);
        int translated = language < 0 ? -1 : zero(content, language + 1);
        if (translated < 0) {
            return new byte[0];
        }
        return content[from] == 0
                ? Arrays.copyOfRange(content, translated + 1, content.length)
                : ImageMetadata.inflated(content, translated + 1).orElse(new byte[0]);
    }

    /** The text is an empty line, the kind, the length, and then lines of hexadecimal digits. */
    private void raw(String text) {
        String[] lines = text.split("\n", 4);
        String digits = lines.length < 4 ? "" : lines[3].replaceAll("\\s", "");
        if (digits.length() % 2 == 0 && digits.matches("[0-9a-fA-F]+")) {
            byte[] bytes = new byte[digits.length() / 2];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
            }
            metadata.exif(bytes);
        }
    }

    private static int zero(byte[] content, int from) {
        for (int i = from; i < content.length; i++) {
            if (content[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the content; empty if the chunk is truncated or larger than {@link ImageMetadata#MAX_BLOCK}. */
    private byte[] content(Chunk chunk) throws IOException {
        return chunk.next() > end || chunk.length > ImageMetadata.MAX_BLOCK
                ? new byte[0]
                : new Excerpt(file)
                        .range(chunk.content, chunk.content + chunk.length)
                        .all(ImageMetadata.MAX_BLOCK);
    }

    /** Tells whether the checksum matches type and content. */
    private boolean sound(Chunk chunk) throws IOException {
        if (chunk.next() > end) {
            return false;
        }
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[1 << 16];
        file.seek(chunk.content - 4);
        for (long left = chunk.length + 4; left > 0; ) {
            int count = file.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (count < 0) {
                return false;
            }
            crc.update(buffer, 0, count);
            left -= count;
        }
        return file.readUnsignedInt() == crc.getValue();
    }
}
