package io.github.pdd4j.archive;

import io.github.pdd4j.io.AtomicFile;
import io.github.pdd4j.io.Checksums;
import io.github.pdd4j.io.FileTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of a run: numbered folders that are written atomically and verified by SHA-256 digests.
 *
 * <pre>{@code
 * var snapshots = new Snapshots(Files.createTempDirectory("run"));
 * snapshots.write(100, 3, folder -> Files.writeString(folder.resolve("notes.txt"), "half-way"));
 * System.out.println(snapshots.newest().orElseThrow().number());
 * }</pre>
 */
public final class Snapshots {
    private static final System.Logger LOG = System.getLogger(Snapshots.class.getName());
    private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{1,9})");
    private static final Pattern DAMAGED = Pattern.compile("damaged-checkpoint-(\\d{1,9})(?:-\\d+)?");
    private static final String PART = ".part";
    private static final Pattern PARTS = Pattern.compile("\\.checkpoint-\\d{1,9}\\.part");

    private final Path run;

    /** Writes the files of a checkpoint. */
    public interface Content {
        /**
         * Writes all files.
         *
         * @param folder empty folder
         * @throws IOException if writing fails
         */
        void writeInto(Path folder) throws IOException;
    }

    /**
     * A checkpoint on disk.
     *
     * @param number last iteration that it contains
     * @param folder folder of the checkpoint
     */
    public record Snapshot(int number, Path folder) {}

    /**
     * Manages the checkpoints in a folder.
     *
     * @param run folder of the run, which must exist
     */
    public Snapshots(Path run) {
        this.run = run;
    }

    /**
     * Writes a checkpoint, then deletes all but the newest {@code keep} ones. Damaged checkpoints are deleted if they
     * are older than those, or exceed the same number.
     *
     * @param number last iteration that the checkpoint contains
     * @param keep number of checkpoints to keep, at least 1
     * @param content writer of the files
     * @return folder of the checkpoint
     * @throws java.io.UncheckedIOException if writing fails; earlier checkpoints are kept
     */
    public Path write(int number, int keep, Content content) {
        String name = name(number);
        Path part = run.resolve("." + name + PART);
        try {
            clean();
            Files.createDirectory(part);
            content.writeInto(part);
            Checksums.write(part);
            setAsideFrom(number);
            Path target = run.resolve(name);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            AtomicFile.syncFolder(run);
            removeAllBut(keep);
            return target;
        } catch (IOException e) {
            throw AtomicFile.failure(part, e);
        }
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "checkpoint-%06d", number);
    }

    /**
     * The newest intact checkpoint.
     *
     * @return the checkpoint, or empty if there is none
     */
    public Optional<Snapshot> newest() {
        return all().stream().filter(one -> Checksums.hold(one.folder)).findFirst();
    }

    /**
     * Renames the checkpoints from a number on as damaged, so that they are no longer used.
     *
     * @param from first number to set aside
     * @throws java.io.UncheckedIOException if renaming fails
     */
    public void setAside(int from) {
        try {
            setAsideFrom(from);
        } catch (IOException e) {
            throw AtomicFile.failure(run, e);
        }
    }

    /**
     * All checkpoints that were not set aside, the newest first, without verifying their digests.
     *
     * @return the checkpoints
     */
    public List<Snapshot> all() {
        return named(NAME);
    }

    private List<Snapshot> named(Pattern pattern) {
        try (Stream<Path> entries = Files.list(run)) {
            return entries.flatMap(entry -> snapshot(entry, pattern))
                    .sorted(Comparator.comparingInt(Snapshot::number).reversed())
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private static Stream<Snapshot> snapshot(Path entry, Pattern pattern) {
        Matcher matcher = pattern.matcher(String.valueOf(entry.getFileName()));
        return matcher.matches() && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
                ? Stream.of(new Snapshot(Integer.parseInt(matcher.group(1)), entry))
                : Stream.empty();
    }

    /** Whether an entry of a run's folder is a checkpoint, damaged and partial ones included. */
    static boolean isOwn(Path entry) {
        String name = String.valueOf(entry.getFileName());
        return Stream.of(NAME, DAMAGED, PARTS)
                .anyMatch(pattern -> pattern.matcher(name).matches());
    }

    /** Whether any checkpoint folder contains a file that was not written as part of a checkpoint. */
    boolean holdOthers() throws IOException {
        Set<String> written = written();
        for (Snapshot one : everyKind()) {
            try (Stream<Path> files = Files.list(one.folder)) {
                if (!files.allMatch(file -> written.contains(String.valueOf(file.getFileName())))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Deletes all checkpoints, damaged ones included. Files that were not written as part of a checkpoint are kept. */
    void delete() throws IOException {
        Set<String> written = written();
        for (Snapshot one : everyKind()) {
            delete(one.folder, written);
        }
        clean();
    }

    private List<Snapshot> everyKind() {
        return Stream.concat(all().stream(), named(DAMAGED).stream()).toList();
    }

    /** The file names of all checkpoints. A checkpoint without a list of digests has files of the same names. */
    private Set<String> written() {
        Set<String> names = new TreeSet<>();
        everyKind().forEach(one -> names.addAll(Checksums.names(one.folder)));
        return names;
    }

    private static void delete(Path folder, Set<String> names) throws IOException {
        for (String name : names) {
            Files.deleteIfExists(folder.resolve(name));
        }
        FileTrees.deleteEmpty(folder);
    }

    /** Deletes partial checkpoints left by a killed process. */
    private void clean() throws IOException {
        List<Path> parts;
        try (Stream<Path> entries = Files.list(run)) {
            parts = entries.filter(entry ->
                            PARTS.matcher(String.valueOf(entry.getFileName())).matches())
                    .toList();
        }
        for (Path part : parts) {
            FileTrees.delete(part);
        }
    }

    /**
     * Sets aside the checkpoints from a number on: if a run reaches it again, it was resumed before them because they
     * are damaged.
     */
    private void setAsideFrom(int number) throws IOException {
        for (Snapshot one : all()) {
            if (one.number >= number) {
                Files.move(one.folder, aside("damaged-" + one.folder.getFileName()));
            }
        }
    }

    private Path aside(String name) {
        Path free = run.resolve(name);
        for (int i = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); i++) {
            free = run.resolve(name + "-" + i);
        }
        return free;
    }

    /** Deletes old checkpoints. One that another process has open is retried after the next write. */
    private void removeAllBut(int keep) {
        List<Snapshot> whole = all();
        int oldest = whole.get(Math.min(keep, whole.size()) - 1).number;
        List<Snapshot> damaged = named(DAMAGED);
        Set<String> written = written();
        whole.stream().skip(keep).forEach(one -> remove(one, written));
        for (int i = 0; i < damaged.size(); i++) {
            if (i >= keep || damaged.get(i).number < oldest) {
                remove(damaged.get(i), written);
            }
        }
    }

    /** Renames a checkpoint before deleting it, so that an interrupted deletion leaves no incomplete checkpoint. */
    private void remove(Snapshot one, Set<String> written) {
        try (Stream<Path> files = Files.list(one.folder)) {
            boolean ours = files.allMatch(file -> written.contains(String.valueOf(file.getFileName())));
            Path gone = ours ? run.resolve("." + name(one.number) + PART) : one.folder;
            if (ours) {
                FileTrees.delete(gone);
                Files.move(one.folder, gone, StandardCopyOption.ATOMIC_MOVE);
            }
            delete(gone, written);
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.DEBUG, "checkpoint {0} cannot be removed yet: {1}", one.folder, e.getMessage());
        }
    }
}
