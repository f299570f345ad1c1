package io.github.pdd4j.analysis;

import java.util.Locale;
import tech.tablesaw.api.Table;

/**
 * Kullback-Leibler divergence of two samples, in nats, by three estimators in both directions.
 *
 * <p>The nearest-neighbor estimator makes no assumption about the distributions; the Gaussian one replaces each
 * sample by the normal distribution of its mean and covariance; histograms see only the plane of the first two columns.
 * All are noisy where rows are few for the dimension: compare estimates of equal n, m and dimension only. The Gaussian
 * one misleads also where features have heavy tails: tens of nats between two halves of one set. The table's control
 * shows it.
 *
 * <pre>{@code
 * Random random = new Random(7);
 * double[][] p = random.doubles(400).mapToObj(x -> new double[] {x}).toArray(double[][]::new);
 * double[][] q = random.doubles(400).mapToObj(x -> new double[] {x + 0.5}).toArray(double[][]::new);
 * Table table = KullbackLeibler.estimates().named("labeled", "unlabeled").of(p, q);
 * System.out.println(table);
 * }</pre>
 *
 * @param k the neighbor whose distance measures density, 1 … 100; default 5
 * @param bins cells along each axis of the histograms, 1 … 100; default 10
 * @param threads threads of the neighbor search, 1 … 64; default 1; the result does not depend on it
 * @param first the first sample's name in the table; default P
 * @param second the second sample's name in the table; default Q
 */
public record KullbackLeibler(int k, int bins, int threads, String first, String second) {
    /** Checks k and the number of threads. */
    public KullbackLeibler {
        within("k of the nearest-neighbor estimator", k, 100, "k(5)");
        within("bins of the histograms", bins, 100, "bins(10)");
        within("threads of the neighbor search", threads, 64, "threads(1)");
    }

    /** k = 5, 10 bins an axis, one thread. */
    public static KullbackLeibler estimates() {
        return new KullbackLeibler(5, 10, 1, "P", "Q");
    }

    /** The same estimates by another neighbor, 1 … 100. */
    public KullbackLeibler k(int neighbor) {
        return new KullbackLeibler(neighbor, bins, threads, first, second);
    }

    /** The same estimates with other cells of the histograms, 1 … 100 along each axis. */
    public KullbackLeibler bins(int count) {
        return new KullbackLeibler(k, count, threads, first, second);
    }

    /** The same estimates on several threads, 1 … 64. */
    public KullbackLeibler threads(int count) {
        return new KullbackLeibler(k, bins, count, first, second);
    }

    /** The same estimates with names for the two samples. */
    public KullbackLeibler named(String ofFirst, String ofSecond) {
        return new KullbackLeibler(k, bins, threads, ofFirst, ofSecond);
    }

    /**
     * KL(P ‖ Q) by the k-th nearest neighbors (Wang, Kulkarni, Verdú 2009, fixed k):
     * (d / n) Σ log(ν(i) / ρ(i)) + log(m / (n − 1)), ρ and ν the distances of the i-th row of P to its k-th neighbor
     * in the rest of P and in Q. Rows at distance zero are no neighbors and are not counted in n − 1 and m either, so
     * a sample's divergence from itself is exactly 0 and repeated rows do not break the logarithm.
     *
     * @throws IllegalArgumentException if a sample has fewer than k + 1 rows, fewer than k other rows, or values that
     *     are not finite
     */
    public double nearestNeighbors(double[][] p, double[][] q) {
        return new NeighborEstimate(k, threads, "P", "Q").of(p, q).divergence();
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
     * KL(P ‖ Q) of the histograms over the plane of the first two columns: the range of both samples is cut into {@code
     * bins} × {@code bins} equal cells, and half a row is added to each cell of both. The range decides the cells, so
     * compare estimates of samples that were projected together.
     *
     * @throws IllegalArgumentException if a sample has no rows, or values that are not finite
     */
    public double histograms(double[][] p, double[][] q) {
        Samples.sharedDimension(p, q, 1);
        return new HistogramEstimate(bins, p, q).of(p, q);
    }

    /**
     * All three estimates in both directions; columns estimator, direction, k, bins (an axis), n, m, dimension, coincident (pairs of rows
     * at distance zero that were left out), shrinkage (the larger of the two fits), KL [nats], and the ends of its 95 %
     * bootstrap interval, low and high: for Gaussians and histograms the estimate and 1.96 standard deviations of 200
     * resamples of both samples' rows to either side, for neighbors percentiles of 10,000 resamples of what each row of P
     * contributes. Intervals show chance, not bias: neighbors fall short in many dimensions.
     *
     * <p>The last column, control, is the same estimate between two random halves (seeded) of P or of Q, of set and
     * direction where it is furthest from 0; without noise and bias it were 0. Halves are noisier than the sets. An
     * estimate far above its control says something, one of its size nothing. Missing where a half has too few
     * different rows.
     *
     * @throws IllegalArgumentException as the three estimators
     */
    public Table of(double[][] p, double[][] q) {
        Samples.sharedDimension(p, q, k + 1);
        return new Estimates(this, p, q).table();
    }

    private static void within(String what, int value, int most, String next) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s must be 1 … %d, got %d: use %s", what, most, value, next));
        }
    }
}
