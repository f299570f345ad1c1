package io.github.pdd4j.analysis;

import java.util.Arrays;

/**
 * Points in the plane that stand for rows of numbers, and how faithful they are.
 *
 * <pre>{@code
 * double[][] rows = new Random(1).doubles(40).mapToObj(x -> new double[] {x, x * x}).toArray(double[][]::new);
 * Embedding plane = TSne.exact().perplexity(5).iterations(260).of(rows);
 * Charts.scatter("t-SNE", "", "", Map.of("rows", plane.points())).svg();
 * }</pre>
 */
public final class Embedding {
    private final double[][] points;
    private final double divergence;

    Embedding(double[][] points, double divergence) {
        this.points = points;
        this.divergence = divergence;
    }

    /** One {x, y} a row, in the rows' order (a copy). */
    public double[][] points() {
        return points(0, points.length);
    }

    /** The points of the rows from {@code from} to before {@code to}, for samples that were embedded together. */
    public double[][] points(int from, int to) {
        return Arrays.stream(points, from, to).map(double[]::clone).toArray(double[][]::new);
    }

    /** The final objective: KL divergence in nats of the similarities in the plane from those of the rows. */
    public double divergence() {
        return divergence;
    }

    @Override
    public String toString() {
        return "t-SNE of %d rows, KL %.4f".formatted(points.length, divergence);
    }
}
