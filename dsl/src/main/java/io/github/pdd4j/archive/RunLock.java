package io.github.pdd4j.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Held by the process that trains a run; the system lets go of it however that process ends. */
final class RunLock {
    /** Locks belong to processes: a second channel of this one would neither wait nor leave the lock alone. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private RunLock() {}

    /** What lets go of the lock; empty when it is held already. */
    static Optional<Closeable> take(Path file) throws IOException {
        Path one = real(file);
        if (!HELD.add(one)) {
            return Optional.empty();
        }
        Optional<Closeable> taken = Optional.empty();
        try {
            taken = lock(one);
        } finally {
            if (taken.isEmpty()) {
                HELD.remove(one);
            }
        }
        return taken;
    }

    private static Optional<Closeable> lock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        while (channel.tryLock() == null) {
            if (!isShared(channel)) {
                channel.close();
                return Optional.empty();
            }
        }
        return Optional.of(() -> {
            channel.close();
            HELD.remove(file);
        });
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
            return HELD.contains(one) || isLocked(one);
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
