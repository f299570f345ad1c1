package io.github.pdd4j.analysis;

import io.github.pdd4j.api.Internal;
import io.github.pdd4j.view.Chart;
import io.github.pdd4j.view.Charts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/**
 * The KL divergence between two sets of low-level features, after a shared projection to few dimensions.
 *
 * <pre>{@code
 * Features.Halves halves = lowLevel(smallSrResNet()).patch(8).of(List.of(image(photo))).halves();
 * System.out.println(Divergence.between(halves.even(), halves.odd()).rowCount());
 * }</pre>
 */
@Internal
public final class Divergence {
    /** The dimension of the projection in the paper. */
    public static final int PAPER_DIMENSIONS = 50;

    /** One more than the default k = 5 of the nearest-neighbor estimator. */
    private static final int MIN_ROWS = 6;

    private Divergence() {}

    /**
     * A bar chart as in the paper's Fig. 6 and 10: each estimate with its 95 % interval, for example before and after
     * training or for several networks.
     *
     * <pre>{@code
     * Features features = lowLevel(smallSrResNet()).patch(8).of(List.of(image(photo)));
     * Map<String, Table> tables = new LinkedHashMap<>();
     * tables.put("before", kl(features.halves().even(), features.halves().odd()));
     * tables.put("after", kl(features, features));
     * System.out.println(Divergence.bars(tables));
     * }</pre>
     *
     * @param tables results of {@link #between}, by bar label, in the order shown
     * @return the chart
     * @throws IllegalArgumentException if there are no tables, or they hold different estimates
     */
    public static Chart bars(Map<String, Table> tables) {
        List<List<String>> rows =
                tables.values().stream().map(Divergence::names).distinct().toList();
        if (rows.size() != 1) {
            throw new IllegalArgumentException(
                    "bars need tables of the same estimates, at least one, got " + rows + ": use tables of kl(p, q)");
        }
        Map<String, double[]> heights = new LinkedHashMap<>();
        Map<String, double[][]> intervals = new LinkedHashMap<>();
        tables.forEach((name, table) -> {
            heights.put(name, numbers(table, "KL [nats]"));
            intervals.put(name, new double[][] {numbers(table, "low"), numbers(table, "high")});
        });
        return Charts.groupedBars("KL divergence of low-level features", "KL [nats]", rows.get(0), heights)
                .whiskers(intervals)
                .size(960, 400);
    }

    private static double[] numbers(Table table, String column) {
        return table.doubleColumn(column).asDoubleArray();
    }

    /** A shorter label, which fits below a bar. */
    private static String label(String estimator) {
        return estimator.equals(Estimates.NEIGHBORS) ? "neighbors" : estimator;
    }

    private static List<String> names(Table table) {
        return IntStream.range(0, table.rowCount())
                .mapToObj(row -> label(table.stringColumn("estimator").get(row)) + " "
                        + table.stringColumn("direction").get(row))
                .toList();
    }

    /**
     * Estimates the divergence with all estimators in both directions, after PCA fitted on the union of both sets. PCA
     * projects to 50 dimensions as in the paper, or to a tenth of the rows of the smaller set (at least 2) if that is
     * less, since covariances need about ten rows per dimension; rows that are already shorter keep their length.
     * Histograms use the first two dimensions.
     *
     * <p>An estimate is meaningful only if it is far above its {@code control}, the estimate between two halves of one
     * set; for the Gaussian estimator on features of real images it may not be.
     *
     * @param p one set, at least 6 rows
     * @param q another set of the same network, layer and patch size, at least 6 rows
     * @return the table of {@link KullbackLeibler#of(double[][], double[][])}
     * @throws IllegalArgumentException if a set has fewer than 6 rows, or the sets differ in network, layer or patch
     *     size
     */
    public static Table between(Features p, Features q) {
        Samples.requirePresent("P", p);
        Samples.requirePresent("Q", q);
        Features.requireAlike(p, q);
        return between(p.shared(), q.shared());
    }

    /**
     * Estimates the divergence of two samples, as {@link #between(Features, Features)}.
     *
     * @param p one sample, [row][dimension], at least 6 rows
     * @param q another sample of the same dimension, at least 6 rows
     * @return the table of {@link KullbackLeibler#of(double[][], double[][])}
     * @throws IllegalArgumentException if a sample has fewer than 6 rows, rows differ in length, or values are not
     *     finite
     */
    public static Table between(double[][] p, double[][] q) {
        int length = Samples.sharedDimension(p, q, MIN_ROWS);
        int affordable = Math.max(2, Math.min(p.length, q.length) / 10);
        int dimensions = Math.min(length, Math.min(PAPER_DIMENSIONS, affordable));
        Pca pca = Pca.fit(dimensions, p, q);
        return KullbackLeibler.estimates().of(pca.project(p), pca.project(q));
    }
}
