package io.github.pdd4j.weights;

import io.github.pdd4j.io.Sha256;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A range of bytes in memory or in a file of any size; little-endian, as all supported checkpoint formats. */
final class FileSlice {
    private static final int CHUNK = 1 << 20;
    private static final int SMALL = 1 << 20;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private interface Source {
        void copy(long offset, byte[] into, int count) throws IOException;
    }

    private final Source source;
    private final long start;
    private final long size;

    private FileSlice(Source source, long start, long size) {
        this.source = source;
        this.start = start;
        this.size = size;
    }

    static FileSlice of(byte[] content) {
        return new FileSlice((from, into, n) -> System.arraycopy(content, (int) from, into, 0, n), 0, content.length);
    }

    /** Opens a file; a small one is read into memory, so that few files stay open. */
    static FileSlice open(Path path) throws IOException {
        return Files.size(path) <= SMALL ? of(Files.readAllBytes(path)) : keptOpen(path);
    }

    /** Reads a file into memory if an array can hold it; otherwise it stays open. */
    static FileSlice whole(Path path) throws IOException {
        return Files.size(path) <= LARGEST_ARRAY ? of(Files.readAllBytes(path)) : keptOpen(path);
    }

    /**
     * Keeps the file open while this slice is reachable, so that replacing the file by a rename has no effect here. The
     * file is not mapped, because truncating a mapped file can crash the JVM. No channel is used, because an
     * interrupted thread would close it for all threads.
     */
    @SuppressWarnings("resource") // Closed by Java's cleaner when unreachable.
    private static FileSlice keptOpen(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        return new FileSlice((from, into, n) -> copy(file, from, into, n), 0, file.length());
    }

    private static void copy(RandomAccessFile file, long from, byte[] into, int count) throws IOException {
        synchronized (file) {
            file.seek(from);
            file.readFully(into, 0, count);
        }
    }

    long size() {
        return size;
    }

    FileSlice slice(long offset, long count) {
        Objects.checkFromIndexSize(offset, count, size);
        return new FileSlice(source, start + offset, count);
    }

    /**
     * Returns the same bytes with the order reversed within each number, for big-endian numbers.
     *
     * @param width the bytes of a number; only whole numbers may be read
     */
    FileSlice swapped(int width) {
        return new FileSlice(
                (from, into, n) -> {
                    copy(from, into, n);
                    for (int number = 0; number < n; number += width) {
                        for (int i = number, j = number + width - 1; i < j; i++, j--) {
                            byte first = into[i];
                            into[i] = into[j];
                            into[j] = first;
                        }
                    }
                },
                0,
                size);
    }

    /**
     * Returns a copy of {@code count} bytes starting at {@code offset}. Callers check untrusted lengths against {@link
     * #size}.
     */
    ByteBuffer read(long offset, int count) {
        Objects.checkFromIndexSize(offset, count, size);
        byte[] copy = new byte[count];
        copy(offset, copy, count);
        return ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void copy(long offset, byte[] into, int count) {
        try {
            source.copy(start + offset, into, count);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "checkpoint file must not change while it is in use, got one that was truncated or removed:"
                            + " read it again with Checkpoints.read",
                    e);
        }
    }

    String sha256() {
        return Sha256.of(digest -> {
            byte[] chunk = new byte[(int) Math.min(CHUNK, size)];
            for (long offset = 0; offset < size; offset += chunk.length) {
                int part = (int) Math.min(chunk.length, size - offset);
                copy(offset, chunk, part);
                digest.update(chunk, 0, part);
            }
        });
    }
}
