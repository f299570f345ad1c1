package io.github.pdd4j.analysis;

import io.github.pdd4j.view.Chart;
import io.github.pdd4j.view.Charts;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A two-dimensional embedding of rows, and the value of the t-SNE objective that it reached.
 *
 * <pre>{@code
 * double[][] rows = new Random(1).doubles(40).mapToObj(x -> new double[] {x, x * x}).toArray(double[][]::new);
 * Embedding plane = TSne.exact().perplexity(5).iterations(260).of(rows);
 * System.out.println(plane.chart());
 * }</pre>
 */
public final class Embedding implements Viewable {
    private final double[][] points;
    private final double divergence;
    private final Map<String, Integer> sizes;

    Embedding(double[][] points, double divergence) {
        this(points, divergence, Map.of("rows", points.length));
    }

    private Embedding(double[][] points, double divergence, Map<String, Integer> sizes) {
        this.points = points;
        this.divergence = divergence;
        this.sizes = sizes;
    }

    /** The same points, assigned to consecutive samples of the given sizes. */
    Embedding of(Map<String, Integer> samples) {
        return new Embedding(points, divergence, samples);
    }

    /**
     * A scatter plot with one color per sample (the paper's Fig. 5). If the optimization diverged, the title says so,
     * and points that are not finite are omitted.
     *
     * @return the chart
     */
    public Chart chart() {
        Map<String, double[][]> clouds = new LinkedHashMap<>();
        int from = 0;
        for (var sample : sizes.entrySet()) {
            clouds.put(sample.getKey(), points(from, from + sample.getValue()));
            from += sample.getValue();
        }
        return Charts.scatter("t-SNE" + diverged(), "", "", clouds)
                .size(720, 520)
                .equalUnits();
    }

    /** With too long steps, the distances between the points grow until they overflow. */
    private String diverged() {
        long lost = Arrays.stream(points)
                .filter(point -> !Double.isFinite(point[0]) || !Double.isFinite(point[1]))
                .count();
        return lost == 0 && Double.isFinite(divergence)
                ? ""
                : ", diverged (" + lost + " of " + points.length
                        + " points are not finite): use a smaller learningRate(...) or exaggeration(...)";
    }

    @Override
    public View view() {
        return chart().view();
    }

    /**
     * The points, in the order of the rows.
     *
     * @return a copy, one {x, y} per row
     */
    public double[][] points() {
        return points(0, points.length);
    }

    /**
     * The points of a range of rows, for samples that were embedded together.
     *
     * @param from the first row
     * @param to the row after the last
     * @return a copy, one {x, y} per row
     */
    public double[][] points(int from, int to) {
        return Arrays.stream(points, from, to).map(double[]::clone).toArray(double[][]::new);
    }

    /**
     * The final objective: the KL divergence of the similarities in the embedding from those of the rows.
     *
     * @return the divergence in nats
     */
    public double divergence() {
        return divergence;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "t-SNE of %d rows, KL %.4f", points.length, divergence) + diverged();
    }
}
