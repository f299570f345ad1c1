package io.github.pdd4j.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A file lock held by the process that trains a run. The operating system releases it when the process ends.
 *
 * <p>File locks belong to the process: opening a second channel on the file in this process would not block, and
 * closing it would release the lock. So all channels are opened under one monitor, and never on a file that this
 * process has locked.
 */
final class RunLock {
    private static final Set<Path> HELD = new HashSet<>();

    private RunLock() {}

    /**
     * Takes the lock.
     *
     * @return a handle that releases the lock, or empty if it is already held
     */
    static Optional<Closeable> take(Path file) throws IOException {
        Path one = real(file);
        synchronized (HELD) {
            if (HELD.contains(one)) {
                return Optional.empty();
            }
            Optional<Closeable> taken = lock(one);
            if (taken.isPresent()) {
                HELD.add(one);
            }
            return taken;
        }
    }

    private static Optional<Closeable> lock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            do {
                locked = channel.tryLock() != null;
            } while (!locked && isShared(channel));
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? Optional.of(release(file, channel)) : Optional.empty();
    }

    /** Closing the handle a second time must not release a lock that was taken since. */
    private static Closeable release(Path file, FileChannel channel) {
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.getAndSet(false)) {
                synchronized (HELD) {
                    HELD.remove(file);
                    channel.close();
                }
            }
        };
    }

    /**
     * Whether the lock is not held exclusively. A process that only tests the lock holds it shared for a moment; a
     * training process holds it exclusively.
     */
    private static boolean isShared(FileChannel channel) throws IOException {
        try (FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return shared != null;
        }
    }

    static boolean isHeld(Path file) {
        try {
            Path one = real(file);
            synchronized (HELD) {
                return HELD.contains(one) || isLocked(one);
            }
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isLocked(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return !isShared(channel);
        }
    }

    /** Resolves links in the parent folder, so that all paths to one file are equal. The file need not exist yet. */
    private static Path real(Path file) throws IOException {
        Path folder = file.toAbsolutePath().resolveSibling("").toRealPath();
        return folder.resolve(String.valueOf(file.getFileName()));
    }
}
