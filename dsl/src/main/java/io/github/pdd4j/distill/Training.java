package io.github.pdd4j.distill;

import io.github.pdd4j.view.Progress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs the loop on a thread of its own and shows its progress on the caller's.
 *
 * <p>A kernel may throw into a cell's thread at any point when the user presses stop; the loop's thread it never
 * touches, so an iteration always ends and everything it holds is freed.
 */
final class Training {
    private static final AtomicBoolean BUSY = new AtomicBoolean();

    private final Plan plan;
    private final Journal journal = new Journal();

    Training(Plan plan) {
        this.plan = plan;
    }

    /** Trains to the end, or until the calling thread is interrupted: then the run so far is returned. */
    Run run() {
        if (!BUSY.compareAndSet(false, true)) {
            throw new IllegalStateException("one run may train at a time, got a second one while the first goes on"
                    + " or winds down: wait a moment and train again");
        }
        FutureTask<Loop.Outcome> work = new FutureTask<>(this::loop);
        Thread thread = new Thread(work, "pdd4j training");
        thread.setDaemon(true);
        thread.start();
        try {
            Loop.Outcome outcome = watch(work);
            return new Run(plan, journal.rows(), outcome);
        } finally {
            journal.stop();
        }
    }

    private Loop.Outcome loop() {
        try (CropFeed feed = CropFeed.of(plan)) {
            return new Loop(plan, journal).run(feed);
        } finally {
            BUSY.set(false);
        }
    }

    private Loop.Outcome watch(FutureTask<Loop.Outcome> work) {
        Progress progress = Progress.start();
        while (true) {
            try {
                Loop.Outcome outcome = work.get(200, TimeUnit.MILLISECONDS);
                progress.done(ProgressLine.of(plan, journal.rows()));
                return outcome;
            } catch (TimeoutException e) {
                progress.update(() -> ProgressLine.of(plan, journal.rows()));
            } catch (InterruptedException e) {
                journal.stop();
            } catch (ExecutionException e) {
                throw failure(e);
            }
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException exception ? exception : new IllegalStateException(e.getCause());
    }
}
