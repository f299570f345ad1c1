package io.github.pdd4j.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStream;

/**
 * GIF: the decoder gets the palette and the data from the first frame on, but no extensions before that frame except
 * its graphic control.
 */
final class GifParts {
    private static final int SCREEN = 13;
    private static final int IMAGE = ',';
    private static final int EXTENSION = '!';
    private static final int CONTROL = 0xF9;

    private GifParts() {}

    static Container of(ImageInputStream file, long end) throws IOException {
        file.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        file.seek(6);
        int width = file.readUnsignedShort();
        int height = file.readUnsignedShort();
        int flags = file.readUnsignedByte();
        long at = SCREEN + ((flags & 0x80) == 0 ? 0 : 3L << (1 + (flags & 7)));
        Excerpt samples = new Excerpt(file).range(0, at);
        // If there are several graphic controls, the last one before the image applies.
        long from = at;
        long to = at;
        int transparent = 0;
        for (int kind = kind(file, at, end); kind != IMAGE; kind = kind(file, at, end)) {
            if (kind != EXTENSION) {
                throw new IIOException("the GIF file has no image");
            }
            boolean control = file.readUnsignedByte() == CONTROL;
            if (control) {
                file.skipBytes(1);
                boolean transparency = (file.readUnsignedByte() & 1) != 0;
                file.skipBytes(2);
                transparent = transparency ? file.readUnsignedByte() : 0;
            }
            long next = afterBlocks(file, at + 2, end);
            from = control ? at : from;
            to = control ? next : to;
            at = next;
        }
        file.seek(at + 1);
        int x = file.readUnsignedShort();
        int y = file.readUnsignedShort();
        int right = x + file.readUnsignedShort();
        int bottom = y + file.readUnsignedShort();
        return new Container(
                ContainerFormat.GIF,
                samples.range(from, to).range(at, end),
                new ImageMetadata(),
                Optional.of(new Container.Screen(Math.max(width, right), Math.max(height, bottom), x, y, transparent)),
                Container.Inks.NONE,
                Optional.empty());
    }

    private static int kind(ImageInputStream file, long at, long end) throws IOException {
        if (at >= end) {
            throw new EOFException("the GIF file ends before its image");
        }
        file.seek(at);
        return file.readUnsignedByte();
    }

    /** Skips length-prefixed blocks, including the terminating empty block. */
    private static long afterBlocks(ImageInputStream file, long from, long end) throws IOException {
        long at = from;
        while (true) {
            int length = kind(file, at, end);
            at += 1 + length;
            if (length == 0) {
                return at;
            }
        }
    }
}
