package io.github.pdd4j.archive;

import io.github.pdd4j.io.FileTrees;
import io.github.pdd4j.io.AtomicFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of one run: its manifest, what it started from, and its checkpoints.
 *
 * <p>A folder that holds anything else than a run is never written into, and what lies in a run's folder beside the
 * run's own files is never removed.
 *
 * <pre>{@code
 * RunFolder run = new RunDirectory(Files.createTempDirectory("runs")).of("night1");
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
    private static final String START = "start";
    static final String LOCK = "lock";

    /** What a process that is killed leaves of a manifest. */
    private static final Pattern MANIFEST_PART = Pattern.compile("\\.run\\.json\\.[0-9a-f-]{36}\\.part");

    /** Names of the files that a run starts from. */
    public static final List<String> START_FILES =
            List.of("specialist.safetensors", "generalist.safetensors", "sample.png");

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

    /**
     * The file of this name among those that the run started from, in a folder that is made where it is missing.
     *
     * @param file one of {@link #START_FILES}
     */
    public Path start(String file) {
        Path folder = path.resolve(START);
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(folder);
            }
        } catch (IOException e) {
            throw AtomicFile.failure(folder, e);
        }
        return folder.resolve(file);
    }

    /** Its checkpoints. */
    public Snapshots snapshots() {
        return new Snapshots(path);
    }

    /**
     * Makes the folder and locks it, until closed, against every other process and thread.
     *
     * @throws IllegalArgumentException when the folder exists and is no run's: nothing in it is touched
     * @throws IllegalStateException when it is locked already
     * @throws UncheckedIOException if that fails
     */
    public Closeable lock() {
        try {
            create();
            return RunLock.take(path.resolve(LOCK))
                    .orElseThrow(() -> new IllegalStateException("run must be trained by one kernel at a time, got "
                            + name() + " which another one trains: wait for it or choose another name(...)"));
        } catch (IOException e) {
            throw AtomicFile.failure(path, e);
        }
    }

    private void create() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(path.toAbsolutePath().resolveSibling(""));
            try {
                Files.createDirectory(path);
                return;
            } catch (FileAlreadyExistsException e) {
                // Another one was quicker: whether with a run shows below.
            }
        }
        requireOwn();
    }

    /**
     * Checks that the folder does not exist yet, or is a run's.
     *
     * @throws IllegalArgumentException when it exists and holds anything else
     */
    public void requireOwn() {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !begun() && !holdsNothingButALock()) {
            throw new IllegalArgumentException("run must have a folder of its own, got " + path.toAbsolutePath()
                    + " which exists and is no run: choose another name(...), or another folder by checkpoint(c ->"
                    + " c.folder(...))");
        }
    }

    /** What is left of a run that was killed before it had a manifest. */
    private boolean holdsNothingButALock() {
        Path lock = path.resolve(LOCK);
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.toList().equals(List.of(lock))
                    && Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)
                    && Files.size(lock) == 0;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /** Whether a process that is alive trains it. */
    public boolean locked() {
        return RunLock.isHeld(path.resolve(LOCK));
    }

    /** How many bytes it takes. */
    public long bytes() {
        return FileTrees.bytes(path);
    }

    /** Whether files lie in it that no training wrote, or it is a link to a folder elsewhere. */
    public boolean holdsOthers() {
        try {
            return !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    || !others(path).isEmpty()
                    || snapshots().holdOthers();
        } catch (IOException | UncheckedIOException e) {
            return true;
        }
    }

    private static List<Path> others(Path run) throws IOException {
        try (Stream<Path> entries = Files.list(run)) {
            return entries.filter(entry -> !isOwn(entry)).toList();
        }
    }

    private static boolean isOwn(Path entry) {
        String name = String.valueOf(entry.getFileName());
        if (name.equals(START)) {
            try (Stream<Path> files = Files.list(entry)) {
                return files.allMatch(file -> START_FILES.contains(String.valueOf(file.getFileName())));
            } catch (IOException e) {
                return false;
            }
        }
        return name.equals(MANIFEST)
                || name.equals(LOCK)
                || MANIFEST_PART.matcher(name).matches()
                || Snapshots.isOwn(entry);
    }

    /**
     * Removes what a training wrote, unless a process that is alive trains it; anything else in the folder stays.
     *
     * @return whether it was removed
     * @throws UncheckedIOException if that fails
     */
    public boolean delete() {
        try {
            Optional<Closeable> lock = RunLock.take(path.resolve(LOCK));
            if (lock.isEmpty()) {
                return false;
            }
            try {
                deleteFiles();
                deleteWhileLocked();
            } finally {
                lock.get().close();
            }
            Files.deleteIfExists(path.resolve(LOCK));
            FileTrees.deleteEmpty(path);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "run to remove must lie in a writable folder, got " + path + ": check its rights", e);
        }
    }

    /** Without its manifest it is no run any more, whatever happens then. */
    private void deleteFiles() throws IOException {
        Files.deleteIfExists(path.resolve(MANIFEST));
        for (String file : START_FILES) {
            Files.deleteIfExists(path.resolve(START).resolve(file));
        }
        FileTrees.deleteEmpty(path.resolve(START));
        snapshots().delete();
        try (Stream<Path> entries = Files.list(path)) {
            for (Path part : entries.filter(entry -> MANIFEST_PART
                            .matcher(String.valueOf(entry.getFileName()))
                            .matches())
                    .toList()) {
                Files.deleteIfExists(part);
            }
        }
    }

    /** Where the system lets it: whoever takes the lock next finds no folder, and makes a new one. */
    private void deleteWhileLocked() {
        try {
            Files.deleteIfExists(path.resolve(LOCK));
            FileTrees.deleteEmpty(path);
        } catch (IOException e) {
            // Windows keeps an open file: it goes after the lock.
        }
    }
}
