package io.github.pdd4j.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDList;

/**
 * The largest eigenvalues of a symmetric matrix and their vectors, by the engine's LAPACK in float64 on the CPU.
 *
 * <pre>{@code
 * double[][] symmetric = {{2, 1}, {1, 2}};
 * System.out.println(Math.round(Eigenpairs.largest(1, symmetric).values()[0]));
 * }</pre>
 */
public final class Eigenpairs {
    private final double[] values;
    private final double[][] vectors;

    private Eigenpairs(double[] values, double[][] vectors) {
        this.values = values;
        this.vectors = vectors;
    }

    /**
     * Decomposes a matrix whole and keeps its largest pairs. Time grows with the cube of its size.
     *
     * @param count how many pairs, 1 … the matrix's size
     * @param symmetric the matrix; only its lower triangle is read
     */
    public static Eigenpairs largest(int count, double[][] symmetric) {
        try (Scope scope = Scope.inference(Device.cpu())) {
            NDList found = Tensors.OPS.callForList("largest_eigenpairs", Matrices.array(scope, symmetric), count);
            return new Eigenpairs(found.get(0).toDoubleArray(), Matrices.rows(found.get(1)));
        }
    }

    /** The eigenvalues, falling. */
    public double[] values() {
        return values.clone();
    }

    /** The vectors of length 1, a row each, in the order of the values. A vector's sign is left to LAPACK. */
    public double[][] vectors() {
        return vectors.clone();
    }
}
