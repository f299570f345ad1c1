package io.github.pdd4j.analysis;

import org.apache.commons.math3.linear.RealMatrix;

/** Means, centred rows, scatter matrices and how far to shrink them. */
final class Moments {
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

    /** The sum of the outer products of centred rows. */
    static RealMatrix scatter(double[][] centred) {
        double[][] sum = new double[centred[0].length][centred[0].length];
        for (double[] row : centred) {
            for (int a = 0; a < row.length; a++) {
                for (int b = 0; b <= a; b++) {
                    sum[a][b] += row[a] * row[b];
                }
            }
        }
        for (int a = 0; a < sum.length; a++) {
            for (int b = 0; b < a; b++) {
                sum[b][a] = sum[a][b];
            }
        }
        return GaussianFit.matrix(sum);
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
