package io.github.pdd4j.analysis;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Products of matrices given as rows, on all cores; every sum has one order, so the number of threads does not show. */
final class Products {
    /** Sixty-four pieces of 256 numbers stay in a core's second cache while every row takes its share of them. */
    private static final int COLUMNS = 256;

    private static final int DEPTH = 64;

    private Products() {}

    /** {@code weights · vectors}. */
    static double[][] of(double[][] weights, double[][] vectors) {
        double[][] product = new double[weights.length][vectors[0].length];
        add(product, weights, vectors);
        return product;
    }

    /** Adds {@code weights · vectors} to {@code sum}. */
    static void add(double[][] sum, double[][] weights, double[][] vectors) {
        add(sum, weights, vectors, 0);
    }

    /** Adds {@code vectorsᵀ · vectors} to the lower triangle of {@code sum}; the transposed vectors are given too. */
    static void addSquare(double[][] sum, double[][] transposed, double[][] vectors) {
        add(sum, transposed, vectors, 1);
    }

    /** The lower triangle above the diagonal too. */
    static double[][] mirrored(double[][] sum) {
        for (int a = 0; a < sum.length; a++) {
            for (int b = 0; b < a; b++) {
                sum[b][a] = sum[a][b];
            }
        }
        return sum;
    }

    static double[][] transposed(double[][] rows) {
        double[][] columns = new double[rows[0].length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                columns[j][i] = rows[i][j];
            }
        }
        return columns;
    }

    private static void add(double[][] sum, double[][] weights, double[][] vectors, int slope) {
        int width = vectors[0].length;
        IntStream.range(0, (width + COLUMNS - 1) / COLUMNS).parallel().forEach(block -> {
            int from = block * COLUMNS;
            double[] piece = new double[Math.min(width, from + COLUMNS) - from];
            for (int depth = 0; depth < vectors.length; depth += DEPTH) {
                double[][] pieces = pieces(vectors, depth, from, piece.length);
                for (int row = slope * from; row < sum.length; row++) {
                    combine(piece, weights[row], depth, pieces);
                    addTo(sum[row], from, piece);
                }
            }
        });
    }

    /** As many as a whole number of fours, the last of them zero. */
    private static double[][] pieces(double[][] vectors, int depth, int from, int length) {
        int count = Math.min(DEPTH, vectors.length - depth);
        double[][] pieces = new double[(count + 3) / 4 * 4][length];
        for (int i = 0; i < count; i++) {
            System.arraycopy(vectors[depth + i], from, pieces[i], 0, length);
        }
        return pieces;
    }

    /** Four at a time: the sum is read and written a quarter as often, and the compiler makes vector instructions. */
    private static void combine(double[] sum, double[] weights, int depth, double[][] vectors) {
        Arrays.fill(sum, 0);
        double[] four = new double[4];
        for (int i = 0; i < vectors.length; i += 4) {
            for (int k = 0; k < 4; k++) {
                four[k] = depth + i + k < weights.length ? weights[depth + i + k] : 0;
            }
            double[] v0 = vectors[i];
            double[] v1 = vectors[i + 1];
            double[] v2 = vectors[i + 2];
            double[] v3 = vectors[i + 3];
            double w0 = four[0];
            double w1 = four[1];
            double w2 = four[2];
            double w3 = four[3];
            for (int j = 0; j < sum.length; j++) {
                sum[j] += w0 * v0[j] + w1 * v1[j] + (w2 * v2[j] + w3 * v3[j]);
            }
        }
    }

    private static void addTo(double[] sum, int from, double[] piece) {
        for (int j = 0; j < piece.length; j++) {
            sum[from + j] += piece[j];
        }
    }
}
