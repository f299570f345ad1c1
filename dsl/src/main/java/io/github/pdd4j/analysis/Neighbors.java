package io.github.pdd4j.analysis;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * For each query row, the squared distance to its k-th nearest row at a nonzero distance, by comparing all pairs in
 * blocks that fit into the cache.
 */
final class Neighbors {
    private static final int BLOCK = 64;

    private final double[][] queries;
    private final double[][] rows;
    private final double[][] nearest;
    private final int[] coincident;

    private Neighbors(double[][] queries, double[][] rows, int k) {
        this.queries = queries;
        this.rows = rows;
        this.nearest = new double[queries.length][k];
        this.coincident = new int[queries.length];
    }

    static Neighbors of(double[][] queries, double[][] rows, int k, int threads) {
        Neighbors search = new Neighbors(queries, rows, k);
        int blocks = (queries.length + BLOCK - 1) / BLOCK;
        Workers.run(threads, IntStream.range(0, blocks), search::searchBlock);
        return search;
    }

    /** The squared distance of query {@code i} to its k-th nearest row at a nonzero distance. */
    double squared(int i) {
        return nearest[i][nearest[i].length - 1];
    }

    /** The number of rows equal to query {@code i}, including itself if it is one of the rows. */
    int coincident(int i) {
        return coincident[i];
    }

    private void searchBlock(int block) {
        int from = block * BLOCK;
        int to = Math.min(queries.length, from + BLOCK);
        for (int i = from; i < to; i++) {
            Arrays.fill(nearest[i], Double.POSITIVE_INFINITY);
        }
        for (int start = 0; start < rows.length; start += BLOCK) {
            int end = Math.min(rows.length, start + BLOCK);
            for (int i = from; i < to; i++) {
                for (int j = start; j < end; j++) {
                    keep(i, squaredDistance(queries[i], rows[j]));
                }
            }
        }
    }

    private void keep(int i, double squared) {
        double[] best = nearest[i];
        if (squared == 0) {
            coincident[i]++;
        } else if (squared < best[best.length - 1]) {
            int at = best.length - 1;
            while (at > 0 && best[at - 1] > squared) {
                best[at] = best[at - 1];
                at--;
            }
            best[at] = squared;
        }
    }

    /** Four independent sums: a single sum would wait for each addition to finish. */
    static double squaredDistance(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int even = a.length - a.length % 4;
        for (int i = 0; i < even; i += 4) {
            double d0 = a[i] - b[i];
            double d1 = a[i + 1] - b[i + 1];
            double d2 = a[i + 2] - b[i + 2];
            double d3 = a[i + 3] - b[i + 3];
            s0 += d0 * d0;
            s1 += d1 * d1;
            s2 += d2 * d2;
            s3 += d3 * d3;
        }
        for (int i = even; i < a.length; i++) {
            s0 += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return s0 + s1 + (s2 + s3);
    }
}
