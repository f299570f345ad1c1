package io.github.pdd4j.runs;

import io.github.pdd4j.archive.RunDirectory;
import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.archive.Snapshots.Snapshot;
import io.github.pdd4j.io.NearestNames;
import io.github.pdd4j.sentence.Checkpointing;
import io.github.pdd4j.sentence.Execution;
import io.github.pdd4j.sentence.HistoryColumns;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.sentence.Roles;
import io.github.pdd4j.train.CheckpointEntry;
import io.github.pdd4j.train.Checkpointer;
import io.github.pdd4j.train.FirstIterationValues;
import io.github.pdd4j.train.TrainingLog;
import io.github.pdd4j.weights.Checkpoints;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Writes the checkpoints of a run to its folder, and resumes a run from there. */
public final class DirectoryCheckpointer implements Checkpointer {
    private static final String HISTORY = "history.jsonl";
    private static final System.Logger LOG = System.getLogger(DirectoryCheckpointer.class.getName());

    private final RunFolder folder;
    private final Checkpointing setting;
    private final TrainingLog log;
    private final Closeable lock;
    private Optional<Snapshot> left;
    private boolean rollsBack;
    private boolean invalid;
    private Manifest manifest;
    private List<CheckpointEntry> entries = List.of();
    private int written;
    private long writtenAt = System.nanoTime();

    private DirectoryCheckpointer(Plan plan, TrainingLog log, InitialState start, RunFolder folder, Closeable lock) {
        this.folder = folder;
        this.lock = lock;
        this.log = log;
        this.setting = plan.sentence().execution().checkpoint();
        this.left = folder.begun() ? folder.snapshots().newest() : Optional.empty();
        this.manifest = Manifest.of(plan, folder.name(), start.images());
        if (left.isPresent()) {
            resume(plan, left.get());
            manifest.write(folder);
        } else {
            begin(start);
        }
    }

    /** Writes the manifest first: if the process is killed here, the folder is still recognized as a run. */
    private void begin(InitialState start) {
        if (folder.begun()) {
            manifest = manifest.insteadOf(Manifest.read(folder));
            List<Snapshot> damaged = folder.snapshots().all();
            if (!damaged.isEmpty()) {
                LOG.log(
                        Level.WARNING,
                        "run {0} starts again from iteration 0: all of its {1} checkpoints are damaged",
                        folder.name(),
                        damaged.size());
            }
        }
        manifest.write(folder);
        start.write(folder);
    }

    /**
     * Opens the folder of the named run, or a new one.
     *
     * @throws IllegalArgumentException if the folder holds a run with other settings, or no run
     * @throws IllegalStateException if another kernel is training the run
     */
    public static Checkpointer open(Plan plan, TrainingLog log, InitialState start) {
        Execution execution = plan.sentence().execution();
        if (!execution.checkpoint().on()) {
            return NONE;
        }
        requireKnown(plan, execution.checkpoint().allowChanged());
        RunDirectory archive = new RunDirectory(execution.checkpoint().folder());
        RunFolder folder = execution.name().isEmpty() ? Runs.fresh(archive, log) : archive.of(execution.name());
        boolean begun = folder.begun();
        if (begun) {
            Manifest.read(folder);
        }
        Closeable lock = folder.lock();
        try {
            return new DirectoryCheckpointer(plan, log, start, folder, lock);
        } catch (RuntimeException | Error e) {
            release(lock);
            if (!begun) {
                remove(folder, e);
            }
            throw e;
        }
    }

    /** Checks that an existing folder of this name holds a run, before any other work. */
    public static void requireOwn(Execution execution) {
        if (execution.checkpoint().on() && !execution.name().isEmpty()) {
            new RunDirectory(execution.checkpoint().folder())
                    .of(execution.name())
                    .requireOwn();
        }
    }

    /**
     * Checks that the existing run of this name has the settings, images and weights of a plan, and that the lambdas of
     * the plan compute what they did when it began. Its checkpoints may be gone.
     *
     * @throws IllegalArgumentException if anything differs that may not
     */
    public static void requireSame(Plan plan) {
        Execution execution = plan.sentence().execution();
        requireKnown(plan, execution.checkpoint().allowChanged());
        RunFolder folder = new RunDirectory(execution.checkpoint().folder()).of(execution.name());
        Manifest before = Manifest.read(folder);
        Manifest now = Manifest.of(plan, folder.name());
        List<String> differing = new ArrayList<>(now.require(
                before, execution.checkpoint().allowChanged(), plan.schedule().precision() != null));
        List<Iteration> rows = folder.snapshots()
                .newest()
                .map(newest -> history(newest.folder()))
                .orElse(List.of());
        new ComputationCheck(plan, before, now, rows).firstIteration(differing);
    }

