package io.github.pdd4j.tools.make;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Chooses half of a layer's channels so that a linear map of them explains as much as possible of all: one after the
 * other, each the channel that explains most of what is left (forward selection by partial covariances).
 */
final class ChannelChoice {
    /** Below this share of the mean variance a channel is explained, and its residual is rounding. */
    private static final double EXPLAINED = 1e-6;

    private ChannelChoice() {}

    /**
     * Returns the chosen channels.
     *
     * @param covariances of all channels, symmetric; left as it is
     * @param count how many to choose, at most as many as there are
     * @return their indices, ascending
     */
    static int[] of(double[][] covariances, int count) {
        double[][] left = new double[covariances.length][];
        double total = 0;
        for (int i = 0; i < left.length; i++) {
            left[i] = covariances[i].clone();
            total += left[i][i];
        }
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < left.length; i++) {
            open.add(i);
        }
        double least = EXPLAINED * total / left.length;
        int[] chosen = new int[count];
        for (int k = 0; k < count; k++) {
            Integer best = Collections.max(open, (a, b) -> Double.compare(gain(left, a, least), gain(left, b, least)));
            open.remove(best);
            chosen[k] = best;
            explain(left, best, least);
        }
        Arrays.sort(chosen);
        return chosen;
    }

    /** The variance that all channels lose when what this one explains is taken from them. */
    private static double gain(double[][] left, int channel, double least) {
        if (left[channel][channel] < least) {
            return left[channel][channel];
        }
        double sum = 0;
        for (double covariance : left[channel]) {
            sum += covariance * covariance;
        }
        return sum / left[channel][channel];
    }

    private static void explain(double[][] left, int channel, double least) {
        if (left[channel][channel] < least) {
            return;
        }
        double[] by = left[channel].clone();
        for (int i = 0; i < left.length; i++) {
            for (int j = 0; j < left.length; j++) {
                left[i][j] -= by[i] * by[j] / by[channel];
            }
        }
    }
}
