package io.github.pdd4j.analysis;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Kullback-Leibler divergence of two samples, in nats, by two estimators in both directions.
 *
 * <p>The nearest-neighbour estimator makes no assumption about the distributions; the Gaussian one replaces each
 * sample by the normal distribution of its mean and covariance. Both are noisy where rows are few for the dimension:
 * compare estimates of equal n, m and dimension only.
 *
 * <pre>{@code
 * Random random = new Random(7);
 * double[][] p = random.doubles(400).mapToObj(x -> new double[] {x}).toArray(double[][]::new);
 * double[][] q = random.doubles(400).mapToObj(x -> new double[] {x + 0.5}).toArray(double[][]::new);
 * Table table = KullbackLeibler.estimates().named("labeled", "unlabeled").of(p, q);
 * System.out.println(table);
 * }</pre>
 *
 * @param k the neighbour whose distance measures density, 1 … 100; default 5
 * @param threads threads of the neighbour search, 1 … 64; default 1; the result does not depend on it
 * @param first the first sample's name in the table; default P
 * @param second the second sample's name in the table; default Q
 */
public record KullbackLeibler(int k, int threads, String first, String second) {
    /** Checks k and the number of threads. */
    public KullbackLeibler {
        within("k of the nearest-neighbour estimator", k, 100, "k(5)");
        within("threads of the neighbour search", threads, 64, "threads(1)");
    }

    /** k = 5, one thread. */
    public static KullbackLeibler estimates() {
        return new KullbackLeibler(5, 1, "P", "Q");
    }

    /** The same estimates by another neighbour, 1 … 100. */
    public KullbackLeibler k(int neighbour) {
        return new KullbackLeibler(neighbour, threads, first, second);
    }

    /** The same estimates on several threads, 1 … 64. */
    public KullbackLeibler threads(int count) {
        return new KullbackLeibler(k, count, first, second);
    }

    /** The same estimates with names for the two samples. */
    public KullbackLeibler named(String ofFirst, String ofSecond) {
        return new KullbackLeibler(k, threads, ofFirst, ofSecond);
    }

    /**
     * KL(P ‖ Q) by the k-th nearest neighbours (Wang, Kulkarni, Verdú 2009, fixed k):
     * (d / n) Σ log(ν(i) / ρ(i)) + log(m / (n − 1)), ρ and ν the distances of the i-th row of P to its k-th neighbour
     * in the rest of P and in Q. Rows at distance zero are no neighbours and are not counted in n − 1 and m either, so
     * a sample's divergence from itself is exactly 0 and repeated rows do not break the logarithm.
     *
     * @throws IllegalArgumentException if a sample has fewer than k + 1 rows, fewer than k other rows, or values that
     *     are not finite
     */
    public double nearestNeighbours(double[][] p, double[][] q) {
        return new NeighbourEstimate(k, threads).of(p, q).divergence();
    }

    /**
     * KL(P ‖ Q) of the normal distributions with the samples' means and covariances:
     * ½ (tr(Σq⁻¹ Σp) + (μq − μp)ᵀ Σq⁻¹ (μq − μp) − d + log(det Σq / det Σp)). A covariance of fewer than ten rows a
     * dimension is shrunk towards a multiple of the identity (Ledoit, Wolf 2004).
     *
     * @throws IllegalArgumentException if a sample has fewer than 2 rows, values that are not finite, or no variance
     *     in some direction
     */
    public double gaussian(double[][] p, double[][] q) {
        Samples.sharedDimension(p, q, 2);
        return GaussianFit.of("P", p).divergence(GaussianFit.of("Q", q));
    }

    /**
     * Both estimates in both directions; columns estimator, direction, k, n, m, dimension, coincident (pairs of rows at
     * distance zero that were left out), shrinkage (the larger of the two fits), KL [nats].
     */
    public Table of(double[][] p, double[][] q) {
        int dimension = Samples.sharedDimension(p, q, k + 1);
        NeighbourEstimate neighbours = new NeighbourEstimate(k, threads);
        GaussianFit ofP = GaussianFit.of(first, p);
        GaussianFit ofQ = GaussianFit.of(second, q);
        double shrinkage = Math.max(ofP.shrinkage(), ofQ.shrinkage());
        Table table = empty();
        for (boolean there : new boolean[] {true, false}) {
            append(table, there, neighbours.of(there ? p : q, there ? q : p));
        }
        for (boolean there : new boolean[] {true, false}) {
            append(table, there, there ? ofP.divergence(ofQ) : ofQ.divergence(ofP), shrinkage);
        }
        appendSizes(table, p.length, q.length, dimension);
        return table;
    }

    private void append(Table table, boolean there, NeighbourEstimate.Result result) {
        table.stringColumn("estimator").append("nearest neighbours");
        table.stringColumn("direction").append(direction(there));
        table.intColumn("k").append(k);
        table.intColumn("coincident").append(result.coincident());
        table.doubleColumn("shrinkage").appendMissing();
        table.doubleColumn("KL [nats]").append(result.divergence());
    }

    private void append(Table table, boolean there, double divergence, double shrinkage) {
        table.stringColumn("estimator").append("Gaussian");
        table.stringColumn("direction").append(direction(there));
        table.intColumn("k").appendMissing();
        table.intColumn("coincident").appendMissing();
        table.doubleColumn("shrinkage").append(shrinkage);
        table.doubleColumn("KL [nats]").append(divergence);
    }

    private static void appendSizes(Table table, int ofP, int ofQ, int dimension) {
        int[] counts = {ofP, ofQ, ofP, ofQ};
        for (int row = 0; row < counts.length; row++) {
            table.intColumn("n").append(counts[row]);
            table.intColumn("m").append(counts[row ^ 1]);
            table.intColumn("dimension").append(dimension);
        }
    }

    private String direction(boolean there) {
        return there ? first + " ‖ " + second : second + " ‖ " + first;
    }

    private static Table empty() {
        return Table.create("Kullback–Leibler divergence")
                .addColumns(
                        StringColumn.create("estimator"),
                        StringColumn.create("direction"),
                        IntColumn.create("k"),
                        IntColumn.create("n"),
                        IntColumn.create("m"),
                        IntColumn.create("dimension"),
                        IntColumn.create("coincident"),
                        DoubleColumn.create("shrinkage"),
                        DoubleColumn.create("KL [nats]"));
    }

    private static void within(String what, int value, int most, String next) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("%s must be 1 … %d, got %d: use %s".formatted(what, most, value, next));
        }
    }
}
