package io.github.pdd4j.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/** A run of bytes in memory or in a mapped file of any count; little-endian, as every checkpoint format here is. */
final class Bytes {
    private static final int SEGMENT_BITS = 30;
    private static final long SEGMENT = 1L << SEGMENT_BITS;
    private static final int CHUNK = 1 << 20;

    private final ByteBuffer[] segments;
    private final long start;
    private final long size;

    private Bytes(ByteBuffer[] segments, long start, long size) {
        this.segments = segments;
        this.start = start;
        this.size = size;
    }

    static Bytes of(byte[] content) {
        return new Bytes(new ByteBuffer[] {ByteBuffer.wrap(content)}, 0, content.length);
    }

    /** Maps the file as it is now: replacing it by a rename later changes nothing here. */
    static Bytes map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer[] segments = new ByteBuffer[(int) ((size + SEGMENT - 1) >> SEGMENT_BITS)];
            for (int i = 0; i < segments.length; i++) {
                long from = i * SEGMENT;
                segments[i] = channel.map(MapMode.READ_ONLY, from, Math.min(SEGMENT, size - from));
            }
            return new Bytes(segments, 0, size);
        }
    }

    long size() {
        return size;
    }

    Bytes slice(long offset, long count) {
        Objects.checkFromIndexSize(offset, count, size);
        return new Bytes(segments, start + offset, count);
    }

    /** A copy of {@code count} bytes from {@code offset} on; callers check untrusted lengths against {@link #size}. */
    ByteBuffer read(long offset, int count) {
        Objects.checkFromIndexSize(offset, count, size);
        byte[] copy = new byte[count];
        copy(offset, copy, 0, count);
        return ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
    }

    void copy(long offset, byte[] into, int at, int count) {
        Objects.checkFromIndexSize(offset, count, size);
        long position = start + offset;
        int done = 0;
        try {
            while (done < count) {
                ByteBuffer segment = segments[(int) (position >> SEGMENT_BITS)];
                int from = (int) (position & (SEGMENT - 1));
                int part = Math.min(count - done, segment.capacity() - from);
                segment.get(from, into, at + done, part);
                done += part;
                position += part;
            }
        } catch (InternalError e) {
            throw cutShort(e);
        }
    }

    private static UncheckedIOException cutShort(InternalError cause) {
        // The JVM reports a page that the file no longer backs in this way.
        return new UncheckedIOException(new IOException(
                "a mapped checkpoint must stay as it was when it was read, got a file that was cut short since:"
                        + " read it again with Checkpoints.read",
                cause));
    }

    String sha256() {
        MessageDigest digest = sha256Digest();
        byte[] chunk = new byte[(int) Math.min(CHUNK, size)];
        for (long offset = 0; offset < size; offset += chunk.length) {
            int part = (int) Math.min(chunk.length, size - offset);
            copy(offset, chunk, 0, part);
            digest.update(chunk, 0, part);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
