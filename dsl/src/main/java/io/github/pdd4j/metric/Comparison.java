package io.github.pdd4j.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.inference.PValueMethod;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Whether one network is better than another on the same images, image by image.
 *
 * <p>The difference is the mean of A − B; its 95 % interval comes from 10,000 resamples of the images; p is that of
 * Wilcoxon's signed-rank test (two-sided; images without a difference are left out; exact for up to 50 of
 * different sizes, else by the normal approximation with corrections for ties and continuity). With fewer than 6 images p cannot fall below 0.05.
 *
 * <pre>{@code
 * var a = evaluate(compactGeneralist(), pairs(folder), psnr(), ssim());
 * var b = evaluate(bicubicUpscaling(4), pairs(folder), psnr(), ssim());
 * System.out.println(compare(a, b));
 * }</pre>
 */
public final class Comparison {
    private static final int MAX_EXACT = 50;
    private static final double LEVEL = 0.05;

    private Comparison() {}

    /**
     * A row for each metric, as {@link #of(Table, Table)} of the evaluations' tables.
     *
     * @param a scores of one network
     * @param b scores of another network on the same images
     * @return the comparison
     * @throws IllegalArgumentException as {@link #of(Table, Table)}
     */
    public static Table of(Evaluation a, Evaluation b) {
        return of(a.table(), b.table());
    }

    /**
     * The same of tables of scores whose rows were chosen or sorted, or that were written as CSV and read again: a row
     * for each metric; columns metric, A, B, mean A, mean B, A − B, low, high, p, n, test, better.
     *
     * @throws IllegalArgumentException if the tables do not come from evaluations of one network each by the same
     *     conventions on the same images, at least two, or hold values that are not finite
     */
    public static Table of(Table a, Table b) {
        ScoreTables.requireSame(a, b);
        Table result = empty();
        String nameOfA = network("A", a);
        String nameOfB = network("B", b);
        for (String metric : ScoreTables.metrics(a)) {
            result.stringColumn("metric").append(metric);
            result.stringColumn("A").append(nameOfA);
            result.stringColumn("B").append(nameOfB);
            append(result, values("A", a, metric), paired(a, b, metric), ScoreTables.higherIsBetter(a, metric));
        }
        return result;
    }

    private static void append(Table result, double[] a, double[] b, boolean higherIsBetter) {
        double[] differences =
                IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray();
        Bootstrap.Interval interval = Bootstrap.ofMean(differences);
        double mean = Mean.of(differences).getAsDouble();
        double[] different = IntStream.range(0, a.length)
                .mapToDouble(i -> differences[i])
                .filter(d -> d != 0)
                .toArray();
        Significance found = significance(different);
        result.doubleColumn("mean A").append(Mean.of(a).getAsDouble());
        result.doubleColumn("mean B").append(Mean.of(b).getAsDouble());
        result.doubleColumn("A − B").append(mean);
        result.doubleColumn("low").append(interval.low());
        result.doubleColumn("high").append(interval.high());
        result.doubleColumn("p").append(found.p());
        result.intColumn("n").append(a.length);
        result.stringColumn("test")
                .append("Wilcoxon signed-rank, " + (found.exact() ? "exact" : "normal approximation"));
        result.stringColumn("better").append(found.p() >= LEVEL ? "undecided" : mean > 0 == higherIsBetter ? "A" : "B");
    }

    private record Significance(double p, boolean exact) {}

    /** Of differences that are not zero. The approximation must not say less than 2 to the 1 − n, the least exact p. */
    private static Significance significance(double... differences) {
        int n = differences.length;
        if (n == 0) {
            return new Significance(1, true);
        }
        PValueMethod method = n <= MAX_EXACT ? PValueMethod.EXACT : PValueMethod.ASYMPTOTIC;
        var result = WilcoxonSignedRankTest.withDefaults().with(method).test(differences);
        boolean exact = method == PValueMethod.EXACT && !result.hasTiedValues();
        return new Significance(Math.max(result.getPValue(), Math.scalb(1.0, 1 - n)), exact);
    }

    private static String network(String name, Table table) {
        List<String> networks =
                texts(table, ScoreTables.NETWORK).stream().distinct().toList();
        if (networks.size() != 1) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "table %s must hold one network, got %s: choose the rows of one with where(...)",
                    name,
                    networks));
        }
        return networks.get(0);
    }

    /** B's values in the order of A's images. */
    private static double[] paired(Table a, Table b, String metric) {
        double[] values = values("B", b, metric);
        Map<String, Double> byImage = new HashMap<>();
        IntStream.range(0, values.length)
                .forEach(i -> byImage.put(texts(b, ScoreTables.IMAGE).get(i), values[i]));
        List<String> images = texts(a, ScoreTables.IMAGE);
        boolean same = byImage.size() == values.length
                && byImage.keySet().containsAll(images)
                && images.stream().distinct().count() == values.length;
        if (!same || images.size() < 2) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a comparison needs at least two images, each once in both tables, got %s in A and %s in B: evaluate both networks on the same pairs",
                    images,
                    texts(b, ScoreTables.IMAGE)));
        }
        return images.stream()
                .mapToDouble(image -> Objects.requireNonNull(byImage.get(image)))
                .toArray();
    }

    private static double[] values(String name, Table table, String metric) {
        double[] values = ((NumericColumn<?>) table.column(metric)).asDoubleArray();
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "values to compare must be finite, got %2$s of %1$s for %3$s in table %4$s: leave the image out of both tables",
                        metric,
                        values[i],
                        texts(table, ScoreTables.IMAGE).get(i),
                        name));
            }
        }
        return values;
    }

    /** A column of names; a table that was read from CSV may hold them as numbers. */
    private static List<String> texts(Table table, String column) {
        return table.column(column).asStringColumn().asList();
    }

    private static Table empty() {
        return Table.create("A beside B")
                .addColumns(
                        StringColumn.create("metric"),
                        StringColumn.create("A"),
                        StringColumn.create("B"),
                        DoubleColumn.create("mean A"),
                        DoubleColumn.create("mean B"),
                        DoubleColumn.create("A − B"),
                        DoubleColumn.create("low"),
                        DoubleColumn.create("high"),
                        DoubleColumn.create("p"),
                        IntColumn.create("n"),
                        StringColumn.create("test"),
                        StringColumn.create("better"));
    }
}
