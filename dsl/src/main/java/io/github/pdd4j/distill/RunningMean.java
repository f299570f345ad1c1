package io.github.pdd4j.distill;

/** The moving average of a series, computed in time independent of the window size. */
final class RunningMean {
    private RunningMean() {}

    /**
     * The mean of the finite values among the last {@code window} values at each index; NaN if there is none.
     *
     * <p>The series is split into blocks of the window's length, so each window is the tail of one block and the head
     * of the next. Both are plain sums from the border between the blocks; nothing is subtracted, so a large value
     * causes no later rounding error.
     */
    static double[] of(double[] values, int window) {
        double[] means = new double[values.length];
        double[] sums = new double[window];
        int[] counts = new int[window];
        double sum = 0;
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            int at = i % window;
            if (at == 0) {
                ends(values, i - window, sums, counts);
                sum = 0;
                count = 0;
            }
            sum += finite(values[i]);
            count += Double.isFinite(values[i]) ? 1 : 0;
            // The part of the previous block that is still inside the window.
            double before = at + 1 < window ? sums[at + 1] : 0;
            int known = count + (at + 1 < window ? counts[at + 1] : 0);
            means[i] = known == 0 ? Double.NaN : (sum + before) / known;
        }
        return means;
    }

    /** The sums from each index of a block to its end; zeros before the first block. */
    private static void ends(double[] values, int from, double[] sums, int[] counts) {
        double sum = 0;
        int count = 0;
        for (int at = sums.length - 1; at >= 0; at--) {
            if (from >= 0) {
                sum += finite(values[from + at]);
                count += Double.isFinite(values[from + at]) ? 1 : 0;
            }
            sums[at] = sum;
            counts[at] = count;
        }
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0;
    }
}
