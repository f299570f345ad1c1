package io.github.pdd4j.analysis;

import io.github.pdd4j.view.Chart;
import io.github.pdd4j.view.Charts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/**
 * The KL divergence between two sets of low-level features, after a projection to few dimensions that both share.
 *
 * <pre>{@code
 * Features.Halves halves = lowLevel(smallSrResNet()).patch(8).of(List.of(image(photo))).halves();
 * System.out.println(Divergence.between(halves.even(), halves.odd()).rowCount());
 * }</pre>
 */
public final class Divergence {
    /** The paper projects to 50 dimensions. */
    public static final int PAPER_DIMENSIONS = 50;

    /** One more than the neighbor that measures density. */
    private static final int MIN_ROWS = 6;

    private Divergence() {}

    /**
     * The bars of the paper's Fig. 6 and 10: each estimate before and after, or of several networks, with its
     * 95 % interval.
     *
     * <pre>{@code
     * Features features = lowLevel(smallSrResNet()).patch(8).of(List.of(image(photo)));
     * Map<String, Table> tables = new LinkedHashMap<>();
     * tables.put("before", kl(features.halves().even(), features.halves().odd()));
     * tables.put("after", kl(features, features));
     * System.out.println(Divergence.bars(tables));
     * }</pre>
     *
     * @param tables of {@link #between}, by what the bars are called, in the order shown
     * @throws IllegalArgumentException if there is none, or they hold other estimates
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

    /** What fits below a bar. */
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
     * All estimators in both directions, after PCA fitted on the union of the sets; to 50 dimensions as in the paper, or
     * to a tenth of the smaller set where that is less: covariances need some ten rows a dimension. Shorter rows keep their length. Histograms see the
     * plane of the first two. An estimate says something only where it is far above its {@code control}, the value between
     * two halves of one set; for the Gaussian one and features of real images it may not be.
     *
     * @throws IllegalArgumentException if a set has fewer than 6 rows, or the sets were made by different networks, layers or
     *     patch sizes
     */
    public static Table between(Features p, Features q) {
        Samples.requirePresent("P", p);
        Samples.requirePresent("Q", q);
        Features.requireAlike(p, q);
        return between(p.shared(), q.shared());
    }

    /**
     * The same of rows of numbers that were made elsewhere.
     *
     * @throws IllegalArgumentException if a set has fewer than 6 rows, or the sets' rows several lengths
     */
    public static Table between(double[][] p, double[][] q) {
        int length = Samples.sharedDimension(p, q, MIN_ROWS);
        int affordable = Math.max(2, Math.min(p.length, q.length) / 10);
        int dimensions = Math.min(length, Math.min(PAPER_DIMENSIONS, affordable));
        Pca pca = Pca.fit(dimensions, p, q);
        return KullbackLeibler.estimates().of(pca.project(p), pca.project(q));
    }
}
