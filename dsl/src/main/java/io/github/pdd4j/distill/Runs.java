package io.github.pdd4j.distill;

import io.github.pdd4j.archive.RunDirectory;
import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.archive.Snapshots.Snapshot;
import io.github.pdd4j.distill.Retention.Kept;
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
import java.util.Set;
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
    private static final String GOES_NEXT = "the next unnamed train()";

    private Runs() {}

    /**
     * A row a run, the newest first.
     *
     * <p>{@code status} is running, finished, interrupted, stopped (by itself, or by what it could not do), killed, or
     * damaged; {@code iterations} are those of its newest checkpoint.
     *
     * <p>{@code kept until} is the day after which a run without a name gives way to the next one: a day after it was
     * trained, and one more day for every second that this took. All of them may take 10 GB, and at most a fifth of what
     * they and the free disk make up; beyond that those whose day comes first go earlier, and the table says so. Where
     * nothing is said the run stays until its folder is deleted: those with a name, those in a folder of one's own, and
     * those beside whose files others lie.
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
                        StringColumn.create("kept until"),
                        StringColumn.create("sentence"));
        RunDirectory archive = new RunDirectory(folder);
        List<Kept> runs = kept(archive);
        Optional<Retention> retention = Retention.of(archive, runs);
        Set<Kept> going = retention.map(rule -> rule.going(runs)).orElse(Set.of());
        for (Kept run : runs) {
            String day = retention
                    .flatMap(rule -> run.until())
                    .map(until -> until.toString().substring(0, 10))
                    .orElse("");
            append(run, going.contains(run) ? GOES_NEXT : day, table);
        }
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
        InitialState start = InitialState.read(folder, manifest.provenance().weights());
        return new Run(
                RunRecord.read(manifest, start, DirectoryCheckpointer.history(newest.folder())),
                outcome(newest.folder(), start));
    }

    private static Loop.TrainedModels outcome(Path checkpoint, InitialState start) {
        Network specialist =
                start.adapted(Network.of(state(checkpoint, "specialist").orElseThrow(), "adapted"));
        Network generalist = state(checkpoint, "generalist")
                .map(moving -> Network.of(moving, "moving average"))
                .orElse(start.generalist());
        return new Loop.TrainedModels(specialist, generalist, state(checkpoint, "discriminator"));
    }

    private static Optional<StateDict> state(Path checkpoint, String part) {
        Path file = DirectoryCheckpointer.file(checkpoint, part);
        return Files.exists(file) ? Optional.of(Checkpoints.readWhole(file)) : Optional.empty();
    }

    /** A folder for a run that was not named; of those before, the ones whose time is over give way. */
    static RunFolder fresh(RunDirectory archive, TrainingLog journal) {
        List<Kept> runs = kept(archive);
        List<String> gone = Retention.of(archive, runs)
                .map(retention -> clear(retention.going(runs)))
                .orElse(List.of());
        if (!gone.isEmpty()) {
            journal.note("unnamed runs whose time was over were removed, as runs() said: " + String.join(", ", gone));
        }
        return archive.fresh();
    }

    /** A training does not fail for want of tidiness. */
    private static List<String> clear(Set<Kept> going) {
        List<String> gone = new ArrayList<>();
        for (Kept run : going) {
            try {
                if (run.folder().delete()) {
                    gone.add(run.folder().name());
                }
            } catch (UncheckedIOException e) {
                LOG.log(Level.WARNING, e.getMessage());
            }
        }
        gone.sort(Comparator.naturalOrder());
        return gone;
    }

    private static List<Kept> kept(RunDirectory archive) {
        List<Kept> kept = new ArrayList<>();
        archive.all().forEach(folder -> kept.add(Kept.of(folder)));
        kept.sort(Comparator.comparing(Runs::started).reversed());
        return kept;
    }

    /** When it was begun or went on last; the zone of the times is always the same, so they sort as words. */
    private static String started(Kept run) {
        return run.manifest()
                .map(m -> m.state().started())
                .filter(times -> !times.isEmpty())
                .map(times -> times.get(times.size() - 1))
                .orElse("");
    }

    private static void append(Kept run, String until, Table table) {
        Optional<Manifest> manifest = run.manifest();
        table.stringColumn("name").append(run.folder().name());
        table.stringColumn("status").append(status(run));
        table.intColumn("iterations")
                .append(manifest.map(m -> m.state().iterations()).orElse(0));
        table.intColumn("of").append(manifest.map(m -> m.said().iterations()).orElse(0));
        table.stringColumn("started").append(started(run));
        table.doubleColumn("seconds")
                .append(manifest.map(m -> m.state().seconds()).orElse(0.0));
        table.doubleColumn("MB").append(run.bytes() / 1e6);
        table.stringColumn("kept until").append(until);
        table.stringColumn("sentence")
                .append(manifest.map(m -> m.said().sentence()).orElse(""));
    }

    private static String status(Kept run) {
        String said = run.manifest().map(m -> m.state().status()).orElse("damaged");
        return said.equals(Manifest.RUNNING) && !run.folder().locked() ? "killed" : said;
    }
}
