package io.github.pdd4j.analysis;

import io.github.pdd4j.view.Charts;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Exact t-SNE (van der Maaten, Hinton 2008): rows of numbers as points in the plane, near ones near.
 *
 * <p>Gradient descent with gains and momentum 0.5, then 0.8; during the first 250 iterations the similarities are
 * multiplied by the early exaggeration. The start is random, of standard deviation 1e-4, and depends on the seed
 * alone: equal rows, settings and seed give equal points. Seeds end in different local minima: of several embeddings
 * take the one of least {@link Embedding#divergence}, as the questions and answers on van der Maaten's page on t-SNE
 * advise. Time grows with the square of the rows.
 *
 * <pre>{@code
 * double[][] rows = new Random(1).doubles(40).mapToObj(x -> new double[] {x, x * x}).toArray(double[][]::new);
 * Embedding plane = TSne.exact().perplexity(5).iterations(260).of(rows);
 * System.out.println(plane.points().length + " " + plane.divergence());
 * }</pre>
 *
 * @param perplexity effective number of neighbors, 1 … (rows − 1) / 3; default 30
 * @param iterations steps, 250 … 100000; default 1000
 * @param learningRate positive; default 200
 * @param exaggeration at least 1; default 12
 * @param seed of the random start; default 0
 */
public record TSne(double perplexity, int iterations, double learningRate, double exaggeration, long seed) {
    /** Checks the settings. */
    public TSne {
        check("perplexity", perplexity >= 1 && perplexity < 1e6, perplexity, "at least 1", "perplexity(30)");
        check("iterations", iterations >= 250 && iterations <= 100_000, iterations, "250 … 100000", "iterations(1000)");
        check("learning rate", learningRate > 0 && learningRate < 1e6, learningRate, "positive", "learningRate(200)");
        check("exaggeration", exaggeration >= 1 && exaggeration < 1e6, exaggeration, "at least 1", "exaggeration(12)");
    }

    /** Perplexity 30, 1000 iterations, learning rate 200, exaggeration 12, seed 0. */
    public static TSne exact() {
        return new TSne(30, 1000, 200, 12, 0);
    }

    /** The same with another perplexity. */
    public TSne perplexity(double neighbors) {
        return new TSne(neighbors, iterations, learningRate, exaggeration, seed);
    }

    /** The same with another number of steps, 250 … 100000. */
    public TSne iterations(int steps) {
        return new TSne(perplexity, steps, learningRate, exaggeration, seed);
    }

    /** The same with another learning rate. */
    public TSne learningRate(double rate) {
        return new TSne(perplexity, iterations, rate, exaggeration, seed);
    }

    /** The same with another early exaggeration. */
    public TSne exaggeration(double factor) {
        return new TSne(perplexity, iterations, learningRate, factor, seed);
    }

    /** The same with another start. */
    public TSne seed(long start) {
        return new TSne(perplexity, iterations, learningRate, exaggeration, start);
    }

    /**
     * The embedding of the rows, 4 … 5000 of them.
     *
     * @throws IllegalArgumentException if there are too few or too many rows, too few for the perplexity, or values
     *     that are not finite
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
     * The embedding of one set of features, whose rows are projected first where they are long.
     *
     * @param features 4 … 5000 rows
     * @throws IllegalArgumentException as {@link #of(double[][])}
     */
    public Embedding of(Features features) {
        return of(Map.of("rows", features));
    }

    /**
     * Samples embedded together, so that their places can be compared: rows longer than 50 are first projected to 50
     * dimensions by PCA fitted on the union (supplement B).
     *
     * @param samples by the names that the image shows, in its order; those of {@code Map.of} by name
     * @throws IllegalArgumentException as {@link #of(double[][])}, or if the sets were made differently
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
}
