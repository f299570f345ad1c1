package io.github.pdd4j.runs;

import io.github.pdd4j.archive.RunDirectory;
import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.runs.Retention.StoredRun;
import io.github.pdd4j.train.TrainingLog;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
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
 * The runs in a folder, of this and of earlier kernels.
 *
 * <pre>{@code
 * System.out.println(Runs.in(folder));
 * }</pre>
 */
public final class Runs {
    private static final System.Logger LOG = System.getLogger(Runs.class.getName());
    private static final String DELETED_NEXT = "the next unnamed train()";

    private Runs() {}

    /**
     * Lists the runs in a folder, the newest first.
     *
     * <p>{@code status} is running, finished, interrupted, stopped (for a reason other than an interrupt, for example
     * an exception or non-finite losses), killed (the process ended during training), or damaged (unreadable manifest).
     * {@code iterations} is the iteration of the newest checkpoint.
     *
     * <p>{@code kept until} is the day after which an unnamed run is deleted when the next unnamed run starts: one day
     * after it was trained, plus one day per second of training. All unnamed runs together may use 10 GB, but at most a
     * fifth of the sum of free disk space and space used by runs; above that, the runs with the earliest days are
     * deleted first, and the table marks them with "the next unnamed train()". An empty cell means that the run is kept
     * until its folder is deleted: runs with a name, runs in a folder chosen by the user, runs that are being trained,
     * and runs whose folder contains other files.
     *
     * @param folder folder of runs
     * @return a table with one row per run
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
        List<StoredRun> runs = stored(archive);
        Optional<Retention> retention = Retention.of(archive, runs);
        Set<StoredRun> toDelete = retention.map(rule -> rule.expired(runs)).orElse(Set.of());
        for (StoredRun run : runs) {
            String day = retention
                    .flatMap(rule -> run.until())
                    .map(until -> until.toString().substring(0, 10))
                    .orElse("");
            append(run, toDelete.contains(run) ? DELETED_NEXT : day, table);
        }
        return table;
    }

    /** Creates a folder for an unnamed run and deletes expired unnamed runs. */
    static RunFolder fresh(RunDirectory archive, TrainingLog log) {
        List<StoredRun> runs = stored(archive);
        List<String> deleted = Retention.of(archive, runs)
                .map(retention -> clear(retention.expired(runs)))
                .orElse(List.of());
        if (!deleted.isEmpty()) {
            log.note("unnamed runs were removed after the date that runs() showed: " + String.join(", ", deleted));
        }
        return archive.fresh();
    }

    /** Deletes expired runs; failures are only logged, since training must not fail because of them. */
    private static List<String> clear(Set<StoredRun> toDelete) {
        List<String> deleted = new ArrayList<>();
        for (StoredRun run : toDelete) {
            try {
                if (run.folder().delete()) {
                    deleted.add(run.folder().name());
                }
            } catch (UncheckedIOException e) {
                LOG.log(Level.WARNING, e.getMessage());
            }
        }
        deleted.sort(Comparator.naturalOrder());
        return deleted;
    }

    private static List<StoredRun> stored(RunDirectory archive) {
        List<StoredRun> runs = new ArrayList<>();
        archive.all().forEach(folder -> runs.add(StoredRun.of(folder)));
        runs.sort(Comparator.comparing(Runs::started).reversed());
        return runs;
    }

    /** The time of the last start or resume. All times are in UTC, so they sort as strings. */
    private static String started(StoredRun run) {
        return run.manifest().map(m -> m.last().started()).orElse("");
    }

    private static void append(StoredRun run, String until, Table table) {
        Optional<Manifest> manifest = run.manifest();
        table.stringColumn("name").append(run.folder().name());
        table.stringColumn("status").append(status(run));
        table.intColumn("iterations").append(manifest.map(Manifest::iterations).orElse(0));
        table.intColumn("of")
                .append(manifest.map(m -> m.sentence().iterations()).orElse(0));
        table.stringColumn("started").append(started(run));
        table.doubleColumn("seconds")
                .append(manifest.map(m -> m.state().seconds()).orElse(0.0));
        table.doubleColumn("MB").append(run.bytes() / 1e6);
        table.stringColumn("kept until").append(until);
        table.stringColumn("sentence")
                .append(manifest.map(m -> m.sentence().code()).orElse(""));
    }

    private static String status(StoredRun run) {
        String said = run.manifest().map(m -> m.state().status()).orElse("damaged");
        return said.equals(Manifest.RUNNING) && !run.folder().locked() ? "killed" : said;
    }
}
