package io.github.pdd4j.runs;

import io.github.pdd4j.archive.HomeFolder;
import io.github.pdd4j.archive.RunDirectory;
import io.github.pdd4j.archive.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Selects the unnamed runs to delete when a new unnamed run starts. Each is kept for one day plus one day per second of
 * training; if all of them exceed the allowed disk space, those that expire first are deleted earlier.
 *
 * <p>Only runs in the project's own folder are deleted, never runs in a folder chosen by the user. Runs that have a
 * name, that are being trained, or whose folder contains other files are kept.
 *
 * @param now current time
 * @param maxBytes maximum size of all unnamed runs in bytes
 */
public record Retention(Instant now, long maxBytes) {
    private static final long MAX_BYTES = 10_000_000_000L;
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** The rule for a folder of runs; empty for a folder chosen by the user. */
    public static Optional<Retention> of(RunDirectory archive, List<StoredRun> runs) {
        if (!archive.folder()
                .toAbsolutePath()
                .normalize()
                .equals(HomeFolder.runs().toAbsolutePath().normalize())) {
            return Optional.empty();
        }
        return Optional.of(new Retention(Instant.now(), maxBytes(archive, runs)));
    }

    /** The allowed size in bytes: 10 GB, but at most a fifth of the sum of free space and space used by runs. */
    private static long maxBytes(RunDirectory archive, List<StoredRun> runs) {
        try {
            long free = Files.getFileStore(archive.folder()).getUsableSpace();
            long taken = runs.stream().mapToLong(StoredRun::bytes).sum();
            return Math.min(MAX_BYTES, (free + taken) / 5);
        } catch (IOException e) {
            return MAX_BYTES;
        }
    }

    /**
     * A run on disk.
     *
     * @param folder folder of the run
     * @param manifest manifest, empty if it cannot be read
     * @param bytes size of the folder in bytes
     * @param until the time of expiry; empty if the run is never deleted automatically
     */
    public record StoredRun(RunFolder folder, Optional<Manifest> manifest, long bytes, Optional<Instant> until) {
        public static StoredRun of(RunFolder folder) {
            Optional<Manifest> manifest;
            try {
                manifest = Optional.of(Manifest.read(folder));
            } catch (RuntimeException e) {
                // The manifest is damaged, unreadable or was deleted meanwhile; the other runs are still listed.
                manifest = Optional.empty();
            }
            Optional<Instant> until = manifest.filter(run -> !run.named() && !folder.holdsOthers() && !folder.locked())
                    .flatMap(StoredRun::end);
            return new StoredRun(folder, manifest, folder.bytes(), until);
        }

        private static Optional<Instant> end(Manifest run) {
            try {
                double days = 1 + Math.max(0, run.state().seconds());
                long seconds = (long) Math.min(days * 86_400, (double) LONGEST.toSeconds());
                return Optional.of(Instant.parse(run.state().changed()).plusSeconds(seconds));
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }
    }

    /** The runs to delete when the next unnamed run starts. */
    public Set<StoredRun> expired(List<StoredRun> runs) {
        List<StoredRun> unnamed = runs.stream()
                .filter(run -> run.until().isPresent())
                .sorted(Comparator.comparing(run -> run.until().orElse(Instant.MAX)))
                .toList();
        long taken = unnamed.stream().mapToLong(StoredRun::bytes).sum();
        Set<StoredRun> toDelete = new HashSet<>();
        for (StoredRun run : unnamed) {
            if (taken > maxBytes || run.until().orElse(Instant.MAX).isBefore(now)) {
                toDelete.add(run);
                taken -= run.bytes();
            }
        }
        return toDelete;
    }
}
