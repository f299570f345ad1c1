package io.github.pdd4j.image;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageInputStreamImpl;
import org.jspecify.annotations.Nullable;

/** A stream of file ranges and inserted bytes, used to show a decoder only parts of a file. */
final class Excerpt extends ImageInputStreamImpl {
    private final @Nullable ImageInputStream file;
    private final List<Part> parts = new ArrayList<>();
    private long length;
    private int current;

    /** A file range that starts at {@code from}, or the given bytes; {@code at} is its position in the excerpt. */
    private static final class Part {
        private final long at;
        private final long length;
        private final long from;
        private final byte @Nullable [] bytes;

        Part(long at, long length, long from, byte @Nullable [] bytes) {
            this.at = at;
            this.length = length;
            this.from = from;
            this.bytes = bytes;
        }
    }

    Excerpt(ImageInputStream file) {
        this.file = file;
    }

    private Excerpt() {
        this.file = null;
    }

    /** Creates a stream over bytes in memory with a known length. */
    static Excerpt of(byte[] bytes) {
        return new Excerpt().bytes(bytes);
    }

    /** Appends the bytes of the file from {@code from} to before {@code to}. */
    Excerpt range(long from, long to) {
        if (to > from) {
            parts.add(new Part(length, to - from, from, null));
            length += to - from;
        }
        return this;
    }

    Excerpt bytes(byte... bytes) {
        if (bytes.length > 0) {
            parts.add(new Part(length, bytes.length, 0, bytes));
            length += bytes.length;
        }
        return this;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read() throws IOException {
        checkClosed();
        bitOffset = 0;
        if (streamPos >= length) {
            return -1;
        }
        Part part = part();
        int value = -1;
        if (part.bytes != null) {
            value = part.bytes[(int) (streamPos - part.at)] & 0xFF;
        } else if (file != null) {
            file.seek(part.from + streamPos - part.at);
            value = file.read();
        }
        streamPos += value < 0 ? 0 : 1;
        return value;
    }

    /** Reads as many bytes as possible, because readers of numbers treat a short read as the end of the stream. */
    @Override
    public int read(byte[] target, int offset, int most) throws IOException {
        checkClosed();
        bitOffset = 0;
        int count = 0;
        for (int more = 0; more >= 0 && count < most && streamPos < length; count += Math.max(0, more)) {
            more = readPart(part(), target, offset + count, most - count);
            streamPos += Math.max(0, more);
        }
        return count == 0 && most > 0 ? -1 : count;
    }

    private int readPart(Part part, byte[] target, int offset, int most) throws IOException {
        long inside = streamPos - part.at;
        int count = (int) Math.min(most, part.length - inside);
        if (part.bytes != null) {
            System.arraycopy(part.bytes, (int) inside, target, offset, count);
            return count;
        }
        if (file == null) {
            return -1;
        }
        file.seek(part.from + inside);
        return file.read(target, offset, count);
    }

    /** Returns the part at the stream position. Decoders mostly read forward, so the search starts at the last part. */
    private Part part() {
        if (current >= parts.size() || parts.get(current).at > streamPos) {
            current = 0;
        }
        while (streamPos >= parts.get(current).at + parts.get(current).length) {
            current++;
        }
        return parts.get(current);
    }

    /** Reads everything, for small excerpts. */
    byte[] all(int most) throws IOException {
        if (length > most) {
            throw new EOFException(
                    String.format(Locale.ROOT, "a block of %d bytes is larger than any sound one", length));
        }
        byte[] all = new byte[(int) length];
        seek(0);
        readFully(all);
        return all;
    }
}