    /** Checks that {@code allowChanged} names only images and losses of the plan. */
    private static void requireKnown(Plan plan, List<String> changed) {
        List<String> known = new ArrayList<>(List.of(Roles.LABELED, Roles.UNLABELED));
        plan.predicted()
                .ifPresent(inputs -> inputs.predictions().keySet().stream()
                        .map(Provenance::predictionsOf)
                        .forEach(known::add));
        plan.terms().forEach(term -> known.add(term.name()));
        if (plan.objective().balance() != null) {
            known.add(FirstIterationValues.BALANCE);
        }
        if (plan.objective().activeAdversarial() != null) {
            known.addAll(List.of(HistoryColumns.ADVERSARIAL, HistoryColumns.REAL_LOSS, HistoryColumns.FAKE_LOSS));
        }
        for (String name : changed) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("allowChanged must name one of " + known + ", got " + name
                        + ": did you mean " + NearestNames.one(name, known) + "?");
            }
        }
    }

    /** Deletes the folder of a run that could not start. */
    private static void remove(RunFolder folder, Throwable failure) {
        try {
            folder.delete();
        } catch (UncheckedIOException e) {
            failure.addSuppressed(e);
        }
    }

    private void resume(Plan plan, Snapshot from) {
        Manifest before = Manifest.read(folder);
        List<String> differing = new ArrayList<>(
                manifest.require(before, setting.allowChanged(), plan.schedule().precision() != null));
        before.state().validation().requireSame(folder.name(), plan.sentence().execution());
        List<Iteration> rows = history(from.folder());
        FirstIterationValues firstIteration =
                new ComputationCheck(plan, before, manifest, rows).firstIteration(differing);
        if (from.number() < plan.schedule().iterations()) {
            manifest = manifest.after(before, from.number(), firstIteration, differing);
        } else {
            manifest = before;
        }
        log.resume(rows, before.state().validation());
        written = from.number();
        int newest = folder.snapshots().all().get(0).number();
        if (newest > written) {
            LOG.log(
                    Level.WARNING,
                    "run {0} resumes after iteration {1}: its checkpoint of iteration {2} is damaged",
                    folder.name(),
                    written,
                    newest);
        }
    }

    static List<Iteration> history(Path checkpoint) {
        return HistoryFile.read(checkpoint.resolve(HISTORY));
    }

    static Path file(Path checkpoint, String part) {
        return checkpoint.resolve(part + ".safetensors");
    }

    @Override
    public String name() {
        return folder.name();
    }

    @Override
    public void begin(List<CheckpointEntry> state) {
        rollsBack = false;
        entries = state;
        left.ifPresent(from -> entries.stream()
                .filter(entry -> entry.required() || Files.exists(file(from.folder(), entry.name())))
                .forEach(entry -> entry.restore().accept(Checkpoints.readWhole(file(from.folder(), entry.name())))));
    }

    @Override
    public void saveFirstIteration(Supplier<FirstIterationValues> values) {
        if (manifest.last().firstIteration() == null) {
            try {
                manifest = manifest.firstIteration(values.get());
                stopIfInterrupted();
                manifest.write(folder);
            } catch (UncheckedIOException e) {
                log.stop(String.valueOf(e.getMessage()));
            }
        }
    }

    @Override
    public void after(int iteration) {
        boolean good = log.skippedLast().isEmpty();
        if (good && isDue(iteration)) {
            write(iteration);
        }
    }

    /** Whether the interval in iterations or the one in minutes has passed since the newest checkpoint. */
    private boolean isDue(int iteration) {
        double minutes = (System.nanoTime() - writtenAt) / 60e9;
        return (setting.every() > 0 && iteration - written >= setting.every())
                || (setting.minutes() > 0 && minutes >= setting.minutes());
    }

    @Override
    public OptionalInt rollBack(int last) {
        rollsBack = true;
        if (setting.keep() > 1) {
            folder.snapshots().setAside(last + 1);
        }
        left = folder.snapshots().newest();
        return OptionalInt.of(left.map(Snapshot::number).orElse(0));
    }

    @Override
    public void invalidate() {
        invalid = true;
    }

    @Override
    public boolean rollsBack() {
        return rollsBack;
    }

    @Override
    public void end() {
        if (!rollsBack && !invalid && log.iterationsDone() > written) {
            write(log.iterationsDone());
        }
    }

    /** Writes a checkpoint. If that fails, for example on a full disk, the run stops and its result stays in memory. */
    private void write(int iteration) {
        stopIfInterrupted();
        try {
            Path checkpoint = folder.snapshots().write(iteration, setting.keep(), this::content);
            written = iteration;
            manifest.at(written, Manifest.RUNNING, log).write(folder);
            writtenAt = System.nanoTime();
            log.checkpoint(iteration, checkpoint);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof ClosedByInterruptException && Thread.interrupted()) {
                write(iteration);
            } else {
                log.stop(String.valueOf(e.getMessage()));
            }
        }
    }

    /** An interrupted thread cannot write files: clears the interrupt and stops the run instead. */
    private void stopIfInterrupted() {
        if (Thread.interrupted()) {
            log.stop();
        }
    }

    private void content(Path into) {
        for (CheckpointEntry part : entries) {
            Checkpoints.write(part.save().get(), file(into, part.name()), part.type());
        }
        HistoryFile.write(log.rows(), into.resolve(HISTORY));
    }

    @Override
    public void close() {
        stopIfInterrupted();
        try {
            manifest.at(written, status(), log).write(folder);
        } catch (UncheckedIOException e) {
            LOG.log(Level.WARNING, e.getMessage());
        } finally {
            release(lock);
        }
    }

    private String status() {
        if (!log.reason().isEmpty()) {
            return "stopped";
        }
        return log.iterationsDone() < manifest.sentence().iterations() ? "interrupted" : "finished";
    }

    private static void release(Closeable lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
