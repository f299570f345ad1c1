package io.github.pdd4j.analysis;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.RealMatrix;

/** Means, centred rows, scatter matrices and how far to shrink them. */
final class Moments {
    private static final int PIECE = 256;

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

    static double[][] centred(double[][] rows, double[] mean) {
        double[][] centred = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            centred[i] = rows[i].clone();
            for (int d = 0; d < mean.length; d++) {
                centred[i][d] -= mean[d];
            }
        }
        return centred;
    }

    /** The sum of the outer products of rows relative to their mean. */
    static double[][] scatter(double[][] rows, double[] mean) {
        double[][] sum = new double[mean.length][mean.length];
        pieces(rows.length).forEach(from -> {
            double[][] piece = centred(Arrays.copyOfRange(rows, from, Math.min(rows.length, from + PIECE)), mean);
            Products.addSquare(sum, Products.transposed(piece), piece);
        });
        return Products.mirrored(sum);
    }

    /** The products of all pairs of rows relative to their mean: the same eigenvalues as {@link #scatter}. */
    static double[][] gram(double[][] rows, double[] mean) {
        double[][] sum = new double[rows.length][rows.length];
        pieces(mean.length).forEach(from -> {
            double[][] piece = columns(rows, mean, from);
            Products.addSquare(sum, piece, Products.transposed(piece));
        });
        return Products.mirrored(sum);
    }

    /** Sums of rows relative to their mean, with the given weights. */
    static double[][] combined(double[][] weights, double[][] rows, double[] mean) {
        double[][] sums = new double[weights.length][mean.length];
        pieces(mean.length).parallel().forEach(from -> {
            double[][] piece = Products.of(weights, columns(rows, mean, from));
            for (int k = 0; k < sums.length; k++) {
                System.arraycopy(piece[k], 0, sums[k], from, piece[k].length);
            }
        });
        return sums;
    }

    /** The products of each row, relative to the mean, with each direction. */
    static double[][] along(double[][] directions, double[][] rows, double[] mean) {
        double[][] products = new double[directions.length][rows.length];
        double[] origin = new double[mean.length];
        pieces(mean.length)
                .forEach(from -> Products.add(
                        products, columns(directions, origin, from), Products.transposed(columns(rows, mean, from))));
        return Products.transposed(products);
    }

    private static IntStream pieces(int length) {
        return IntStream.iterate(0, from -> from < length, from -> from + PIECE);
    }

    /** A piece of each centred row: rows of patches are long, and no second copy of them should be made. */
    private static double[][] columns(double[][] rows, double[] mean, int from) {
        double[][] piece = new double[rows.length][Math.min(mean.length, from + PIECE) - from];
        for (int i = 0; i < rows.length; i++) {
            for (int d = 0; d < piece[i].length; d++) {
                piece[i][d] = rows[i][from + d] - mean[from + d];
            }
        }
        return piece;
    }

    /** The share of the identity's multiple that makes the expected squared error least (Ledoit, Wolf 2004, lemma 3.2 ff.). */
    static double ledoitWolf(double[][] centred, RealMatrix scatter) {
        int n = centred.length;
        int d = centred[0].length;
        RealMatrix covariance = scatter.scalarMultiply(1.0 / n);
        double level = covariance.getTrace() / d;
        double norm = square(covariance.getFrobeniusNorm());
        double spread = norm - d * level * level;
        double fourth = 0;
        for (double[] row : centred) {
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
