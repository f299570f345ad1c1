package io.github.pdd4j.balance;

import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealVector;

/**
 * The weights of CAGrad: those of the mean gradient g_0, and c · |g_0| / |g_w| times the convex combination w that
 * minimizes a · w + s · sqrt(w · G w), with a = G · mean and s = c · |g_0|.
 *
 * <p>On a face of the simplex the minimum has a closed form: its conditions a + s · G w / |w| = μ · 1 give w = t · G⁻¹ (μ
 * · 1 − a), (μ · 1 − a) · G⁻¹ (μ · 1 − a) = s², a quadratic equation for μ, and t from Σ w = 1. All faces are tried; the
 * problem is convex, so the best point inside its face is the minimum.
 */
final class SimplexMinimum {
    private static final double TOLERANCE = 1e-9;

    private SimplexMinimum() {}

    static double[] cagrad(double[][] gram, double c) {
        int n = gram.length;
        RealVector mean = new ArrayRealVector(n, 1.0 / n);
        RealVector slope = new Array2DRowRealMatrix(gram).operate(mean);
        double length = Math.sqrt(Math.max(0, mean.dotProduct(slope)));
        double s = c * length;
        if (s == 0) {
            return mean.toArray();
        }
        RealVector w = minimum(gram, slope, s);
        double of = length(gram, w);
        return (of == 0 ? mean : mean.add(w.mapMultiply(s / of))).toArray();
    }

    private static double length(double[][] gram, RealVector w) {
        return Math.sqrt(Math.max(0, w.dotProduct(new Array2DRowRealMatrix(gram).operate(w))));
    }

    private static RealVector minimum(double[][] gram, RealVector a, double s) {
        int n = gram.length;
        RealVector best = new ArrayRealVector(n, 1.0 / n);
        double smallest = a.dotProduct(best) + s * length(gram, best);
        for (int face = 1; face < 1 << n; face++) {
            int chosen = face;
            int[] entries =
                    IntStream.range(0, n).filter(i -> (chosen >> i & 1) == 1).toArray();
            RealVector w = onFace(gram, a, s, entries);
            double value = a.dotProduct(w) + s * length(gram, w);
            if (w.getMinValue() >= -TOLERANCE && value < smallest) {
                best = w;
                smallest = value;
            }
        }
        return best;
    }

    /** The stationary point on the plane of a face; NaN where it has none. */
    private static RealVector onFace(double[][] gram, RealVector a, double s, int[] entries) {
        Array2DRowRealMatrix inner = new Array2DRowRealMatrix(entries.length, entries.length);
        RealVector slope = new ArrayRealVector(entries.length);
        for (int i = 0; i < entries.length; i++) {
            slope.setEntry(i, a.getEntry(entries[i]));
            for (int j = 0; j < entries.length; j++) {
                inner.setEntry(i, j, gram[entries[i]][entries[j]]);
            }
        }
        DecompositionSolver solver = new LUDecomposition(inner).getSolver();
        RealVector ones = new ArrayRealVector(entries.length, 1);
        RealVector ofOnes = solver.solve(ones);
        RealVector ofSlope = solver.solve(slope);
        double p = ones.dotProduct(ofOnes);
        double q = ones.dotProduct(ofSlope);
        double r = slope.dotProduct(ofSlope) - s * s;
        // The larger root is the one with w of positive length.
        double mu = (q + Math.sqrt(q * q - p * r)) / p;
        RealVector direction = ofOnes.mapMultiply(mu).subtract(ofSlope);
        RealVector onPlane = direction.mapDivide(ones.dotProduct(direction));
        RealVector w = new ArrayRealVector(a.getDimension());
        for (int i = 0; i < entries.length; i++) {
            w.setEntry(entries[i], onPlane.getEntry(i));
        }
        return w;
    }
}
