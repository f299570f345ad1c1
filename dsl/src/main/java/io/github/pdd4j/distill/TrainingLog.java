package io.github.pdd4j.distill;

import io.github.pdd4j.tensor.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the loop writes down, others read meanwhile, and listeners hear of; also the way to ask it to stop. */
final class TrainingLog {
    private final Map<String, Listener> listeners;
    private final List<Iteration> rows = new ArrayList<>();
    private final long started = System.nanoTime();
    private double before;
    private volatile boolean stopped;
    private volatile String reason = "";
    private volatile @Nullable Throwable failure;
    private String notes = "";

    TrainingLog(Map<String, Listener> listeners) {
        this.listeners = listeners;
    }

    /** Goes on after these iterations of an earlier training. */
    synchronized void resume(List<Iteration> made) {
        rows.addAll(made);
        before = seconds();
    }

    /** How many iterations were made, those of an earlier training included. */
    synchronized int made() {
        return rows.size();
    }

    /** Seconds of training until the last iteration, those of an earlier one included. */
    synchronized double seconds() {
        return rows.isEmpty() ? 0 : rows.get(rows.size() - 1).seconds();
    }

    /** Takes down an iteration, and why its step was skipped, if it was. */
    void write(StepLoss loss, String skipped) {
        Iteration row = loss.row(skipped, () -> before + (System.nanoTime() - started) / 1e9);
        synchronized (this) {
            rows.add(row);
        }
        tell(listener -> listener.iteration(row));
    }

    void checkpoint(int iteration, Path file) {
        tell(listener -> listener.checkpoint(new Listener.Checkpoint(iteration, file)));
    }

    void end() {
        Listener.End end = new Listener.End(made(), reason);
        tell(listener -> listener.end(end));
    }

    synchronized List<Iteration> rows() {
        return List.copyOf(rows);
    }

    void stop() {
        stopped = true;
    }

    /** Stops the loop and says why; the first reason stays. */
    void stop(String why) {
        reason = reason.isEmpty() ? why : reason;
        stopped = true;
    }

    /** Stops the loop for what was thrown in it. */
    void fail(Throwable thrown) {
        failure = thrown;
        stop(String.valueOf(thrown.getMessage()));
    }

    /** What was thrown in the loop, if anything was. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Takes down what the user should read at the end of the run. */
    synchronized void note(String text) {
        notes += "; " + text;
    }

    /** What was noted, each with a semicolon before it. */
    synchronized String notes() {
        return notes;
    }

    /** Why each of the newest iterations' steps was skipped, back to the newest one that was made. */
    synchronized List<String> skippedLast() {
        int good = rows.size();
        while (good > 0 && !rows.get(good - 1).skipped().isEmpty()) {
            good--;
        }
        return rows.subList(good, rows.size()).stream().map(Iteration::skipped).toList();
    }

    /** Why the loop stopped by itself, empty when it did not. */
    String reason() {
        return reason;
    }

    boolean goesOn() {
        return !stopped;
    }

    private void tell(Consumer<Listener> event) {
        listeners.forEach((name, listener) -> tell(name, listener, event));
        stopIfInterrupted();
    }

    /** A loss or a listener that interrupts this thread asks for an end, not for files that cannot be written. */
    private void stopIfInterrupted() {
        if (Thread.interrupted()) {
            stop();
        }
    }

    /** The scope puts the gradient mode back, whatever a listener did to it. */
    private void tell(String name, Listener listener, Consumer<Listener> event) {
        Scope apart = Scope.inference();
        try {
            event.accept(listener);
        } catch (RuntimeException | Error e) {
            stop("listener " + name + " must not throw, got " + e + " after iteration " + rows().size()
                    + ": mend it and train again");
        } finally {
            apart.close();
            stopIfInterrupted();
        }
    }
}
