package io.github.pdd4j.metric;

import io.github.pdd4j.data.Pair;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.network.Identity;
import io.github.pdd4j.network.Upscaler;
import io.github.pdd4j.setting.Facts;
import io.github.pdd4j.tensor.Torch;
import io.github.pdd4j.view.Charts;
import io.github.pdd4j.view.Tables;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Scores of networks on labeled images: one row per network and image, one column per metric. Each row also holds what
 * was measured (network, checkpoint) and how (conventions, input).
 *
 * <p>An evaluation is immutable; {@link #plus} returns a new one. It rejects rows with other conventions, so that all
 * scores of one evaluation are comparable.
 *
 * <pre>{@code
 * Evaluation scores = evaluate(bicubicUpscaling(4), pairs(folder), psnr())
 *     .plus(evaluate(compactGeneralist(), pairs(folder), psnr()));
 * System.out.println(scores.means());
 * }</pre>
 */
public final class Evaluation implements Viewable {
    /** Name, direction and conventions of a metric column. */
    private record MetricColumn(String name, boolean higherIsBetter, Map<String, String> conventions) {
        static MetricColumn of(Metric metric) {
            Map<String, String> values = new LinkedHashMap<>(Charts.inOrder(metric.conventionValues()));
            return new MetricColumn(metric.name(), metric.higherIsBetter(), Collections.unmodifiableMap(values));
        }

        Map<String, String> facts() {
            return ScoreColumns.facts(name, higherIsBetter, conventions);
        }

        /** The display text. */
        String phrase(String text) {
            return name + " (" + ScoreColumns.direction(higherIsBetter) + " is better): " + text;
        }
    }

    /** The scores of one network on one image; NaN where a metric could not be computed. */
    private record ScoreRow(Key key, List<Double> values, String conventions, String problem) {}

    private record Key(String network, String checkpoint, String image) {}

    private final ScoreColumns.Input input;
    private final List<MetricColumn> columns;
    private final List<ScoreRow> rows;

    private Evaluation(ScoreColumns.Input input, List<MetricColumn> columns, List<ScoreRow> rows) {
        this.input = input;
        this.columns = List.copyOf(columns);
        this.rows = List.copyOf(rows);
    }

    /**
     * Evaluates a network or an interpolation. Metrics with networks of their own run on the device of the upscaler.
     *
     * @param upscaler the network or interpolation
     * @param pairs low-resolution images with ground truth
     * @param metrics at least one, with different names
     * @return one row per image
     * @throws IllegalArgumentException if metrics are missing or share a name, or no image could be measured
     */
    public static Evaluation of(Upscaler upscaler, Pairs pairs, Metric... metrics) {
        return Torch.on(upscaler.device(), () -> {
            try (Upscaler.Session opened = upscaler.open()) {
                return evaluate(
                        upscaler.identity(), upscaler.scale(), pairs, pair -> opened.upscale(pair.low()), metrics);
            }
        });
    }

    /**
     * Evaluates the predictions of another program.
     *
     * @param predicted the predictions
     * @param pairs low-resolution images with ground truth
     * @param metrics at least one, with different names
     * @return one row per image
     * @throws IllegalArgumentException as {@link #of(Upscaler, Pairs, Metric...)}
     */
    public static Evaluation of(PredictedImages predicted, Pairs pairs, Metric... metrics) {
        return evaluate(
                new Identity(predicted.source(), "", ""),
                predicted.scale(),
                pairs,
                pair -> predicted.of(pair, pairs.names()),
                metrics);
    }

    /**
     * Reads scores computed by another program from CSV: columns file, metric, value, and optionally better (higher or
     * lower) and source. The rows keep the source, by default the name of the CSV file.
     *
     * <pre>{@code
     * Path csv = Files.createTempFile("scores", ".csv");
     * Files.writeString(csv, "file,metric,value" + System.lineSeparator() + "a.png,musiq,61.5");
     * System.out.println(Evaluation.of(csv, "RealESRGAN"));
     * }</pre>
     *
     * @param csv the file, in UTF-8, with commas, semicolons or tabs as separators
     * @param network the name of the network in tables
     * @return one row per image
     * @throws IllegalArgumentException if the file, a column, a score of an image or the direction of a metric is
     *     missing, or a value is not finite
     */
    public static Evaluation of(Path csv, String network) {
        return ScoresCsv.of(csv, network);
    }

    /** A metric computed by another program. */
    record Imported(boolean higherIsBetter, String source) {}

    /** Scores by image and metric. */
    static Evaluation imported(String network, Map<String, Map<String, Double>> values, Map<String, Imported> metrics) {
        List<MetricColumn> columns = metrics.entrySet().stream()
                .map(entry -> new MetricColumn(
                        entry.getKey(), entry.getValue().higherIsBetter, Map.of("source", entry.getValue().source)))
                .toList();
        requireNames(columns, "write the name of each metric in one way");
        String phrases = phrases(
                columns,
                metrics.values().stream().map(each -> "by " + each.source).toList());
        List<ScoreRow> rows = values.entrySet().stream()
                .map(entry -> new ScoreRow(
                        new Key(network, "", entry.getKey()),
                        columns.stream()
                                .map(column ->
                                        Objects.requireNonNull(entry.getValue().get(column.name)))
                                .toList(),
                        phrases,
                        ""))
                .toList();
        return new Evaluation(new ScoreColumns.Input("images as scored", "", "scored"), columns, rows);
    }

    private static String phrases(List<MetricColumn> columns, List<String> texts) {
        return String.join(
                "; ",
                IntStream.range(0, columns.size())
                        .mapToObj(i -> columns.get(i).phrase(texts.get(i)))
                        .toList());
    }

    /** Tablesaw compares column names case-insensitively. */
    private static void requireNames(Collection<MetricColumn> columns, String next) {
        Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        taken.addAll(ScoreColumns.OWN);
        boolean free = columns.stream().map(MetricColumn::name).allMatch(taken::add)
                && columns.stream()
                        .flatMap(column -> column.facts().keySet().stream())
                        .allMatch(taken::add);
        if (columns.isEmpty() || !free) {
            throw new IllegalArgumentException(
                    "an evaluation must have at least one metric, each with a name that no other column has, got "
                            + columns.stream().map(MetricColumn::name).toList() + ": " + next);
        }
    }

    private static Evaluation evaluate(
            Identity network, int scale, Pairs pairs, Function<Pair, Image> predict, Metric... metrics) {
        List<MetricColumn> columns = Stream.of(metrics).map(MetricColumn::of).toList();
        requireNames(
                columns,
                "begin with evaluate(network, pairs, psnr()), and evaluate psnr().luma() in a table of its own");
        String phrases =
                phrases(columns, Stream.of(metrics).map(Metric::conventions).toList());
        List<ScoreRow> rows = new ArrayList<>();
        List<RuntimeException> failures = new ArrayList<>();
        List<Metric.Session> opened = new ArrayList<>();
        try {
            Stream.of(metrics).map(Metric::open).forEach(opened::add);
            for (int i = 0; i < pairs.size(); i++) {
                String image = pairs.names().get(i);
                Double[] values =
                        Collections.nCopies(metrics.length, Double.NaN).toArray(Double[]::new);
                String problem = "";
                // If an image cannot be read or measured, keep the scores of the other images, and those of the
                // metrics before the failing one.
                try {
                    Pair pair = pairs.pair(i, scale);
                    Image prediction = predict.apply(pair);
                    for (int m = 0; m < metrics.length; m++) {
                        values[m] = number(opened.get(m).of(prediction, pair.high()), metrics[m], image);
                    }
                } catch (IllegalArgumentException | UncheckedIOException e) {
                    failures.add(e);
                    problem = String.valueOf(e.getMessage());
                }
                Key key = new Key(network.name(), network.checkpoint(), image);
                rows.add(new ScoreRow(key, List.of(values), phrases, problem));
            }
        } finally {
            opened.forEach(Metric.Session::close);
        }
        if (failures.size() == pairs.size()) {
            RuntimeException first = failures.get(0);
            throw new IllegalArgumentException(
                    "no image could be measured; " + pairs.names().get(0) + ": " + first.getMessage(), first);
        }
        ScoreColumns.Input input = new ScoreColumns.Input(
                "×" + scale + ", " + pairs.input(),
                String.valueOf(scale),
                Facts.of(pairs.inputFacts()).toString());
        return new Evaluation(input, columns, rows);
    }

    private static double number(double value, Metric metric, String image) {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("values of a metric must be numbers, got NaN of " + metric.name()
                    + " for image " + image + ": look at the prediction, or at the metric's own code");
        }
        return value;
    }

    /**
     * Joins two evaluations. If both contain the same network and image, the values of {@code other} replace the
     * earlier ones, so that a cell can be run again.
     *
     * @param other an evaluation with the same metrics, conventions and input
     * @return a new evaluation with the rows of both
     * @throws IllegalArgumentException if metrics, conventions or input differ
     */
    public Evaluation plus(Evaluation other) {
        ScoreColumns.requireSameMetrics(metrics(), other.metrics());
        ScoreColumns.requireSameFacts(facts(), other.facts());
        ScoreColumns.requireSameInput(input, other.input);
        Map<Key, Queue<ScoreRow>> theirs = new HashMap<>();
        other.rows.forEach(row ->
                theirs.computeIfAbsent(row.key, any -> new ArrayDeque<>()).add(row));
        List<ScoreRow> both = new ArrayList<>();
        for (ScoreRow row : rows) {
            Queue<ScoreRow> again = theirs.get(row.key);
            if (again == null) {
                both.add(row);
            } else if (!again.isEmpty()) {
                both.add(again.remove());
            }
        }
        other.rows.stream()
                .filter(row -> Objects.requireNonNull(theirs.get(row.key)).remove(row))
                .forEach(both::add);
        return with(both);
    }

    private Evaluation with(List<ScoreRow> others) {
        return new Evaluation(input, columns, others);
    }

    /**
     * Selects rows: {@code scores.where(row -> row.getDouble("PSNR") < 25)}.
     *
     * @param chosen the condition, on rows of {@link #table()}
     * @return a new evaluation with the selected rows
     */
    public Evaluation where(Predicate<Row> chosen) {
        List<ScoreRow> some = new ArrayList<>();
        table().forEach(row -> {
            if (chosen.test(row)) {
                some.add(rows.get(row.getRowNumber()));
            }
        });
        return with(some);
    }

    /**
     * The first rows.
     *
     * @param count maximum number of rows, 0 or more
     * @return a new evaluation
     * @throws IllegalArgumentException if {@code count} is negative
     */
    public Evaluation first(int count) {
        return with(rows.subList(0, atMost(count)));
    }

    /**
     * The last rows.
     *
     * @param count maximum number of rows, 0 or more
     * @return a new evaluation
     * @throws IllegalArgumentException if {@code count} is negative
     */
    public Evaluation last(int count) {
        return with(rows.subList(rows.size() - atMost(count), rows.size()));
    }

    private int atMost(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("rows to take must be 0 or more, got " + count + ": use first(5)");
        }
        return Math.min(count, rows.size());
    }

    /**
     * The number of rows, one per network and image.
     *
     * @return the number of rows
     */
    public int size() {
        return rows.size();
    }

    /**
     * The names of the metrics, in column order.
     *
     * @return the names
     */
    public List<String> metrics() {
        return columns.stream().map(MetricColumn::name).toList();
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        columns.forEach(column -> facts.putAll(column.facts()));
        return facts;
    }

    /**
     * The scores as a new Tablesaw table for selecting and sorting; {@code compare} accepts it as well.
     *
     * @return columns network, checkpoint, image, one per metric, conventions, input, problem, {@code input scale},
     *     {@code input facts}, and the direction and conventions of each metric ({@code PSNR better},
     *     {@code PSNR border}, ...); scores that could not be computed are missing
     */
    public Table table() {
        Table table = Table.create(
                "evaluation",
                texts(ScoreColumns.NETWORK, row -> row.key.network),
                texts(ScoreColumns.CHECKPOINT, row -> row.key.checkpoint),
                texts(ScoreColumns.IMAGE, row -> row.key.image));
        for (int m = 0; m < columns.size(); m++) {
            table.addColumns(numbers(m));
        }
        table.addColumns(
                texts(ScoreColumns.CONVENTIONS, ScoreRow::conventions),
                texts(ScoreColumns.INPUT, any -> input.text()),
                texts(ScoreColumns.PROBLEM, ScoreRow::problem),
                texts(ScoreColumns.SCALE, any -> input.scale()),
                texts(ScoreColumns.INPUT_FACTS, any -> input.facts()));
        facts().forEach((name, value) -> table.addColumns(texts(name, any -> value)));
        return table;
    }

    private StringColumn texts(String name, Function<ScoreRow, String> text) {
        return StringColumn.create(name, rows.stream().map(text).toList());
    }

    private DoubleColumn numbers(int column) {
        return DoubleColumn.create(
                columns.get(column).name,
                rows.stream().mapToDouble(row -> row.values.get(column)).toArray());
    }

    /**
     * The mean of each metric per network, without scores that could not be computed.
     *
     * @return one row per network, in the order of the rows; columns network, checkpoint, images (the number of rows
     *     with all scores), and one per metric
     */
    public Table means() {
        Map<List<String>, List<ScoreRow>> networks = new LinkedHashMap<>();
        rows.forEach(
                row -> networks.computeIfAbsent(List.of(row.key.network, row.key.checkpoint), any -> new ArrayList<>())
                        .add(row));
        Table means = Table.create(
                "means",
                StringColumn.create(ScoreColumns.NETWORK),
                StringColumn.create(ScoreColumns.CHECKPOINT),
                IntColumn.create("images"));
        metrics().forEach(metric -> means.addColumns(DoubleColumn.create(metric)));
        networks.values().forEach(group -> {
            means.stringColumn(ScoreColumns.NETWORK).append(group.get(0).key.network);
            means.stringColumn(ScoreColumns.CHECKPOINT).append(group.get(0).key.checkpoint);
            Evaluation one = with(group);
            means.intColumn("images").append((int) group.stream()
                    .filter(row -> row.values.stream().noneMatch(value -> value.isNaN()))
                    .count());
            for (int m = 0; m < columns.size(); m++) {
                means.doubleColumn(columns.get(m).name).append(one.numbers(m).mean());
            }
        });
        return means;
    }

    /**
     * The mean of one metric for one network: {@code scores.mean(adapted, "PSNR")}.
     *
     * @param network a network that was evaluated
     * @param metric a metric name, as in {@link #metrics()}
     * @return the mean over the images that could be measured
     * @throws IllegalArgumentException if the metric is unknown or the network was not evaluated
     */
    public double mean(Upscaler network, String metric) {
        int column = metrics().indexOf(metric);
        if (column < 0) {
            throw new IllegalArgumentException("metric must be one of " + metrics() + ", got " + metric
                    + ": evaluate it too, or use one of these");
        }
        Identity identity = network.identity();
        List<ScoreRow> group = rows.stream()
                .filter(row ->
                        row.key.network.equals(identity.name()) && row.key.checkpoint.equals(identity.checkpoint()))
                .toList();
        if (group.isEmpty()) {
            throw new IllegalArgumentException("network must be one that was evaluated, got " + identity.name()
                    + ": use plus(evaluate(network, pairs, ...)) first");
        }
        return with(group).numbers(column).mean();
    }

    /** The displayed table: without direction and convention columns, and without an empty problem column. */
    private Table shown() {
        Table table = table();
        table.removeColumns(facts().keySet().toArray(String[]::new));
        table.removeColumns(ScoreColumns.SCALE, ScoreColumns.INPUT_FACTS);
        if (rows.stream().allMatch(row -> row.problem.isEmpty())) {
            table.removeColumns(ScoreColumns.PROBLEM);
        }
        return table;
    }

    @Override
    public View view() {
        return Tables.html(shown());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Evaluation evaluation
                && input.equals(evaluation.input)
                && columns.equals(evaluation.columns)
                && rows.equals(evaluation.rows);
    }

    @Override
    public int hashCode() {
        return Objects.hash(input, columns, rows);
    }

    @Override
    public String toString() {
        return shown().toString();
    }
}
