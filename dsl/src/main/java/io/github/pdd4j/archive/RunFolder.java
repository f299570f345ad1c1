package io.github.pdd4j.archive;

import io.github.pdd4j.weights.AtomicFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of one run: its manifest, what it started from, and its checkpoints.
 *
 * <pre>{@code
 * RunFolder run = new Archive(Files.createTempDirectory("runs")).of("night1");
 * try (var lock = run.lock()) {
 *     run.manifest("{}");
 * }
 * System.out.println(run.name() + " " + run.manifest());
 * }</pre>
 *
 * @param path which need not exist yet
 */
public record RunFolder(Path path) {
    private static final String MANIFEST = "run.json";
    static final String LOCK = "lock";

    /** The run's name. */
    public String name() {
        return String.valueOf(path.getFileName());
    }

    /** Whether it has a manifest: a folder without one is no run. */
    public boolean begun() {
        return Files.isRegularFile(path.resolve(MANIFEST));
    }

    /** The text of the manifest. */
    public String manifest() {
        try {
            return Files.readString(path.resolve(MANIFEST));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "run must be a folder with a readable run.json, got " + path + ": choose another, see runs()", e);
        }
    }

    /**
     * Writes the manifest wholly or not at all.
     *
     * @throws UncheckedIOException if that fails; the one before stays
     */
    public void manifest(String text) {
        AtomicFile.write(path.resolve(MANIFEST), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The file of this name among those that the run started from. */
    public Path start(String file) {
        return path.resolve("start").resolve(file);
    }

    /** Its checkpoints. */
    public Snapshots snapshots() {
        return new Snapshots(path);
    }

    /**
     * Makes the folder and locks it, until closed, against every other process and thread.
     *
     * @throws IllegalStateException when it is locked already
     * @throws UncheckedIOException if that fails
     */
    public Closeable lock() {
        try {
            Files.createDirectories(path.resolve("start"));
            return RunLock.take(path.resolve(LOCK))
                    .orElseThrow(() -> new IllegalStateException("run must be trained by one kernel at a time, got "
                            + name() + " which another one trains: wait for it or choose another name(...)"));
        } catch (IOException e) {
            throw AtomicFile.failure(path, e);
        }
    }

    /** Whether a process that is alive trains it. */
    public boolean locked() {
        return RunLock.isHeld(path.resolve(LOCK));
    }

    /** How many bytes it takes. */
    public long bytes() {
        return Trees.bytes(path);
    }

    /** Removes all of it. */
    public void delete() {
        try {
            Files.deleteIfExists(path.resolve(MANIFEST));
            Trees.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "run to remove must lie in a writable folder, got " + path + ": check its rights", e);
        }
    }
}
