package io.github.pdd4j.analysis;

import io.github.pdd4j.tensor.Matrices;
import java.util.Arrays;
import org.apache.commons.math3.linear.RealMatrix;

/** Means, centered rows, scatter matrices, and the shrinkage of covariances. */
final class Moments {
    /** Numbers processed at a time, 32 MB. */
    private static final int PIECE = 1 << 22;

    private Moments() {}

    static double[] mean(double[][] rows) {
        double[] mean = new double[rows[0].length];
        for (double[] row : rows) {
            for (int d = 0; d < mean.length; d++) {
                mean[d] += row[d] / rows.length;
            }
        }
        return mean;
    }

    static double[][] centered(double[][] rows, double[] mean) {
        double[][] centered = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            centered[i] = rows[i].clone();
            for (int d = 0; d < mean.length; d++) {
                centered[i][d] -= mean[d];
            }
        }
        return centered;
    }

    /** The sum of the outer products of the centered rows. */
    static double[][] scatter(double[][] rows, double[] mean) {
        double[][] sum = new double[mean.length][mean.length];
        pieces(rows.length, mean.length, (from, to) -> {
            double[][] piece = centered(Arrays.copyOfRange(rows, from, to), mean);
            add(sum, Matrices.transposedTimes(piece, piece));
        });
        return sum;
    }

    /** The inner products of all pairs of centered rows; its eigenvalues are those of {@link #scatter}. */
    static double[][] gram(double[][] rows, double[] mean) {
        double[][] sum = new double[rows.length][rows.length];
        pieces(mean.length, rows.length, (from, to) -> {
            double[][] piece = columns(rows, mean, from, to);
            add(sum, Matrices.timesTransposed(piece, piece));
        });
        return sum;
    }

    /** Weighted sums of the centered rows. */
    static double[][] combined(double[][] weights, double[][] rows, double[] mean) {
        double[][] sums = new double[weights.length][mean.length];
        pieces(mean.length, rows.length, (from, to) -> {
            double[][] piece = Matrices.product(weights, columns(rows, mean, from, to));
            for (int k = 0; k < sums.length; k++) {
                System.arraycopy(piece[k], 0, sums[k], from, piece[k].length);
            }
        });
        return sums;
    }

    /** The inner products of each centered row with each direction. */
    static double[][] along(double[][] directions, double[][] rows, double[] mean) {
        double[][] products = new double[rows.length][directions.length];
        double[] origin = new double[mean.length];
        pieces(mean.length, rows.length, (from, to) -> {
            double[][] centered = columns(rows, mean, from, to);
            add(products, Matrices.timesTransposed(centered, columns(directions, origin, from, to)));
        });
        return products;
    }

    /** The work on the range from {@code from} (inclusive) to {@code to} (exclusive). */
    private interface Piece {
        void between(int from, int to);
    }

    /** Rows of patches are long; working in pieces avoids a second copy of all of them. */
    private static void pieces(int length, int across, Piece work) {
        int step = Math.max(1, PIECE / across);
        for (int from = 0; from < length; from += step) {
            work.between(from, Math.min(length, from + step));
        }
    }

    private static void add(double[][] sum, double[][] terms) {
        for (int i = 0; i < sum.length; i++) {
            for (int j = 0; j < sum[i].length; j++) {
                sum[i][j] += terms[i][j];
            }
        }
    }

    private static double[][] columns(double[][] rows, double[] mean, int from, int to) {
        double[][] piece = new double[rows.length][to - from];
        for (int i = 0; i < rows.length; i++) {
            for (int d = 0; d < piece[i].length; d++) {
                piece[i][d] = rows[i][from + d] - mean[from + d];
            }
        }
        return piece;
    }

    /**
     * The shrinkage intensity toward a multiple of the identity that minimizes the expected squared error (Ledoit,
     * Wolf 2004, lemma 3.2 ff.).
     */
    static double ledoitWolf(double[][] centered, RealMatrix scatter) {
        int n = centered.length;
        int d = centered[0].length;
        RealMatrix covariance = scatter.scalarMultiply(1.0 / n);
        double level = covariance.getTrace() / d;
        double norm = square(covariance.getFrobeniusNorm());
        double spread = norm - d * level * level;
        double fourth = 0;
        for (double[] row : centered) {
            double length = 0;
            for (double value : row) {
                length += value * value;
            }
            fourth += length * length;
        }
        double noise = (fourth / n - norm) / n;
        return spread <= 0 ? 1 : Math.max(0, Math.min(1, noise / spread));
    }

    private static double square(double value) {
        return value * value;
    }
}
