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
 * Writes a file atomically: to a temporary file in the same folder, which is synced and then renamed.
 *
 * <pre>{@code
 * AtomicFile.write(folder.resolveSibling("notes.txt"), out -> out.write(65));
 * }</pre>
 */
public final class AtomicFile {
    /** The content of a file. */
    public interface Content {
        /**
         * Writes the content; called again after an interrupt.
         *
         * @param out the stream to write to
         * @throws IOException if writing fails
         */
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicFile() {}

    /**
     * Writes a file, even if the thread is interrupted: an interrupt closes the channel, so the file is written again
     * and the interrupt status is restored afterwards.
     *
     * @param target the file
     * @param content writes the content; called again if an interrupt occurs
     * @throws UncheckedIOException if writing fails; an existing file is preserved
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

    /** Returns false if an interrupt closed the channel. */
    private static boolean written(Path target, Content content) throws IOException {
        Path absolute = target.toAbsolutePath();
        // Does not contain the target's name, which may have the maximum length or be unwritable in this locale.
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

    /**
     * Syncs a folder, so that renames in it survive a power failure. Does nothing if the system cannot open folders.
     *
     * @param folder the folder
     * @throws IOException if syncing fails
     */
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

    /**
     * Returns the exception for a file or folder that could not be written.
     *
     * @param target the file or folder
     * @param e the cause
     * @return the exception
     */
    public static UncheckedIOException failure(Path target, IOException e) {
        return new UncheckedIOException(
                "files must be written to a writable folder with room, got " + target + " (" + FileFailure.reason(e)
                        + "): check the folder, its permissions and the free space",
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
