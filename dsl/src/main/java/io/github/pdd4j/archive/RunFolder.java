package io.github.pdd4j.archive;

import io.github.pdd4j.io.AtomicFile;
import io.github.pdd4j.io.FileFailure;
import io.github.pdd4j.io.FileTrees;
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
 * The folder of one run: its manifest, its initial networks, and its checkpoints.
 *
 * <p>A folder that contains anything other than a run is never written to, and files in a run's folder that are not
 * part of the run are never deleted.
 *
 * <pre>{@code
 * RunFolder run = new RunDirectory(Files.createTempDirectory("runs")).of("night1");
 * try (var lock = run.lock()) {
 *     run.manifest("{}");
 * }
 * System.out.println(run.name() + " " + run.manifest());
 * }</pre>
 *
 * @param path folder, which need not exist yet
 */
public record RunFolder(Path path) {
    private static final String MANIFEST = "run.json";
    private static final String START = "start";
    static final String LOCK = "lock";

    /** Partial manifests left by a killed process. */
    private static final Pattern MANIFEST_PART = Pattern.compile("\\.run\\.json\\.[0-9a-f-]{36}\\.part");

    /** Names of the files in the sub-folder {@code start}. */
    public static final List<String> START_FILES =
            List.of("specialist.safetensors", "generalist.safetensors", "sample.png");

    /**
     * The name of the run.
     *
     * @return the name of the folder
     */
    public String name() {
        return String.valueOf(path.getFileName());
    }

    /**
     * Whether the folder has a manifest, without which it is not a run.
     *
     * @return whether the manifest exists
     */
    public boolean begun() {
        return Files.isRegularFile(path.resolve(MANIFEST));
    }

    /**
     * Reads the manifest.
     *
     * @return the text of {@code run.json}
     * @throws UncheckedIOException if the manifest cannot be read
     */
    public String manifest() {
        try {
            return Files.readString(path.resolve(MANIFEST));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "run must be a folder with a readable run.json, got " + path + " (" + FileFailure.reason(e)
                            + "): choose another, see runs()",
                    e);
        }
    }

    /**
     * Writes the manifest atomically.
     *
     * @param text new text of {@code run.json}
     * @throws UncheckedIOException if writing fails; the previous manifest is kept
     */
    public void manifest(String text) {
        AtomicFile.write(path.resolve(MANIFEST), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The path of an initial file. Creates the sub-folder {@code start} if it is missing.
     *
     * @param file one of {@link #START_FILES}
     * @return the path of the file, which may not exist yet
     * @throws UncheckedIOException if the sub-folder cannot be created
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

    /**
     * The checkpoints of the run.
     *
     * @return the checkpoints
     */
    public Snapshots snapshots() {
        return new Snapshots(path);
    }

    /**
     * Creates the folder and locks it against all other processes and threads.
     *
     * @return a handle that releases the lock
     * @throws IllegalArgumentException if the folder exists and is not a run; its files are not touched
     * @throws IllegalStateException if the folder is already locked
     * @throws UncheckedIOException if the folder or its lock cannot be written
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
                // Another process created the folder first; the check below tells whether it is the folder of a run.
            }
        }
        requireOwn();
    }

    /**
     * Checks that the folder does not exist yet, or is a run.
     *
     * @throws IllegalArgumentException if the folder exists and contains anything else
     */
    public void requireOwn() {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !begun() && !holdsNothingButALock()) {
            throw new IllegalArgumentException("run must have a folder of its own, got " + path.toAbsolutePath()
                    + " which exists and is no run: choose another name(...), or another folder by checkpoint(c ->"
                    + " c.folder(...))");
        }
    }

    /**
     * Whether the folder contains only an empty lock file, as left by a run that was killed before it wrote a manifest.
     */
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

    /**
     * Whether a live process is training the run.
     *
     * @return whether the folder is locked
     */
    public boolean locked() {
        return RunLock.isHeld(path.resolve(LOCK));
    }

    /**
     * The size of the folder.
     *
     * @return the total size of all files in bytes
     */
    public long bytes() {
        return FileTrees.bytes(path);
    }

    /**
     * Whether the folder contains files that are not part of the run, or is a link to another folder.
     *
     * @return whether there are foreign files; also true if the folder cannot be read
     */
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
     * Deletes the files of the run, unless a live process is training it. Other files in the folder are kept.
     *
     * @return whether the run was deleted
     * @throws UncheckedIOException if deleting fails
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
                    "run to remove must lie in a writable folder, got " + path + " (" + FileFailure.reason(e)
                            + "): check its permissions",
                    e);
        }
    }

    /**
     * Deletes the checkpoints and the initial networks, and keeps the manifest, unless a live process is training the
     * run.
     *
     * @return whether they were deleted
     * @throws UncheckedIOException if deleting fails
     */
    public boolean prune() {
        try {
            Optional<Closeable> lock = RunLock.take(path.resolve(LOCK));
            if (lock.isEmpty()) {
                return false;
            }
            try {
                deleteNetworks();
            } finally {
                lock.get().close();
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "checkpoints to remove must lie in a writable folder, got " + path + " (" + FileFailure.reason(e)
                            + "): check its permissions",
                    e);
        }
    }

    private void deleteNetworks() throws IOException {
        for (String file : START_FILES) {
            Files.deleteIfExists(path.resolve(START).resolve(file));
        }
        FileTrees.deleteEmpty(path.resolve(START));
        snapshots().delete();
    }

    /** Deletes the manifest first: without it the folder is no longer a run, even if the rest fails. */
    private void deleteFiles() throws IOException {
        Files.deleteIfExists(path.resolve(MANIFEST));
        deleteNetworks();
        try (Stream<Path> entries = Files.list(path)) {
            for (Path part : entries.filter(entry -> MANIFEST_PART
                            .matcher(String.valueOf(entry.getFileName()))
                            .matches())
                    .toList()) {
                Files.deleteIfExists(part);
            }
        }
    }

    /**
     * Deletes the lock file while it is still locked, if the system allows that. The next process to lock the run then
     * creates a new folder.
     */
    private void deleteWhileLocked() {
        try {
            Files.deleteIfExists(path.resolve(LOCK));
            FileTrees.deleteEmpty(path);
        } catch (IOException e) {
            // Windows cannot delete an open file; it is deleted after the lock is released.
        }
    }
}
