package io.github.pdd4j.sentence;

import io.github.pdd4j.network.Network;
import java.util.Map;
import tech.tablesaw.api.Table;

/**
 * What a listener or {@code stopWhen(...)} sees after an iteration: its values, the networks as they are now, and the
 * history so far.
 *
 * <p>It is valid until the listener returns.
 *
 * <pre>{@code
 * System.out.println(distill().listen("save", done -> {
 *     if (done.number() % 100 == 0) {
 *         done.specialist().save(folder.resolve("at-" + done.number() + ".safetensors"));
 *     }
 * }));
 * }</pre>
 */
public interface TrainingState {
    /**
     * Returns the values of the iteration.
     *
     * @return a row of the history
     */
    Iteration iteration();

    /**
     * Copies the specialist as it is now.
     *
     * @return a network that can be evaluated and saved
     * @throws IllegalStateException if the listener has returned
     */
    Network specialist();

    /**
     * Copies the generalist as it is now.
     *
     * @return the moving average, or the frozen network
     * @throws IllegalStateException if the listener has returned, or the generalist is no network
     */
    Network generalist();

    /**
     * Returns the history so far, as {@code run.history()} has it at the end.
     *
     * @return one row per iteration
     */
    Table history();

    /**
     * Counts the validations since the best one, for {@code stopWhen(done -> done.sinceBest() >= 3)}.
     *
     * @return 0 if the newest validation is the best so far, or before the first one
     * @throws IllegalStateException if the sentence has no {@code best(...)}
     */
    int sinceBest();

    /**
     * Stops the training after this iteration; the networks stay as they are.
     *
     * @param why the reason, which the run shows
     */
    void stop(String why);

    /**
     * Returns the number of the iteration.
     *
     * @return the number, from 1
     */
    default int number() {
        return iteration().number();
    }

    /**
     * Returns the loss terms of the iteration.
     *
     * @return each weighted term by name
     */
    default Map<String, Double> terms() {
        return iteration().terms();
    }

    /**
     * Returns the other recorded values: diagnostics, gradient norms, and in iterations with a validation its metrics.
     *
     * @return the values by the names of their columns, such as {@code validation PSNR}
     */
    default Map<String, Double> watched() {
        return iteration().watched();
    }

    /**
     * Returns the total loss.
     *
     * @return the sum of the terms; NaN during the discriminator warm-up
     */
    default double total() {
        return iteration().total();
    }

    /**
     * Returns why an optimizer step was skipped.
     *
     * @return the reason; empty if none was
     */
    default String skipped() {
        return iteration().skipped();
    }

    /**
     * Returns the training time so far.
     *
     * @return seconds from the start of the run
     */
    default double seconds() {
        return iteration().seconds();
    }
}
