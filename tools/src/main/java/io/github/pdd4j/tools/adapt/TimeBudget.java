package io.github.pdd4j.tools.adapt;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The time that a training may take. The number of iterations that fit into it is computed from those made so far.
 *
 * @param seconds training time in seconds
 */
record TimeBudget(double seconds) {
    /** Iterations that are made before the pace is known; the distances begin after the first five. */
    static final int FIRST = 10;

    private static final int MEASURED = 20;
    private static final int MAX_ITERATIONS = 1_000_000_000;

    /** A rest of the time for which it does not pay to load everything again. */
    private static final double REST = 0.05;

    /** Whether a training ends after this iteration, whatever was planned. */
    boolean isOver(int iteration, double secondsSinceStart) {
        return iteration >= FIRST && secondsSinceStart >= seconds;
    }

    /**
     * The number of iterations to train to; the number made so far if the time is used up.
     *
     * @param made training time at the end of each iteration so far, in seconds
     */
    int iterations(double[] made) {
        if (made.length < FIRST) {
            return FIRST;
        }
        double left = seconds - made[made.length - 1];
        double pace = pace(made);
        double loading = Math.max(0, made[0] - pace);
        double more = Math.floor((left - loading) / pace);
        boolean over = left < REST * seconds || more < 1;
        return over ? made.length : (int) Math.min(MAX_ITERATIONS, made.length + more);
    }

    /** The median time of the last iterations: the first one after a pause takes longer. */
    static double pace(double[] made) {
        double[] each = IntStream.range(Math.max(1, made.length - MEASURED), made.length)
                .mapToDouble(i -> made[i] - made[i - 1])
                .sorted()
                .toArray();
        return Math.max(
                1e-6, Arrays.stream(each).skip(each.length / 2).findFirst().orElse(0));
    }
}
