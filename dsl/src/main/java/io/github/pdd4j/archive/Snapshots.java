package io.github.pdd4j.archive;

import io.github.pdd4j.weights.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of a run: numbered folders, each whole or not there, whose files a list of SHA-256 digests vouches for.
 *
 * <pre>{@code
 * var snapshots = new Snapshots(Files.createTempDirectory("run"));
 * snapshots.write(100, 3, folder -> Files.writeString(folder.resolve("notes.txt"), "half-way"));
 * System.out.println(snapshots.newest().orElseThrow().number());
 * }</pre>
 */
public final class Snapshots {
    private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{1,9})");
    private static final String PART = ".part";

    private final Path run;

    /** What goes into a checkpoint. */
    public interface Content {
        /** Writes its files into an empty folder. */
        void writeInto(Path folder) throws IOException;
    }

    /**
     * A checkpoint on the disk.
     *
     * @param number of the last iteration that it holds
     */
    public record Snapshot(int number, Path folder) {}

    /** The checkpoints in a folder, which must exist. */
    public Snapshots(Path run) {
        this.run = run;
    }

    /**
     * Writes a checkpoint, and then removes all but the newest {@code keep} ones, from 1 on.
     *
     * @throws java.io.UncheckedIOException if that fails; the checkpoints before stay
     */
    public Path write(int number, int keep, Content content) {
        String name = String.format(Locale.ROOT, "checkpoint-%06d", number);
        Path part = run.resolve("." + name + PART);
        try {
            clean();
            Files.createDirectory(part);
            content.writeInto(part);
            Sums.write(part);
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

    /** The newest checkpoint that is as it was written. */
    public Optional<Snapshot> newest() {
        return all().stream().filter(one -> Sums.hold(one.folder)).findFirst();
    }

    /**
     * Takes those from this number on out of the row, under another name: what they hold is no good.
     *
     * @throws java.io.UncheckedIOException if that fails
     */
    public void setAside(int from) {
        try {
            setAsideFrom(from);
        } catch (IOException e) {
            throw AtomicFile.failure(run, e);
        }
    }

    /** The newest first, damaged ones too. */
    public List<Snapshot> all() {
        try (Stream<Path> entries = Files.list(run)) {
            return entries.flatMap(Snapshots::snapshot)
                    .sorted(Comparator.comparingInt(Snapshot::number).reversed())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Stream<Snapshot> snapshot(Path entry) {
        Matcher matcher = NAME.matcher(String.valueOf(entry.getFileName()));
        return matcher.matches() ? Stream.of(new Snapshot(Integer.parseInt(matcher.group(1)), entry)) : Stream.empty();
    }

    /** Removes what a killed process left half-written or half-removed. */
    private void clean() throws IOException {
        List<Path> parts;
        try (Stream<Path> entries = Files.list(run)) {
            parts = entries.filter(entry -> entry.toString().endsWith(PART)).toList();
        }
        for (Path part : parts) {
            Trees.delete(part);
        }
    }

    /** A run that comes to this number again went on from one before it, because these are damaged. */
    private void setAsideFrom(int number) throws IOException {
        for (Snapshot one : all()) {
            if (one.number >= number) {
                Path aside = run.resolve("damaged-" + one.folder.getFileName());
                Trees.delete(aside);
                Files.move(one.folder, aside);
            }
        }
    }

    /** Under another name first: a removal that is killed must not leave half a checkpoint. */
    private void removeAllBut(int keep) throws IOException {
        for (Snapshot one : all().stream().skip(keep).toList()) {
            Path part = run.resolve("." + one.folder.getFileName() + PART);
            Files.move(one.folder, part, StandardCopyOption.ATOMIC_MOVE);
            Trees.delete(part);
        }
    }
}
