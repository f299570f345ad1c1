package io.github.pdd4j.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.api.Internal;

/**
 * The largest eigenvalues of a symmetric matrix and their eigenvectors, computed by the engine's LAPACK in float64 on
 * the CPU.
 *
 * <pre>{@code
 * double[][] symmetric = {{2, 1}, {1, 2}};
 * System.out.println(Math.round(Eigenpairs.largest(1, symmetric).values()[0]));
 * }</pre>
 */
@Internal
public final class Eigenpairs {
    private final double[] values;
    private final double[][] vectors;

    private Eigenpairs(double[] values, double[][] vectors) {
        this.values = values;
        this.vectors = vectors;
    }

    /**
     * Computes the full decomposition and keeps the largest pairs. The time grows with the cube of the matrix size.
     *
     * @param count the number of pairs, from 1 to the matrix size
     * @param symmetric the matrix, as rows; only its lower triangle is read
     * @return the pairs
     */
    public static Eigenpairs largest(int count, double[][] symmetric) {
        try (Scope scope = Scope.inference(Device.cpu())) {
            NDList found = Tensors.OPS.callForList("largest_eigenpairs", Matrices.array(scope, symmetric), count);
            return new Eigenpairs(found.get(0).toDoubleArray(), Matrices.rows(found.get(1)));
        }
    }

    /**
     * Returns the eigenvalues.
     *
     * @return a new array, in descending order
     */
    public double[] values() {
        return values.clone();
    }

    /**
     * Returns the eigenvectors with length 1. Their signs are arbitrary.
     *
     * @return one row for each eigenvector, in the order of the values
     */
    public double[][] vectors() {
        return vectors.clone();
    }
}
