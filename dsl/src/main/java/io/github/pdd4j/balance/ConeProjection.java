package io.github.pdd4j.balance;

import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealVector;

/**
 * The weights of UPGrad: the mean over i of the weights v of the projection of gradient i onto the dual cone, which
 * minimize v · G v with v_i at least 1 and the others at least 0 (Quinton and Rey 2024, proposition 1).
 *
 * <p>With at most four gradients all sets of active bounds are tried; the one that fulfills the conditions of Karush,
 * Kuhn and Tucker is the minimum, since the problem is convex.
 */
final class ConeProjection {
    private static final double TOLERANCE = 1e-9;

    private ConeProjection() {}

    /** The weights of each gradient in the direction. */
    static double[] weights(double[][] gram) {
        int n = gram.length;
        double[] mean = new double[n];
        for (int i = 0; i < n; i++) {
            double[] least = new double[n];
            least[i] = 1;
            double[] projected = projection(gram, least);
            for (int j = 0; j < n; j++) {
                mean[j] += projected[j] / n;
            }
        }
        return mean;
    }

    /** The v of at least {@code least} that minimizes v · G v. */
    private static double[] projection(double[][] gram, double[] least) {
        double[] best = least;
        double smallest = Double.POSITIVE_INFINITY;
        for (int free = 0; free < 1 << least.length; free++) {
            double[] v = stationary(gram, least, free);
            double value = product(gram, v);
            if (isFeasible(v, least) && value < smallest) {
                best = v;
                smallest = value;
            }
        }
        return best;
    }

    /** The stationary point in which the entries of {@code free} vary and the others are at their bounds. */
    private static double[] stationary(double[][] gram, double[] least, int free) {
        int[] entries = IntStream.range(0, least.length)
                .filter(i -> (free >> i & 1) == 1)
                .toArray();
        double[] v = least.clone();
        if (entries.length == 0) {
            return v;
        }
        double[][] inner = new double[entries.length][entries.length];
        double[] right = new double[entries.length];
        for (int a = 0; a < entries.length; a++) {
            for (int b = 0; b < entries.length; b++) {
                inner[a][b] = gram[entries[a]][entries[b]];
            }
            for (int j = 0; j < least.length; j++) {
                right[a] -= (free >> j & 1) == 1 ? 0 : gram[entries[a]][j] * least[j];
            }
        }
        RealVector solved = new LUDecomposition(new Array2DRowRealMatrix(inner, false))
                .getSolver()
                .solve(new ArrayRealVector(right, false));
        for (int a = 0; a < entries.length; a++) {
            v[entries[a]] = solved.getEntry(a);
        }
        return v;
    }

    private static boolean isFeasible(double[] v, double[] least) {
        for (int i = 0; i < v.length; i++) {
            if (!(v[i] >= least[i] - TOLERANCE)) {
                return false;
            }
        }
        return true;
    }

    private static double product(double[][] gram, double[] v) {
        double sum = 0;
        for (int i = 0; i < v.length; i++) {
            for (int j = 0; j < v.length; j++) {
                sum += v[i] * gram[i][j] * v[j];
            }
        }
        return sum;
    }
}
