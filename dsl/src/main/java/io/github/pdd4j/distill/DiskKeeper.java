package io.github.pdd4j.distill;

import io.github.pdd4j.archive.Archive;
import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.archive.Snapshots.Snapshot;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StoredType;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes a run to its folder as it goes on, and goes on with one that lies there. */
final class DiskKeeper implements Keeper {
    private static final String HISTORY = "history.jsonl";
    private static final System.Logger LOG = System.getLogger(DiskKeeper.class.getName());

    private final RunFolder folder;
    private final Checkpointing setting;
    private final Journal journal;
    private final Closeable lock;
    private Optional<Snapshot> left;
    private boolean takesBack;
    private Manifest manifest;
    private List<Part> parts = List.of();
    private int written;
    private long writtenAt = System.nanoTime();

    private DiskKeeper(Plan plan, Journal journal, RunFolder folder, Closeable lock) {
        this.folder = folder;
        this.lock = lock;
        this.journal = journal;
        this.setting = plan.sentence().execution().checkpoint();
        this.left = folder.begun() ? folder.snapshots().newest() : Optional.empty();
        this.manifest = Manifest.of(plan, folder.name());
        left.ifPresentOrElse(this::goOn, () -> Start.of(plan).write(folder));
        manifest.write(folder);
    }

    /**
     * The folder that the sentence names, or a new one.
     *
     * @throws IllegalArgumentException when another sentence began the run that lies there
     * @throws IllegalStateException when another kernel trains it
     */
    static Keeper open(Plan plan, Journal journal) {
        Execution execution = plan.sentence().execution();
        if (!execution.checkpoint().on()) {
            return NONE;
        }
        Archive archive = new Archive(execution.checkpoint().folder());
        RunFolder folder = execution.name().isEmpty() ? Runs.fresh(archive) : archive.of(execution.name());
        Closeable lock = folder.lock();
        try {
            return new DiskKeeper(plan, journal, folder, lock);
        } catch (RuntimeException | Error e) {
            release(lock);
            if (!folder.begun()) {
                folder.delete();
            }
            throw e;
        }
    }

    private void goOn(Snapshot from) {
        manifest = manifest.after(Manifest.read(folder));
        journal.resume(history(from.folder()));
        written = from.number();
        int newest = folder.snapshots().all().get(0).number();
        if (newest > written) {
            LOG.log(
                    Level.WARNING,
                    "run {0} goes on after iteration {1}: its checkpoint of iteration {2} is damaged",
                    folder.name(),
                    written,
                    newest);
        }
    }

    static List<Iteration> history(Path checkpoint) {
        return History.read(checkpoint.resolve(HISTORY));
    }

    static Path file(Path checkpoint, String part) {
        return checkpoint.resolve(part + ".safetensors");
    }

    @Override
    public String name() {
        return folder.name();
    }

    @Override
    public void begin(List<Part> changing) {
        takesBack = false;
        parts = changing;
        left.ifPresent(from ->
                parts.forEach(part -> part.restore().accept(Checkpoints.read(file(from.folder(), part.name())))));
    }

    @Override
    public void after(int iteration) {
        boolean good = journal.skippedLast().isEmpty();
        if (good && setting.due(iteration - written, (System.nanoTime() - writtenAt) / 60e9)) {
            write(iteration);
        }
    }

    @Override
    public OptionalInt takeBack(int last) {
        takesBack = true;
        if (setting.keep() > 1) {
            folder.snapshots().setAside(last + 1);
        }
        left = folder.snapshots().newest();
        return OptionalInt.of(left.map(Snapshot::number).orElse(0));
    }

    @Override
    public boolean takesBack() {
        return takesBack;
    }

    @Override
    public void end() {
        if (!takesBack && journal.made() > written) {
            write(journal.made());
        }
    }

    /** A disk without room ends the run; what it has learned so far is still its value. */
    private void write(int iteration) {
        try {
            Path checkpoint = folder.snapshots().write(iteration, setting.keep(), this::content);
            written = iteration;
            manifest.at(written, Manifest.RUNNING, journal).write(folder);
            writtenAt = System.nanoTime();
            journal.checkpoint(iteration, checkpoint);
        } catch (UncheckedIOException e) {
            journal.stop(String.valueOf(e.getMessage()));
        }
    }

    private void content(Path into) {
        for (Part part : parts) {
            Checkpoints.write(part.save().get(), file(into, part.name()), StoredType.FLOAT32);
        }
        History.write(journal.rows(), into.resolve(HISTORY));
    }

    @Override
    public void close() {
        try {
            manifest.at(written, status(), journal).write(folder);
        } catch (UncheckedIOException e) {
            LOG.log(Level.WARNING, e.getMessage());
        } finally {
            release(lock);
        }
    }

    private String status() {
        if (!journal.reason().isEmpty()) {
            return "stopped";
        }
        return journal.made() < manifest.said().iterations() ? "interrupted" : "finished";
    }

    private static void release(Closeable lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
