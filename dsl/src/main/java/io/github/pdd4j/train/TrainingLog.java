package io.github.pdd4j.train;

import io.github.pdd4j.network.Network;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.Listener;
import io.github.pdd4j.sentence.TrainingState;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.view.Png;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * The history of a training: the loop writes it, other threads read it, listeners receive its events. It also carries
 * the request to stop.
 */
public final class TrainingLog {
    /** Drawing a preview takes the loop some 30 milliseconds. */
    private static final long PREVIEW_NANOS = 5_000_000_000L;

    private final Map<String, Listener> listeners;
    private final List<Iteration> rows = new ArrayList<>();
    private final long started = System.nanoTime();
    private double before;
    private volatile boolean stopped;
    private volatile String reason = "";
    private volatile @Nullable Throwable failure;
    private final List<String> notes = new ArrayList<>();
    private ValidationBaseline validation = ValidationBaseline.NONE;
    private volatile boolean isPreviewWanted;
    private volatile Optional<Png> preview = Optional.empty();
    private volatile long previewWanted = started - PREVIEW_NANOS;

    public TrainingLog(Map<String, Listener> listeners) {
        this.listeners = listeners;
    }

    /** Continues the history of an earlier session. */
    public synchronized void resume(List<Iteration> made, ValidationBaseline known) {
        rows.addAll(made);
        validation = known;
        before = seconds();
    }

    /** The number of completed iterations, including earlier sessions. */
    public synchronized int iterationsDone() {
        return rows.size();
    }

    /** The training time in seconds up to the last iteration, including earlier sessions. */
    public synchronized double seconds() {
        return rows.isEmpty() ? 0 : rows.get(rows.size() - 1).seconds();
    }

    /** The metrics of the validation and the scores of the start. */
    public synchronized ValidationBaseline validation() {
        return validation;
    }

    synchronized void validation(ValidationBaseline facts) {
        validation = facts;
    }

    /**
     * Records an iteration and tells the listeners.
     *
     * @param loss loss terms and diagnostics
     * @param scores metrics of a validation, empty if there was none
     * @param skipped why the optimizer step was skipped, empty if it was not
     * @param networks copies the current networks
     */
    Iteration write(StepLoss loss, Map<String, Double> scores, String skipped, CurrentNetworks networks) {
        Iteration row = loss.row(scores, skipped, () -> before + (System.nanoTime() - started) / 1e9);
        synchronized (this) {
            rows.add(row);
        }
        try (State state = new State(row, networks)) {
            tell(listener -> listener.iteration(state));
        }
        return row;
    }

    public void checkpoint(int iteration, Path file) {
        tell(listener -> listener.checkpoint(new Listener.Checkpoint(iteration, file)));
    }

    public void end() {
        Listener.End end = new Listener.End(iterationsDone(), reason);
        tell(listener -> listener.end(end));
    }

    public synchronized List<Iteration> rows() {
        return List.copyOf(rows);
    }

    /** The newest preview, if there is one; asks for a newer one every five seconds, which the next iteration makes. */
    public Optional<Png> preview() {
        long now = System.nanoTime();
        if (now - previewWanted >= PREVIEW_NANOS) {
            previewWanted = now;
            isPreviewWanted = true;
        }
        return preview;
    }

    /** Takes a preview if somebody asked for one since the last. */
    void offer(Supplier<Optional<Png>> newer) {
        if (isPreviewWanted) {
            isPreviewWanted = false;
            preview = newer.get();
        }
    }

    public void stop() {
        stopped = true;
    }

    /** Requests the loop to stop; only the first reason is kept. */
    public void stop(String why) {
        reason = reason.isEmpty() ? why : reason;
        stopped = true;
    }

    /** Requests the loop to stop because of an exception. */
    public void fail(Throwable thrown) {
        failure = thrown;
        stop(String.valueOf(thrown.getMessage()));
    }

    /** The exception thrown in the loop, or null. */
    @Nullable
    public Throwable failure() {
        return failure;
    }

    /** Adds a note for the user that is shown at the end of the run. */
    public synchronized void note(String text) {
        notes.add(text);
    }

    /** All notes. */
    public synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    /** The reasons of the skipped steps since the last accepted step. */
    public synchronized List<String> skippedLast() {
        int good = rows.size();
        while (good > 0 && !rows.get(good - 1).skipped().isEmpty()) {
            good--;
        }
        return rows.subList(good, rows.size()).stream().map(Iteration::skipped).toList();
    }

    /** Why the loop stopped early, empty if it did not. */
    public String reason() {
        return reason;
    }

    boolean continues() {
        return !stopped;
    }

    private void tell(Consumer<Listener> event) {
        listeners.forEach((name, listener) -> tell(name, listener, event));
        stopIfInterrupted();
    }

    /**
     * A loss or a listener may interrupt this thread. That only requests a stop: a pending interrupt would break file
     * access.
     */
    private void stopIfInterrupted() {
        if (Thread.interrupted()) {
            stop();
        }
    }

    /** Calls a listener. The scope restores the gradient mode afterward. */
    private void tell(String name, Listener listener, Consumer<Listener> event) {
        Scope apart = Scope.inference();
        try {
            event.accept(listener);
        } catch (RuntimeException | Error e) {
            stop("listener " + name + " must not throw, got " + e + " after iteration " + rows().size()
                    + ": correct it and train again");
        } finally {
            apart.close();
            stopIfInterrupted();
        }
    }

    /** What the listeners of one iteration receive. */
    private final class State implements TrainingState, AutoCloseable {
        private final Iteration row;
        private @Nullable CurrentNetworks networks;

        State(Iteration row, CurrentNetworks networks) {
            this.row = row;
            this.networks = networks;
        }

        @Override
        public Iteration iteration() {
            return row;
        }

        @Override
        public Network specialist() {
            return current().specialist();
        }

        @Override
        public Network generalist() {
            return current()
                    .generalist()
                    .orElseThrow(() -> new IllegalStateException("generalist() needs a network, got predictions of"
                            + " another program as the generalist: look at their images, or use specialist()"));
        }

        private CurrentNetworks current() {
            if (networks == null) {
                throw new IllegalStateException("networks of iteration " + row.number()
                        + " must be copied before the listener returns, got a call afterward: copy them in the"
                        + " listener, or use those of the run");
            }
            return networks;
        }

        @Override
        public Table history() {
            return HistoryTable.of(rows());
        }

        @Override
        public int sinceBest() {
            return validation()
                    .best(rows())
                    .orElseThrow(
                            () -> new IllegalStateException("sinceBest() needs the metric to choose by, got a sentence"
                                    + " without best(...): add validate(pairs, psnr()).best(\"PSNR\")"))
                    .since();
        }

        @Override
        public void stop(String why) {
            TrainingLog.this.stop(why);
        }

        @Override
        public void close() {
            networks = null;
        }
    }
}
