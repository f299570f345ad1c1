package io.github.pdd4j.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file wholly or not at all: beside its place, synced, then renamed.
 *
 * <pre>{@code
 * AtomicFile.write(folder.resolveSibling("notes.txt"), out -> out.write(65));
 * }</pre>
 */
public final class AtomicFile {
    /** What goes into the file. */
    public interface Content {
        /** Writes it. */
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicFile() {}

    /**
     * Writes the file, also where the thread is interrupted: a channel would close, and what was to be kept be lost.
     *
     * @param content is asked once more where an interrupt comes while it writes
     * @throws UncheckedIOException if that fails; what was there before stays
     */
    public static void write(Path target, Content content) {
        boolean interrupted = Thread.interrupted();
        try {
            while (!written(target, content)) {
                interrupted |= Thread.interrupted();
            }
        } catch (IOException e) {
            throw failure(target, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether it was written; not, where the thread was interrupted meanwhile. */
    private static boolean written(Path target, Content content) throws IOException {
        Path absolute = target.toAbsolutePath();
        // Without the target's name, which may be as long as a file system allows, or cannot be written in this locale.
        Path part = absolute.resolveSibling("." + UUID.randomUUID() + ".part");
        try {
            writeSynced(part, content);
            Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder(absolute.resolveSibling(""));
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Makes the names in a folder outlive a power cut; where a folder cannot be opened, its file system sees to it. */
    public static void syncFolder(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (IOException e) {
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }

    /** The sentence about a checkpoint, or a folder of checkpoints, that could not be written. */
    public static UncheckedIOException failure(Path target, IOException e) {
        return new UncheckedIOException(
                "checkpoint must be written to a writable folder with room, got " + target + ", which failed ("
                        + e.getClass().getSimpleName() + ": " + e.getMessage()
                        + "): check the folder, its rights and the free space",
                e);
    }

    private static void writeSynced(Path part, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }
}
