package io.github.pdd4j.analysis;

import io.github.pdd4j.api.Internal;
import java.util.Locale;
import tech.tablesaw.api.Table;

/**
 * Kullback-Leibler divergence of two samples, in nats, by three estimators in both directions.
 *
 * <p>The nearest-neighbor estimator makes no assumption about the distributions. The Gaussian estimator replaces each
 * sample by the normal distribution with its mean and covariance. The histogram estimator uses only the first two
 * columns. All are noisy if there are few rows for the dimension: compare only estimates of equal n, m and dimension.
 * The Gaussian estimator is also misleading for features with heavy tails, with tens of nats between two halves of one
 * set; the column control reveals this.
 *
 * <pre>{@code
 * Random random = new Random(7);
 * double[][] p = random.doubles(400).mapToObj(x -> new double[] {x}).toArray(double[][]::new);
 * double[][] q = random.doubles(400).mapToObj(x -> new double[] {x + 0.5}).toArray(double[][]::new);
 * Table table = KullbackLeibler.estimates().named("labeled", "unlabeled").of(p, q);
 * System.out.println(table);
 * }</pre>
 *
 * @param k index of the nearest neighbor that measures density, 1 … 100; default 5
 * @param bins cells along each axis of the histograms, 1 … 100; default 10
 * @param threads threads of the neighbor search, 1 … 64; default 1; the result does not depend on it
 * @param first name of the first sample in the table; default P
 * @param second name of the second sample in the table; default Q
 */
@Internal
public record KullbackLeibler(int k, int bins, int threads, String first, String second) {
    /**
     * Checks the ranges.
     *
     * @param k index of the nearest neighbor whose distance measures density, 1 … 100
     * @param bins cells of the histograms along each of the two axes, 1 … 100
     * @param threads threads that search neighbors, 1 … 64; the result does not depend on them
     * @param first name of the first sample, P, in tables and messages
     * @param second name of the second sample, Q, in tables and messages
     * @throws IllegalArgumentException if k, bins or threads are out of range
     */
    public KullbackLeibler {
        within("k of the nearest-neighbor estimator", k, 100, "k(5)");
        within("bins of the histograms", bins, 100, "bins(10)");
        within("threads of the neighbor search", threads, 64, "threads(1)");
    }

    /**
     * The default settings: k = 5, 10 bins per axis, one thread.
     *
     * @return the estimators
     */
    public static KullbackLeibler estimates() {
        return new KullbackLeibler(5, 10, 1, "P", "Q");
    }

    /**
     * A copy with another k.
     *
     * @param neighbor 1 … 100
     * @return the changed estimators
     * @throws IllegalArgumentException if {@code neighbor} is out of range
     */
    public KullbackLeibler k(int neighbor) {
        return new KullbackLeibler(neighbor, bins, threads, first, second);
    }

    /**
     * A copy with another number of histogram cells.
     *
     * @param count cells along each axis, 1 … 100
     * @return the changed estimators
     * @throws IllegalArgumentException if {@code count} is out of range
     */
    public KullbackLeibler bins(int count) {
        return new KullbackLeibler(k, count, threads, first, second);
    }

    /**
     * A copy with another number of threads.
     *
     * @param count 1 … 64
     * @return the changed estimators
     * @throws IllegalArgumentException if {@code count} is out of range
     */
    public KullbackLeibler threads(int count) {
        return new KullbackLeibler(k, bins, count, first, second);
    }

    /**
     * A copy with other names for the samples.
     *
     * @param ofFirst name of the first sample
     * @param ofSecond name of the second sample
     * @return the changed estimators
     */
    public KullbackLeibler named(String ofFirst, String ofSecond) {
        return new KullbackLeibler(k, bins, threads, ofFirst, ofSecond);
    }

    /**
     * KL(P ‖ Q) by the k-th nearest neighbors (Wang, Kulkarni, Verdú 2009, fixed k): (d / n) Σ log(ν(i) / ρ(i)) +
     * log(m / (n − 1)), where ρ and ν are the distances from the i-th row of P to its k-th neighbor in the rest of P
     * and in Q. Rows at distance zero are not neighbors and are not counted in n − 1 and m, so the divergence of a
     * sample from itself is exactly 0, and repeated rows do not lead to log(0).
     *
     * @param p n rows, [row][dimension]
     * @param q m rows of the same dimension
     * @return the divergence in nats
     * @throws IllegalArgumentException if a sample has fewer than k + 1 rows, a row has fewer than k rows at a nonzero
     *     distance in either sample, or values are not finite
     */
    public double nearestNeighbors(double[][] p, double[][] q) {
        return new NeighborEstimate(k, threads, "P", "Q").of(p, q).divergence();
    }

    /**
     * KL(P ‖ Q) of the normal distributions with the samples' means and covariances: ½ (tr(Σq⁻¹ Σp) + (μq − μp)ᵀ Σq⁻¹
     * (μq − μp) − d + log(det Σq / det Σp)). A covariance from fewer than ten rows per dimension is shrunk toward a
     * multiple of the identity (Ledoit, Wolf 2004).
     *
     * @param p one sample, [row][dimension]
     * @param q another sample of the same dimension
     * @return the divergence in nats
     * @throws IllegalArgumentException if a sample has fewer than 2 rows, values that are not finite, or no variance
     *     in some direction
     */
    public double gaussian(double[][] p, double[][] q) {
        Samples.sharedDimension(p, q, 2);
        return GaussianFit.of("P", p).divergence(GaussianFit.of("Q", q));
    }

    /**
     * KL(P ‖ Q) of histograms of the first two columns: the range of both samples is divided into {@code bins} ×
     * {@code bins} equal cells, and 0.5 is added to the count of each cell of both. The cells depend on the range, so
     * compare only estimates of samples that were projected together.
     *
     * @param p one sample, [row][dimension]
     * @param q another sample of the same dimension
     * @return the divergence in nats
     * @throws IllegalArgumentException if a sample has no rows, or values that are not finite
     */
    public double histograms(double[][] p, double[][] q) {
        Samples.sharedDimension(p, q, 1);
        return new HistogramEstimate(bins, p, q).of(p, q);
    }

    /**
     * All three estimates in both directions.
     *
     * <p>The columns are: estimator; direction; k; bins (per axis); n; m; dimension; coincident (pairs of rows at
     * distance zero, which are ignored); shrinkage (the larger one of the two fits); KL [nats]; low and high, the
     * bounds of the 95 % bootstrap interval; and control. For the Gaussian and histogram estimators, the interval is
     * the estimate ± 1.96 standard deviations over 200 resamples of the rows of both samples; for nearest neighbors,
     * the percentiles of 10,000 resamples of the contributions of the rows of P. Intervals cover random error but not
     * bias: nearest neighbors underestimate in many dimensions.
     *
     * <p>The control is the same estimate between two random halves (fixed seed) of P or of Q, the largest in
     * magnitude over both sets and directions. Without noise and bias it would be 0; halves are noisier than whole
     * sets. An estimate far above its control is meaningful, one of the same size is not. It is missing if a half has
     * too few distinct rows.
     *
     * @param p one sample, [row][dimension], at least k + 1 rows
     * @param q another sample of the same dimension, at least k + 1 rows
     * @return one row per estimator and direction
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
