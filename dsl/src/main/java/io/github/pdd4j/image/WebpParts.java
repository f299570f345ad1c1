package io.github.pdd4j.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/** WebP: the decoder gets only the first frame, as a still image. */
final class WebpParts {
    private static final int ALPHA = 0x10;
    private static final int ANIMATION = 0x02;
    private static final int HEADER = 12;
    private static final int CHUNK = 8;
    private static final int FRAME = 16;

    private final ImageInputStream file;
    private final ImageMetadata metadata = new ImageMetadata();
    private boolean extended;
    private int flags;
    private int width;
    private int height;
    private @Nullable Chunk alpha;
    private @Nullable Chunk image;
    private Optional<Container.Screen> screen = Optional.empty();

    private record Chunk(String type, long at, long content, long length) {}

    private WebpParts(ImageInputStream file) {
        this.file = file;
    }

    static Container of(ImageInputStream file, long end) throws IOException {
        file.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        WebpParts parts = new WebpParts(file);
        parts.chunks(HEADER, end);
        return new Container(
                ContainerFormat.WEBP, parts.samples(), parts.metadata, parts.screen, Container.Inks.NONE, parts.vp8());
    }

    private void chunks(long from, long end) throws IOException {
        long at = from;
        while (at + CHUNK <= end) {
            file.seek(at);
            byte[] type = new byte[4];
            file.readFully(type);
            Chunk chunk =
                    new Chunk(new String(type, StandardCharsets.ISO_8859_1), at, at + CHUNK, file.readUnsignedInt());
            take(chunk, end);
            at = chunk.content + chunk.length + (chunk.length & 1);
        }
    }

    private void take(Chunk chunk, long end) throws IOException {
        boolean whole = chunk.content + chunk.length <= end;
        switch (chunk.type) {
            case "VP8X" -> header(chunk);
            case "ANMF" -> frame(chunk, whole);
            case "ALPH" -> alpha = image == null ? needed(chunk, whole) : alpha;
            case "VP8 ", "VP8L" -> image = image == null ? needed(chunk, whole) : image;
            case "ICCP" -> metadata.profile(content(chunk, whole));
            case "EXIF" -> metadata.exif(content(chunk, whole));
            case "XMP " -> metadata.xmp(content(chunk, whole));
            default -> {
                // Other chunks do not affect the samples.
            }
        }
    }

    /** Rejects a truncated chunk, because the decoder would fill the missing samples with zeros. */
    private static Chunk needed(Chunk chunk, boolean whole) throws IOException {
        if (!whole) {
            throw new EOFException("the file ends within its samples");
        }
        return chunk;
    }

    private byte[] content(Chunk chunk, boolean whole) throws IOException {
        return whole && chunk.length <= ImageMetadata.MAX_BLOCK
                ? new Excerpt(file)
                        .range(chunk.content, chunk.content + chunk.length)
                        .all(ImageMetadata.MAX_BLOCK)
                : new byte[0];
    }

    private void header(Chunk chunk) throws IOException {
        extended = true;
        file.seek(chunk.content);
        flags = file.readUnsignedByte();
        file.skipBytes(3);
        width = 1 + three();
        height = 1 + three();
    }

    /** Reads the first frame of an animation and its position; the chunks of the frame follow its header. */
    private void frame(Chunk chunk, boolean whole) throws IOException {
        if (image == null && (flags & ANIMATION) != 0) {
            needed(chunk, whole);
            file.seek(chunk.content);
            screen = Optional.of(new Container.Screen(width, height, 2 * three(), 2 * three(), 0));
            chunks(chunk.content + FRAME, chunk.content + chunk.length);
        }
    }

    private int three() throws IOException {
        return file.readUnsignedShort() | file.readUnsignedByte() << 16;
    }

    private Excerpt samples() throws IOException {
        if (image == null) {
            throw new IIOException("the WebP file has no image");
        }
        boolean lossless = image.type.equals("VP8L");
        boolean opaque = extended && (flags & ALPHA) == 0;
        return alpha == null || lossless || opaque ? simple(image, lossless && opaque) : withAlpha(alpha, image);
    }

    private Optional<Excerpt> vp8() {
        return Optional.ofNullable(image)
                .filter(chunk -> chunk.type.equals("VP8 "))
                .map(chunk -> new Excerpt(file).range(chunk.content, chunk.content + chunk.length));
    }

    private Excerpt simple(Chunk only, boolean opaque) throws IOException {
        long padded = only.length + (only.length & 1);
        Excerpt excerpt = new Excerpt(file).bytes(riff(CHUNK + padded));
        if (opaque && only.length >= 5) {
            // The alpha flag follows the signature and two 14-bit sizes.
            file.seek(only.content + 4);
            int bits = file.readUnsignedByte() & ~ALPHA;
            excerpt.range(only.at, only.content + 4).bytes((byte) bits);
            excerpt.range(only.content + 5, only.content + only.length);
        } else {
            excerpt.range(only.at, only.content + only.length);
        }
        return excerpt.bytes(new byte[(int) (only.length & 1)]);
    }

    private Excerpt withAlpha(Chunk mask, Chunk colors) throws IOException {
        file.seek(colors.content + 6);
        int frameWidth = file.readUnsignedShort() & 0x3FFF;
        int frameHeight = file.readUnsignedShort() & 0x3FFF;
        ByteBuffer header = ByteBuffer.allocate(CHUNK + 10).order(ByteOrder.LITTLE_ENDIAN);
        header.put("VP8X".getBytes(StandardCharsets.ISO_8859_1)).putInt(10).putInt(ALPHA);
        header.putShort((short) (frameWidth - 1)).put((byte) 0);
        header.putShort((short) (frameHeight - 1)).put((byte) 0);
        long size =
                header.capacity() + 2L * CHUNK + mask.length + (mask.length & 1) + colors.length + (colors.length & 1);
        return new Excerpt(file)
                .bytes(riff(size))
                .bytes(header.array())
                .range(mask.at, mask.content + mask.length)
                .bytes(new byte[(int) (mask.length & 1)])
                .range(colors.at, colors.content + colors.length)
                .bytes(new byte[(int) (colors.length & 1)]);
    }

    /** Returns the file header for this many bytes of chunks. */
    private static byte[] riff(long chunks) {
        ByteBuffer riff = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        riff.put("RIFF".getBytes(StandardCharsets.ISO_8859_1)).putInt((int) (4 + chunks));
        return riff.put("WEBP".getBytes(StandardCharsets.ISO_8859_1)).array();
    }
}
