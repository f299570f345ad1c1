package io.github.pdd4j.analysis;

import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The largest eigenpairs of a positive semidefinite matrix by subspace iteration: a polynomial of the matrix stretches
 * what is wanted and leaves the rest small, then the matrix is decomposed within the subspace (Zhou, Saad, Tiago,
 * Chelikowsky 2006, "Self-consistent-field calculations using Chebyshev-filtered subspace iteration").
 */
final class Subspace {
    /** Of a pair's residual |S v − λ v|, relative to the largest eigenvalue. */
    private static final double TOLERANCE = 1e-12;

    private static final int ROUNDS = 100;

    /** More in one round, and rounding errors along the first vector bury the last ones. */
    private static final double MOST_STRETCH = 1e8;

    private static final int MOST_DEGREE = 25;

    private final double[][] matrix;
    private final int count;

    Subspace(double[][] matrix, int count) {
        this.matrix = matrix;
        this.count = count;
    }

    /** More vectors than wanted: the last wanted one converges by its distance to what lies outside. */
    static int width(int count) {
        return 2 * count + 10;
    }

    /** Empty if they were not found, which has not been seen. */
    Optional<Eigenpairs> largest() {
        Random random = new Random(0);
        double[][] vectors = IntStream.range(0, width(count))
                .mapToObj(i -> random.doubles(matrix.length)
                        .map(u -> random.nextGaussian())
                        .toArray())
                .toArray(double[][]::new);
        for (int round = 0; round < ROUNDS; round++) {
            orthonormalise(vectors);
            double[][] images = Products.of(vectors, matrix);
            Eigenpairs within = Eigenpairs.whole(Products.mirrored(Products.of(images, Products.transposed(vectors))));
            vectors = Products.of(within.vectors(), vectors);
            images = Products.of(within.vectors(), images);
            Eigenpairs found = new Eigenpairs(within.values(), vectors);
            if (converged(found, images)) {
                return Optional.of(found.first(count));
            }
            vectors = filtered(found, images);
        }
        return Optional.empty();
    }

    private boolean converged(Eigenpairs found, double[][] images) {
        double allowed = TOLERANCE * found.values()[0];
        return IntStream.range(0, count).allMatch(k -> {
            double squares = 0;
            for (int i = 0; i < matrix.length; i++) {
                double error = images[k][i] - found.values()[k] * found.vectors()[k][i];
                squares += error * error;
            }
            return Math.sqrt(squares) <= allowed;
        });
    }

    /** Chebyshev's polynomial of the matrix: at most 1 in magnitude from 0 to the last eigenvalue found, steep above. */
    private double[][] filtered(Eigenpairs found, double[][] images) {
        double largest = found.values()[0];
        double half = 0.5 * Math.max(found.values()[found.values().length - 1], 1e-13 * largest);
        double[][] before = found.vectors();
        double[][] now = shifted(images, half, before);
        for (int degree = degree(largest / half - 1); degree > 1; degree--) {
            double[][] next = shifted(Products.of(now, matrix), half, now);
            reflect(next, before);
            before = now;
            now = next;
        }
        return now;
    }

    /** Of degree d the polynomial is cosh(d arcosh t). */
    private static int degree(double largest) {
        double most = arcosh(MOST_STRETCH) / arcosh(largest);
        return (int) Math.max(1, Math.min(MOST_DEGREE, most));
    }

    private static double arcosh(double t) {
        return Math.log(t + Math.sqrt(t * t - 1));
    }

    /** The vectors' images under the matrix whose eigenvalues 0 … 2 · half are moved to −1 … 1. */
    private static double[][] shifted(double[][] images, double half, double[][] vectors) {
        double[][] shifted = new double[vectors.length][vectors[0].length];
        for (int k = 0; k < vectors.length; k++) {
            for (int i = 0; i < shifted[k].length; i++) {
                shifted[k][i] = images[k][i] / half - vectors[k][i];
            }
        }
        return shifted;
    }

    /** T(d + 1) = 2 t T(d) − T(d − 1). */
    private static void reflect(double[][] next, double[][] before) {
        for (int k = 0; k < next.length; k++) {
            for (int i = 0; i < next[k].length; i++) {
                next[k][i] = 2 * next[k][i] - before[k][i];
            }
        }
    }

    /** Gram and Schmidt's way, twice, which is enough (Giraud, Langou, Rozloznik 2005). */
    private static void orthonormalise(double[][] vectors) {
        for (int k = 0; k < vectors.length; k++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int earlier = 0; earlier < k; earlier++) {
                    addScaled(vectors[k], vectors[earlier], -dot(vectors[k], vectors[earlier]));
                }
                double norm = Math.sqrt(dot(vectors[k], vectors[k]));
                for (int i = 0; i < vectors[k].length; i++) {
                    vectors[k][i] /= norm;
                }
            }
        }
    }

    private static void addScaled(double[] sum, double[] row, double factor) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * row[i];
        }
    }

    /** Four sums side by side, for one sum alone waits for each addition to end. */
    private static double dot(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int even = a.length - a.length % 4;
        for (int i = 0; i < even; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (int i = even; i < a.length; i++) {
            s0 += a[i] * b[i];
        }
        return s0 + s1 + (s2 + s3);
    }
}
