package io.github.pdd4j.analysis;

import java.util.stream.IntStream;

/** The divergence estimate by nearest neighbours; rows at distance zero are no neighbours. */
record NeighbourEstimate(int k, int threads) {
    /** An estimate, and how many pairs of rows at distance zero it left out. */
    record Result(double divergence, int coincident) {}

    Result of(double[][] p, double[][] q) {
        int dimension = Samples.sharedDimension(p, q, k + 1);
        Neighbours within = Neighbours.of(p, p, k, threads);
        Neighbours across = Neighbours.of(p, q, k, threads);
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            int others = p.length - within.coincident(i);
            int theirs = q.length - across.coincident(i);
            check(Math.min(others, theirs), i);
            sum += 0.5 * dimension * Math.log(across.squared(i) / within.squared(i));
            sum += Math.log((double) theirs / others);
        }
        int itself = p.length;
        long coincident = IntStream.range(0, p.length)
                .mapToLong(i -> (long) within.coincident(i) + across.coincident(i))
                .sum();
        return new Result(sum / p.length, (int) Math.min(Integer.MAX_VALUE, coincident - itself));
    }

    private void check(int different, int row) {
        if (different < k) {
            throw new IllegalArgumentException(
                    "each row of sample P must have at least k = %d rows at a distance in P and in Q, got %d for row %d: lower k or drop repeated rows"
                            .formatted(k, different, row));
        }
    }
}
