package io.github.pdd4j.metric;

import io.github.pdd4j.api.Internal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.inference.PValueMethod;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Paired comparison of two networks on the same images.
 *
 * <p>The difference is the mean of A − B, with a 95 % interval from 10,000 resamples of the images. p is that of the
 * two-sided Wilcoxon signed-rank test without images of zero difference: exact for up to 50 differences of distinct
 * magnitude, otherwise by the normal approximation with corrections for ties and continuity. With fewer than 6 images
 * p cannot fall below 0.05. Both speak of further images of these two networks, not of further trainings of their
 * sentences: two seeds of one sentence may well differ here.
 *
 * <pre>{@code
 * var a = evaluate(compactGeneralist(), pairs(folder), psnr(), ssim());
 * var b = evaluate(bicubicUpscaling(4), pairs(folder), psnr(), ssim());
 * System.out.println(compare(a, b));
 * }</pre>
 */
@Internal
public final class Comparison {
    private static final int MAX_EXACT = 50;
    private static final double LEVEL = 0.05;

    /** Two trainings of one sentence may differ by more: images are repeated here, trainings are not. */
    private static final String SCOPE =
            "p and the interval speak of further images of these two networks, not of further"
                    + " trainings, which may differ by more: study(...) compares sentences over several seeds";

    /** In two lines: a page of a notebook would break a longer one within a word. */
    private static final String INTERVAL_SCOPE = """
            The intervals speak of further images of these two networks, not of further trainings,
            which may differ by more: study(...) compares sentences over several seeds.""";

    private Comparison() {}

    /**
     * Compares two evaluations, as {@link #of(Table, Table)} with their tables.
     *
     * @param a scores of one network
     * @param b scores of another network on the same images
     * @return one row per metric
     * @throws IllegalArgumentException as {@link #of(Table, Table)}
     */
    public static Table of(Evaluation a, Evaluation b) {
        return of(a.table(), b.table());
    }

    /**
     * Compares two tables of scores, whose rows may have been selected, sorted, or read from CSV.
     *
     * @param a scores of one network
     * @param b scores of another network, on the same images and by the same conventions
     * @return one row per metric; columns metric, A, B, mean A, mean B, A − B, low, high, p, n, test, better (A, B, or
     *     undecided if p is 0.05 or more), note (what p speaks of)
     * @throws IllegalArgumentException if a table does not hold one network, the conventions or images differ, there
     *     are fewer than two images, or values are not finite
     */
    public static Table of(Table a, Table b) {
        ScoreColumns.requireSame(a, b);
        Table result = empty();
        String nameOfA = network("A", a);
        String nameOfB = network("B", b);
        for (String metric : ScoreColumns.metrics(a)) {
            result.stringColumn("metric").append(metric);
            result.stringColumn("A").append(nameOfA);
            result.stringColumn("B").append(nameOfB);
            append(result, values("A", a, metric), paired(a, b, metric), ScoreColumns.higherIsBetter(a, metric));
        }
        return result;
    }

    /**
     * Says for each metric whether A is better or worse than B, or that the images do not tell: they do not where the
     * 95 % interval of the difference includes 0.
     *
     * <pre>{@code
     * var a = evaluate(compactGeneralist(), pairs(folder), psnr(), ssim());
     * var b = evaluate(bicubicUpscaling(4), pairs(folder), psnr(), ssim());
     * System.out.println(verdict(a, b));
     * }</pre>
     *
     * @param a scores of one network
     * @param b scores of another network on the same images
     * @return one line per metric, and a last sentence that tells what the intervals speak of
     * @throws IllegalArgumentException as {@link #of(Table, Table)}
     */
    public static String verdict(Evaluation a, Evaluation b) {
        Table compared = of(a, b);
        return IntStream.range(0, compared.rowCount())
                .mapToObj(row -> verdict(
                        compared.row(row),
                        ScoreColumns.higherIsBetter(
                                a.table(), compared.stringColumn("metric").get(row))))
                .collect(Collectors.joining("\n", "", "\n" + INTERVAL_SCOPE));
    }

    private static String verdict(Row row, boolean higherIsBetter) {
        double least = higherIsBetter ? row.getDouble("low") : -row.getDouble("high");
        double most = higherIsBetter ? row.getDouble("high") : -row.getDouble("low");
        double gain = higherIsBetter ? row.getDouble("A − B") : -row.getDouble("A − B");
        String said;
        if (least > 0) {
            said = interval("better than %s by %.2g (95 %% interval %.2g to %.2g, without 0)", row, gain, least, most);
        } else if (most < 0) {
            said = interval(
                    "worse than %s by %.2g (95 %% interval %.2g to %.2g, without 0)", row, -gain, -most, -least);
        } else {
            said = interval(
                    "not shown to differ from %s, %+.2g (95 %% interval %+.2g to %+.2g, with 0)",
                    row, gain, least, most);
        }
        return String.format(
                Locale.ROOT,
                "%s: %s is %s: %.4g against %.4g",
                row.getString("metric"),
                row.getString("A"),
                said,
                row.getDouble("mean A"),
                row.getDouble("mean B"));
    }

    private static String interval(String format, Row row, double gain, double low, double high) {
        return String.format(Locale.ROOT, format, row.getString("B"), gain, low, high);
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
        result.stringColumn("note").append(SCOPE);
    }

    private record Significance(double p, boolean exact) {}

    /** For nonzero differences. p of the approximation is at least 2^(1 − n), the smallest exact p. */
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
                texts(table, ScoreColumns.NETWORK).stream().distinct().toList();
        if (networks.size() != 1) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "table %s must hold one network, got %s: choose the rows of one with where(...)",
                    name,
                    networks));
        }
        return networks.get(0);
    }

    /** The values of B in the order of A's images. */
    private static double[] paired(Table a, Table b, String metric) {
        double[] values = values("B", b, metric);
        Map<String, Double> byImage = new HashMap<>();
        List<String> imagesOfB = texts(b, ScoreColumns.IMAGE);
        IntStream.range(0, values.length).forEach(i -> byImage.put(imagesOfB.get(i), values[i]));
        List<String> images = texts(a, ScoreColumns.IMAGE);
        boolean same = byImage.size() == values.length
                && byImage.keySet().containsAll(images)
                && images.stream().distinct().count() == values.length;
        if (!same || images.size() < 2) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a comparison needs at least two images, each once in both tables, got %s in A and %s in B: evaluate both networks on the same pairs",
                    images,
                    imagesOfB));
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
                        texts(table, ScoreColumns.IMAGE).get(i),
                        name));
            }
        }
        return values;
    }

    /** A column of names; numbers are converted, since a table read from CSV may hold names as numbers. */
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
                        StringColumn.create("better"),
                        StringColumn.create("note"));
    }
}
