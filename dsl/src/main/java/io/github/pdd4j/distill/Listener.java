package io.github.pdd4j.distill;

import java.nio.file.Path;

/**
 * Hears what happens during a training; a lambda hears of every iteration.
 *
 * <p>It is called between two iterations on the training's thread, which waits for it. One that fails ends the run,
 * whose value says which it was.
 *
 * <pre>{@code
 * List<Double> totals = new ArrayList<>();
 * System.out.println(distill().listen("totals", done -> totals.add(done.total())));
 * }</pre>
 */
@FunctionalInterface
public interface Listener {
    /** An iteration was made. */
    void iteration(Iteration done);

    /** A checkpoint of the run was written. */
    default void checkpoint(Checkpoint written) {}

    /** The run ended, in whatever way. */
    default void end(End end) {}

    /**
     * A checkpoint on the disk.
     *
     * @param iteration the last one that it holds
     */
    record Checkpoint(int iteration, Path file) {}

    /**
     * The end of a run.
     *
     * @param iterations how many were made
     * @param reason why it stopped before its last iteration; empty when it did not, or was interrupted
     */
    record End(int iterations, String reason) {}
}
