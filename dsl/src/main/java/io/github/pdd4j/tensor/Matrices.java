package io.github.pdd4j.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.github.pdd4j.api.Internal;

/**
 * Products of float64 matrices, given as arrays of rows, computed by the engine's BLAS on the CPU.
 *
 * <pre>{@code
 * double[][] a = {{1, 2}, {3, 4}};
 * System.out.println(Arrays.deepToString(Matrices.product(a, a)));
 * }</pre>
 */
@Internal
public final class Matrices {
    private Matrices() {}

    /**
     * {@code a · b}.
     *
     * @param a n rows of m numbers
     * @param b m rows of k numbers
     * @return n rows of k numbers
     */
    public static double[][] product(double[][] a, double[][] b) {
        return product(a, false, b, false);
    }

    /**
     * {@code aᵀ · b}.
     *
     * @param a m rows of n numbers
     * @param b m rows of k numbers
     * @return n rows of k numbers
     */
    public static double[][] transposedTimes(double[][] a, double[][] b) {
        return product(a, true, b, false);
    }

    /**
     * {@code a · bᵀ}: the product of each row of a with each row of b.
     *
     * @param a n rows of m numbers
     * @param b k rows of m numbers
     * @return n rows of k numbers
     */
    public static double[][] timesTransposed(double[][] a, double[][] b) {
        return product(a, false, b, true);
    }

    private static double[][] product(double[][] a, boolean aTransposed, double[][] b, boolean bTransposed) {
        try (Scope scope = Scope.inference(Device.cpu())) {
            NDArray left = array(scope, a);
            NDArray right = array(scope, b);
            return rows(Tensors.OPS.call(
                    "product", aTransposed ? left.transpose() : left, bTransposed ? right.transpose() : right));
        }
    }

    /** Copies the rows into the engine's memory at once. */
    static NDArray array(Scope scope, double[][] rows) {
        int length = rows[0].length;
        double[] values = new double[Math.multiplyExact(rows.length, length)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, values, i * length, length);
        }
        return scope.tensor(values, rows.length, length);
    }

    static double[][] rows(NDArray matrix) {
        double[] values = matrix.toDoubleArray();
        double[][] rows = new double[(int) matrix.getShape().get(0)]
                [(int) matrix.getShape().get(1)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, i * rows[i].length, rows[i], 0, rows[i].length);
        }
        return rows;
    }
}
