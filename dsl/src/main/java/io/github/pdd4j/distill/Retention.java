package io.github.pdd4j.distill;

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
 * Which unnamed runs give way to a new one: each is kept for a day, and one more day for every second of its training;
 * and where all of them take more of the disk than they may, those whose time ends first go earlier.
 *
 * <p>Only runs in the project's own folder go: what lies in a folder that the user named is the user's. A run that has a
 * name, that is being trained, or beside which other files were put stays.
 *
 * @param now the time
 * @param room the bytes that unnamed runs may take
 */
record Retention(Instant now, long room) {
    private static final long MOST = 10_000_000_000L;
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** The rule for a folder of runs; none where that is the user's own. */
    static Optional<Retention> of(RunDirectory archive, List<Kept> runs) {
        if (!archive.folder()
                .toAbsolutePath()
                .normalize()
                .equals(HomeFolder.runs().toAbsolutePath().normalize())) {
            return Optional.empty();
        }
        return Optional.of(new Retention(Instant.now(), room(archive, runs)));
    }

    /** At most a fifth of the disk that they and what is free make up. */
    private static long room(RunDirectory archive, List<Kept> runs) {
        try {
            long free = Files.getFileStore(archive.folder()).getUsableSpace();
            long taken = runs.stream().mapToLong(Kept::bytes).sum();
            return Math.min(MOST, (free + taken) / 5);
        } catch (IOException e) {
            return MOST;
        }
    }

    /** A run as the disk has it. */
    record Kept(RunFolder folder, Optional<Manifest> manifest, long bytes) {
        static Kept of(RunFolder folder) {
            Optional<Manifest> manifest;
            try {
                manifest = Optional.of(Manifest.read(folder));
            } catch (RuntimeException e) {
                // Damaged, not to be read, or gone meanwhile: the others are shown all the same.
                manifest = Optional.empty();
            }
            return new Kept(folder, manifest, folder.bytes());
        }

        /** Until when it is kept; empty where it does not go by itself. */
        Optional<Instant> until() {
            return manifest.filter(run -> !run.named() && !folder.holdsOthers() && !folder.locked())
                    .flatMap(Kept::end);
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

    /** Those that give way when the next unnamed run begins. */
    Set<Kept> going(List<Kept> runs) {
        List<Kept> unnamed = runs.stream()
                .filter(run -> run.until().isPresent())
                .sorted(Comparator.comparing(run -> run.until().orElse(Instant.MAX)))
                .toList();
        long taken = unnamed.stream().mapToLong(Kept::bytes).sum();
        Set<Kept> going = new HashSet<>();
        for (Kept run : unnamed) {
            if (taken > room || run.until().orElse(Instant.MAX).isBefore(now)) {
                going.add(run);
                taken -= run.bytes();
            }
        }
        return going;
    }
}
