package io.github.pdd4j.analysis;

import io.github.pdd4j.view.Charts;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Exact t-SNE (van der Maaten, Hinton 2008): embeds rows in the plane so that neighbors stay close.
 *
 * <p>Gradient descent uses gains and momentum 0.5, then 0.8; during the first 250 iterations the similarities are
 * multiplied by the early exaggeration. The initial points are random, with standard deviation 1e-4, and depend on the
 * seed only: equal rows, settings and seed give equal points. Different seeds lead to different local minima: use the
 * embedding of smallest {@link Embedding#divergence} of several, as the FAQ of van der Maaten's page on t-SNE
 * recommends. The time grows quadratically with the number of rows.
 *
 * <pre>{@code
 * double[][] rows = new Random(1).doubles(40).mapToObj(x -> new double[] {x, x * x}).toArray(double[][]::new);
 * Embedding plane = TSne.exact().perplexity(5).iterations(260).of(rows);
 * System.out.println(plane.points().length + " " + plane.divergence());
 * }</pre>
 *
 * @param perplexity effective number of neighbors, 1 … (rows − 1) / 3; default 30
 * @param iterations steps of gradient descent, 250 … 100000; default 1000
 * @param learningRate factor of the gradient in a step, above 0 and below 1e6; default 200
 * @param exaggeration factor of the similarities in the first 250 iterations, at least 1 and below 1e6; default 12
 * @param seed start of the random numbers that place the initial points; default 0
 */
public record TSne(double perplexity, int iterations, double learningRate, double exaggeration, long seed) {
    /**
     * Checks the ranges.
     *
     * @param perplexity effective number of neighbors of a row, at least 1; its upper limit depends on the rows and is
     *     checked with them
     * @param iterations steps of gradient descent, 250 … 100000
     * @param learningRate factor of the gradient in a step; above 0 and below 1e6
     * @param exaggeration factor of the similarities in the first 250 iterations, at least 1 and below 1e6
     * @param seed start of the random numbers that place the initial points
     * @throws IllegalArgumentException if a setting is out of range
     */
    public TSne {
        check("perplexity", perplexity >= 1 && perplexity < 1e6, perplexity, "at least 1", "perplexity(30)");
        check("iterations", iterations >= 250 && iterations <= 100_000, iterations, "250 … 100000", "iterations(1000)");
        check("learning rate", learningRate > 0 && learningRate < 1e6, learningRate, "positive", "learningRate(200)");
        check("exaggeration", exaggeration >= 1 && exaggeration < 1e6, exaggeration, "at least 1", "exaggeration(12)");
    }

    /**
     * The default settings: perplexity 30, 1000 iterations, learning rate 200, exaggeration 12, seed 0.
     *
     * @return t-SNE
     */
    public static TSne exact() {
        return new TSne(30, 1000, 200, 12, 0);
    }

    /**
     * A copy with another perplexity.
     *
     * @param neighbors effective number of neighbors, 1 or more
     * @return the changed t-SNE
     * @throws IllegalArgumentException if {@code neighbors} is out of range
     */
    public TSne perplexity(double neighbors) {
        return new TSne(neighbors, iterations, learningRate, exaggeration, seed);
    }

    /**
     * A copy with another number of iterations.
     *
     * @param steps steps of gradient descent, 250 … 100000
     * @return the changed t-SNE
     * @throws IllegalArgumentException if {@code steps} is out of range
     */
    public TSne iterations(int steps) {
        return new TSne(perplexity, steps, learningRate, exaggeration, seed);
    }

    /**
     * A copy with another learning rate.
     *
     * @param rate factor of the gradient in a step, above 0 and below 1e6
     * @return the changed t-SNE
     * @throws IllegalArgumentException if {@code rate} is out of range
     */
    public TSne learningRate(double rate) {
        return new TSne(perplexity, iterations, rate, exaggeration, seed);
    }

    /**
     * A copy with another early exaggeration.
     *
     * @param factor factor of the similarities in the first 250 iterations, at least 1 and below 1e6
     * @return the changed t-SNE
     * @throws IllegalArgumentException if {@code factor} is out of range
     */
    public TSne exaggeration(double factor) {
        return new TSne(perplexity, iterations, learningRate, factor, seed);
    }

    /**
     * A copy with another seed.
     *
     * @param start start of the random numbers that place the initial points
     * @return the changed t-SNE
     */
    public TSne seed(long start) {
        return new TSne(perplexity, iterations, learningRate, exaggeration, start);
    }

    /**
     * Embeds rows in the plane.
     *
     * @param rows 4 … 5000 rows, [row][dimension]
     * @return the embedding
     * @throws IllegalArgumentException if there are too few or too many rows, too few for the perplexity, all rows are
     *     equal, or values are not finite
     */
    public Embedding of(double[][] rows) {
        Samples.dimension("to embed", rows, 4);
        if (rows.length > 5000) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "exact t-SNE embeds at most 5000 rows, got %d: take every k-th row", rows.length));
        }
        double most = (rows.length - 1) / 3.0;
        check(
                String.format(Locale.ROOT, "perplexity of %d rows", rows.length),
                perplexity <= most,
                perplexity,
                "1 … " + most,
                "more rows");
        requireDifferent(rows);
        return new TSneOptimizer(this, Affinities.joint(rows, perplexity)).run();
    }

    /**
     * Embeds one set of features; long rows are projected first, as in {@link #of(Map)}.
     *
     * @param features 4 … 5000 rows
     * @return the embedding
     * @throws IllegalArgumentException as {@link #of(double[][])}
     */
    public Embedding of(Features features) {
        return of(Map.of("rows", features));
    }

    /**
     * Embeds several samples together, so that their positions are comparable. Rows longer than min(50, rows − 1) are
     * first projected to that many dimensions by PCA fitted on the union (supplement B).
     *
     * @param samples by the name shown in the chart, in this order; {@code Map.of} is sorted by name; 4 … 5000 rows in
     *     all
     * @return the embedding
     * @throws IllegalArgumentException as {@link #of(double[][])}, or if the sets differ in network, layer or patch
     *     size
     */
    public Embedding of(Map<String, Features> samples) {
        Map<String, Features> ordered = Charts.inOrder(samples);
        Features.requireAlike(ordered.values().toArray(Features[]::new));
        double[][] rows = ordered.values().stream()
                .flatMap(sample -> Arrays.stream(sample.shared()))
                .toArray(double[][]::new);
        int length = Samples.dimension("to embed", rows, 4);
        int dimensions = Math.min(Divergence.PAPER_DIMENSIONS, rows.length - 1);
        Map<String, Integer> sizes = new LinkedHashMap<>();
        ordered.forEach((name, sample) -> sizes.put(name, sample.size()));
        return of(length > dimensions ? Pca.fit(dimensions, rows).project(rows) : rows)
                .of(sizes);
    }

    private static void requireDifferent(double[]... rows) {
        if (Arrays.stream(rows).allMatch(row -> Arrays.equals(row, rows[0]))) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "rows to embed must differ, got %d equal ones: check the features that they come from",
                    rows.length));
        }
    }

    private static void check(String what, boolean allowed, Number got, String range, String next) {
        if (!allowed) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s must be %s, got %s: use %s", what, range, got, next));
        }
    }

    /** The Java code that makes these settings. */
    @Override
    public String toString() {
        return "tsne().perplexity(" + perplexity + ").iterations(" + iterations + ").learningRate(" + learningRate
                + ").exaggeration(" + exaggeration + ").seed(" + seed + ")";
    }
}
