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
 * Held by the process that trains a run; the system lets go of it however that process ends.
 *
 * <p>Locks belong to processes: a second channel of this one would neither wait nor leave the lock alone, and closing it
 * would let go of the lock. So one thread at a time opens channels here, and none on a file that is held.
 */
final class RunLock {
    private static final Set<Path> HELD = new HashSet<>();

    private RunLock() {}

    /** What lets go of the lock; empty when it is held already. */
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

    /** Closed twice, it must not let go of what another one holds since. */
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

    /** Whoever asks whether it is held has it shared for a moment; whoever trains does not share it. */
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

    /** The same for every way that leads to the file, which need not exist in its folder yet. */
    private static Path real(Path file) throws IOException {
        Path folder = file.toAbsolutePath().resolveSibling("").toRealPath();
        return folder.resolve(String.valueOf(file.getFileName()));
    }
}
