package io.github.pdd4j.sentence;

import java.nio.file.Path;

/**
 * Receives the events of a training run; a lambda receives every iteration.
 *
 * <p>Listeners are called between two iterations on the training thread, which waits for them. An exception from a
 * listener stops the run; the returned run names the listener.
 *
 * <pre>{@code
 * List<Double> totals = new ArrayList<>();
 * System.out.println(distill().listen("totals", done -> totals.add(done.total())));
 * }</pre>
 */
@FunctionalInterface
public interface Listener {
    /**
     * Called after each iteration.
     *
     * @param done the values of the iteration, the networks as they are, and a way to stop
     */
    void iteration(TrainingState done);

    /**
     * Called after a checkpoint was written. Does nothing by default.
     *
     * @param written the checkpoint
     */
    default void checkpoint(Checkpoint written) {}

    /**
     * Called at the end of the run, also after an error or an interrupt. Does nothing by default.
     *
     * @param end how the run ended
     */
    default void end(End end) {}

    /**
     * A checkpoint on the disk.
     *
     * @param iteration the last iteration that it contains
     * @param file folder of the checkpoint
     */
    record Checkpoint(int iteration, Path file) {}

    /**
     * The end of a run.
     *
     * @param iterations number of iterations of the run, including those before it was resumed
     * @param reason why the run stopped early; empty if it did not, or if it was interrupted
     */
    record End(int iterations, String reason) {}
}
