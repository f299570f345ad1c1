package io.github.pdd4j.analysis;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The largest eigenvalues of a symmetric, positive semidefinite matrix, falling, and their vectors of length 1, a row
 * each.
 */
final class Eigenpairs {
    /** Below this size the whole decomposition is as fast. */
    private static final int SMALL = 300;

    private final double[] values;
    private final double[][] vectors;

    Eigenpairs(double[] values, double[][] vectors) {
        this.values = values;
        this.vectors = vectors;
    }

    static Eigenpairs largest(int count, double[][] matrix) {
        if (matrix.length < SMALL || matrix.length < 4 * Subspace.width(count)) {
            return whole(matrix).first(count);
        }
        return new Subspace(matrix, count)
                .largest()
                .orElseGet(() -> whole(matrix).first(count));
    }

    /**
     * All pairs. Commons Math compares what should vanish with the eigenvalues beside it and gives up where both are
     * rounding errors, so all of them are lifted by the matrix's norm first.
     */
    static Eigenpairs whole(double[][] matrix) {
        RealMatrix symmetric = GaussianFit.matrix(matrix);
        double lift = symmetric.getFrobeniusNorm();
        RealMatrix identity = MatrixUtils.createRealIdentityMatrix(matrix.length);
        EigenDecomposition eigen = new EigenDecomposition(symmetric.add(identity.scalarMultiply(lift)));
        double[] values = Arrays.stream(eigen.getRealEigenvalues())
                .map(value -> value - lift)
                .toArray();
        double[][] vectors = IntStream.range(0, matrix.length)
                .mapToObj(k -> eigen.getEigenvector(k).toArray())
                .toArray(double[][]::new);
        return new Eigenpairs(values, vectors);
    }

    double[] values() {
        return values;
    }

    double[][] vectors() {
        return vectors;
    }

    Eigenpairs first(int count) {
        return new Eigenpairs(Arrays.copyOf(values, count), Arrays.copyOf(vectors, count));
    }
}
