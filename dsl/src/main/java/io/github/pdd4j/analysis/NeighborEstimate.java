package io.github.pdd4j.analysis;

import io.github.pdd4j.metric.Bootstrap;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/** The divergence estimate by nearest neighbors; rows at distance zero are not neighbors. */
record NeighborEstimate(int k, int threads, String first, String second) {
    /** The terms of the rows of P, whose mean is the estimate, and the number of ignored pairs at distance zero. */
    static final class Result {
        private final double[] terms;
        private final int coincident;

        private Result(double[] terms, int coincident) {
            this.terms = terms;
            this.coincident = coincident;
        }

        double divergence() {
            return Arrays.stream(terms).sum() / terms.length;
        }

        Bootstrap.Interval interval() {
            return Bootstrap.ofMean(terms);
        }

        int coincident() {
            return coincident;
        }
    }

    Result of(double[][] p, double[][] q) {
        int dimension = Samples.sharedDimension(p, q, k + 1);
        Neighbors within = Neighbors.of(p, p, k, threads);
        Neighbors across = Neighbors.of(p, q, k, threads);
        double[] terms = new double[p.length];
        for (int i = 0; i < p.length; i++) {
            int others = p.length - within.coincident(i);
            int theirs = q.length - across.coincident(i);
            check(Math.min(others, theirs), i);
            terms[i] = 0.5 * dimension * Math.log(across.squared(i) / within.squared(i))
                    + Math.log((double) theirs / others);
        }
        int itself = p.length;
        long coincident = IntStream.range(0, p.length)
                .mapToLong(i -> (long) within.coincident(i) + across.coincident(i))
                .sum();
        return new Result(terms, (int) Math.min(Integer.MAX_VALUE, coincident - itself));
    }

    private void check(int different, int row) {
        if (different < k) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "each row of sample %1$s must have at least k = %3$d rows at a distance in %1$s and in %2$s, got %4$d for row %5$d: lower k or drop repeated rows",
                    first,
                    second,
                    k,
                    different,
                    row));
        }
    }
}
