package io.github.pdd4j.distill;

import io.github.pdd4j.runs.DirectoryCheckpointer;
import io.github.pdd4j.runs.InitialState;
import io.github.pdd4j.runs.RunRecord;
import io.github.pdd4j.sentence.Execution;
import io.github.pdd4j.sentence.Listener;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.sentence.TrainingState;
import io.github.pdd4j.tensor.Torch;
import io.github.pdd4j.train.Checkpointer;
import io.github.pdd4j.train.CropBatchSource;
import io.github.pdd4j.train.Loop;
import io.github.pdd4j.train.TrainedModels;
import io.github.pdd4j.train.TrainingLog;
import io.github.pdd4j.view.Progress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the training loop on a separate thread and shows its progress on the caller's thread.
 *
 * <p>When the user presses stop, a kernel may throw an exception into the cell's thread at any point. The loop's thread
 * is not affected, so an iteration always completes and its resources are freed.
 */
final class Training {
    /** Held by the run that trains. */
    private static final Semaphore TURN = new Semaphore(1);

    private static final Duration WAIT_FOR_PREVIOUS = Duration.ofSeconds(20);

    /** Kept here, since JShell drops the value of a cell that was stopped or whose method was redeclared. */
    private static final AtomicReference<@Nullable Run> LAST_RUN = new AtomicReference<>();

    private final Plan plan;
    private final Duration patience;
    private final TrainingLog log;
    private volatile boolean interrupted;

    Training(Plan plan) {
        this(plan, WAIT_FOR_PREVIOUS);
    }

    /** The listeners of the sentence, and last the condition that stops. */
    private static Map<String, Listener> listeners(Execution execution) {
        Map<String, Listener> listeners = new LinkedHashMap<>(execution.listen());
        Predicate<TrainingState> condition = execution.stopWhen();
        if (condition != null) {
            listeners.put("stopWhen(...)", done -> {
                if (condition.test(done)) {
                    done.stop("the condition of stopWhen(...) held after iteration " + done.number());
                }
            });
        }
        return listeners;
    }

    /** Sets how long to wait for a previous run that is still stopping. */
    Training(Plan plan, Duration patience) {
        this.plan = plan;
        this.patience = patience;
        this.log = new TrainingLog(listeners(plan.sentence().execution()));
    }

    /** The run that ended last in this process, or null. Waits for a run that is still stopping. */
    static @Nullable Run last() {
        if (isMyTurn(WAIT_FOR_PREVIOUS)) {
            TURN.release();
        }
        return LAST_RUN.get();
    }

    /** Trains to the end. If the calling thread is interrupted, the run up to then is returned. */
    Run run() {
        return run(Progress.start());
    }

    /** Trains to the end and shows the progress on a display. */
    Run run(Progress progress) {
        FutureTask<Run> work = new FutureTask<>(this::loop);
        Thread thread = new Thread(work, "pdd4j training");
        thread.setDaemon(true);
        try {
            thread.start();
            return watch(work, progress);
        } finally {
            log.stop();
        }
    }

    /** Whether the calling thread was interrupted, even if the run had made its last iteration by then. */
    boolean wasInterrupted() {
        return interrupted;
    }

    /** Waits until no other run trains: a stopped run still completes its iteration when the next cell starts. */
    private static boolean isMyTurn(Duration patience) {
        try {
            return TURN.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Computes something on a thread of its own while no run trains. An interrupt of the caller is kept for later.
     *
     * @throws IllegalStateException if another run trains
     */
    static <T> T alone(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(() -> {
            requireMyTurn(WAIT_FOR_PREVIOUS);
            try {
                return work.get();
            } finally {
                TURN.release();
            }
        });
        Thread thread = new Thread(task, "pdd4j check");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw failure(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void requireMyTurn(Duration patience) {
        if (!isMyTurn(patience)) {
            throw new IllegalStateException("only one run can train at a time, got a second one while the first"
                    + " is training or stopping: wait until it has ended and train again");
        }
    }

    private Run loop() {
        requireMyTurn(patience);
        try {
            InitialState start = InitialState.of(plan);
            try (Checkpointer checkpointer = DirectoryCheckpointer.open(plan, log, start)) {
                return Torch.on(plan.sentence().execution().chosen(), () -> train(checkpointer, start));
            }
        } finally {
            TURN.release();
        }
    }

    /** Trains, and stores the run as the last one even if training failed after some iterations. */
    private Run train(Checkpointer checkpointer, InitialState start) {
        try (CropBatchSource batches = CropBatchSource.from(log.iterationsDone() + 1, plan)) {
            Loop loop = new Loop(plan, log, checkpointer);
            TrainedModels models = loop.run(batches);
            if (checkpointer.rollsBack()) {
                // The loop was stopped, so a second attempt rebuilds everything from the restored state.
                models = loop.run(batches);
            }
            log.end();
            Run run = new Run(RunRecord.of(plan, log, checkpointer.name(), start, models));
            Throwable failure = log.failure();
            if (failure == null || run.iterations() > 0) {
                LAST_RUN.set(run);
            }
            if (failure != null) {
                throw failure(failure);
            }
            return run;
        } catch (RuntimeException | Error e) {
            if (log.failure() == null) {
                log.fail(e);
                log.end();
            }
            throw e;
        }
    }

    private Run watch(FutureTask<Run> work, Progress progress) {
        while (true) {
            try {
                Run run = work.get(200, TimeUnit.MILLISECONDS);
                progress.done(ProgressLine.ended(plan, log.rows(), run.notes()));
                return run;
            } catch (TimeoutException e) {
                progress.update(() -> ProgressLine.of(plan, log.rows(), log.preview()));
            } catch (InterruptedException e) {
                interrupted = true;
                log.stop();
            } catch (ExecutionException e) {
                progress.done(ProgressLine.failed(plan, log.iterationsDone()));
                throw failure(e.getCause());
            }
        }
    }

    private static RuntimeException failure(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception ? exception : new IllegalStateException(cause);
    }
}
