package io.github.pdd4j.distill;

import io.github.pdd4j.archive.Archive;
import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.archive.Snapshots.Snapshot;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The runs that lie in a folder, of this and of earlier kernels.
 *
 * <pre>{@code
 * System.out.println(Runs.in(folder));
 * }</pre>
 */
public final class Runs {
    private static final System.Logger LOG = System.getLogger(Runs.class.getName());
    private static final int UNNAMED = 10;
    private static final double SHORT = 600;

    private Runs() {}

    /**
     * A row a run, the newest first.
     *
     * <p>{@code status} is running, finished, interrupted, stopped (by itself, or by what it could not do), killed, or
     * damaged; {@code iterations} are those of its newest checkpoint.
     */
    public static Table in(Path folder) {
        Table table = Table.create("runs in " + folder)
                .addColumns(
                        StringColumn.create("name"),
                        StringColumn.create("status"),
                        IntColumn.create("iterations"),
                        IntColumn.create("of"),
                        StringColumn.create("started"),
                        DoubleColumn.create("seconds"),
                        DoubleColumn.create("MB"),
                        StringColumn.create("sentence"));
        kept(new Archive(folder)).forEach(run -> run.appendTo(table));
        return table;
    }

    /**
     * A run as it was at its newest checkpoint.
     *
     * @throws IllegalArgumentException when it has no whole checkpoint yet, or a damaged manifest
     * @throws java.io.UncheckedIOException when the folder is no run's
     */
    public static Run open(RunFolder folder) {
        Manifest manifest = Manifest.read(folder);
        Snapshot newest = folder.snapshots()
                .newest()
                .orElseThrow(() -> new IllegalArgumentException("run must have a whole checkpoint to be opened, got "
                        + folder.name() + " without one: train its sentence again, it is "
                        + manifest.said().sentence()));
        Start start = Start.read(folder, manifest.provenance().weights());
        return new Run(
                Story.read(manifest, start, DiskKeeper.history(newest.folder())), outcome(newest.folder(), start));
    }

    private static Loop.Outcome outcome(Path checkpoint, Start start) {
        Network specialist = Network.of(
                state(checkpoint, "specialist").orElseThrow(),
                "adapted from " + start.specialist().source());
        Network generalist = state(checkpoint, "generalist")
                .map(moving -> Network.of(moving, "moving average"))
                .orElse(start.generalist());
        return new Loop.Outcome(specialist, generalist, state(checkpoint, "discriminator"));
    }

    private static Optional<StateDict> state(Path checkpoint, String part) {
        Path file = DiskKeeper.file(checkpoint, part);
        return Files.exists(file) ? Optional.of(Checkpoints.read(file)) : Optional.empty();
    }

    /** A folder for a run that was not named; of those before, the ones that took little and are many give way. */
    static RunFolder fresh(Archive archive) {
        kept(archive).stream()
                .filter(run -> run.manifest
                        .map(m -> !m.named() && m.state().seconds() < SHORT)
                        .orElse(false))
                .skip(UNNAMED - 1)
                .filter(run -> !run.folder.locked())
                .forEach(run -> clear(run.folder));
        return archive.fresh();
    }

    /** A training does not fail for want of tidiness. */
    private static void clear(RunFolder old) {
        try {
            old.delete();
        } catch (UncheckedIOException e) {
            LOG.log(Level.WARNING, e.getMessage());
        }
    }

    private static List<Kept> kept(Archive archive) {
        List<Kept> kept = new ArrayList<>();
        archive.all().forEach(folder -> kept.add(Kept.of(folder)));
        kept.sort(Comparator.comparing(Kept::started).reversed());
        return kept;
    }

    private record Kept(RunFolder folder, Optional<Manifest> manifest) {
        static Kept of(RunFolder folder) {
            try {
                return new Kept(folder, Optional.of(Manifest.read(folder)));
            } catch (IllegalArgumentException e) {
                return new Kept(folder, Optional.empty());
            }
        }

        /** When it was begun or went on last; the zone of the times is always the same, so they sort as words. */
        private String started() {
            return manifest.map(m -> m.state().started())
                    .map(times -> times.get(times.size() - 1))
                    .orElse("");
        }

        private void appendTo(Table table) {
            table.stringColumn("name").append(folder.name());
            table.stringColumn("status").append(status());
            table.intColumn("iterations")
                    .append(manifest.map(m -> m.state().iterations()).orElse(0));
            table.intColumn("of")
                    .append(manifest.map(m -> m.said().iterations()).orElse(0));
            table.stringColumn("started").append(started());
            table.doubleColumn("seconds")
                    .append(manifest.map(m -> m.state().seconds()).orElse(0.0));
            table.doubleColumn("MB").append(folder.bytes() / 1e6);
            table.stringColumn("sentence")
                    .append(manifest.map(m -> m.said().sentence()).orElse(""));
        }

        private String status() {
            String said = manifest.map(m -> m.state().status()).orElse("damaged");
            return said.equals(Manifest.RUNNING) && !folder.locked() ? "killed" : said;
        }
    }
}
