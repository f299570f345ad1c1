package io.github.pdd4j.distill;

/** The mean over the newest values of a row, in a time that does not depend on how many they are. */
final class RunningMean {
    private RunningMean() {}

    /**
     * At each index the mean of the up to {@code window} values that end there, of those that are finite; NaN where none
     * is.
     *
     * <p>A window is the end of one block of its length and the beginning of the next. Both are sums from the block's
     * border on, so that nothing is subtracted: a large value leaves no error behind.
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
            // From the block before, what lies behind the place that this value takes in its own.
            double before = at + 1 < window ? sums[at + 1] : 0;
            int known = count + (at + 1 < window ? counts[at + 1] : 0);
            means[i] = known == 0 ? Double.NaN : (sum + before) / known;
        }
        return means;
    }

    /** The sums from each place of a block to its end; zeros before the first block. */
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
