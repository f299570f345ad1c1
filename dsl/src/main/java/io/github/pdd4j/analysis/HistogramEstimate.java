package io.github.pdd4j.analysis;

import java.util.Arrays;

/**
 * The divergence of two histograms of the first two columns, on a shared grid of equal cells over the range of both
 * samples. A pseudo-count of 0.5 (Jeffreys) is added to each cell of both, so that empty cells do not make the
 * divergence infinite.
 */
final class HistogramEstimate {
    private static final double PSEUDO_COUNT = 0.5;

    private final int bins;
    private final int axes;
    private final double[] low;
    private final double[] high;

    HistogramEstimate(int bins, double[][] p, double[][] q) {
        this.bins = bins;
        this.axes = Math.min(2, p[0].length);
        this.low = new double[axes];
        this.high = new double[axes];
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
        for (double[][] rows : new double[][][] {p, q}) {
            for (double[] row : rows) {
                for (int axis = 0; axis < axes; axis++) {
                    low[axis] = Math.min(low[axis], row[axis]);
                    high[axis] = Math.max(high[axis], row[axis]);
                }
            }
        }
    }

    int axes() {
        return axes;
    }

    double of(double[][] p, double[][] q) {
        double[] ofP = shares(p);
        double[] ofQ = shares(q);
        double sum = 0;
        for (int cell = 0; cell < ofP.length; cell++) {
            sum += ofP[cell] * Math.log(ofP[cell] / ofQ[cell]);
        }
        return sum;
    }

    private double[] shares(double[][] rows) {
        double[] shares = new double[axes == 1 ? bins : bins * bins];
        double total = rows.length + PSEUDO_COUNT * shares.length;
        Arrays.fill(shares, PSEUDO_COUNT / total);
        for (double[] row : rows) {
            int cell = 0;
            for (int axis = 0; axis < axes; axis++) {
                cell = cell * bins + place(row[axis], axis);
            }
            shares[cell] += 1 / total;
        }
        return shares;
    }

    private int place(double value, int axis) {
        double width = high[axis] - low[axis];
        return width > 0 ? (int) Math.min(bins - 1, bins * (value - low[axis]) / width) : 0;
    }
}
