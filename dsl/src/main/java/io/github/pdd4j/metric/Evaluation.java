package io.github.pdd4j.metric;

import io.github.pdd4j.data.Pair;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.image.Picture;
import io.github.pdd4j.network.Identity;
import io.github.pdd4j.network.Upscaler;
import io.github.pdd4j.tensor.Torch;
import io.github.pdd4j.view.Abridged;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.table.Relation;

/**
 * How well pictures are restored whose truth is known: a table with a row for each picture and a column for each metric,
 * whose rows say what was measured (network, checkpoint) and how (conventions, input).
 *
 * <p>Rows of other conventions are refused, so that one table never holds numbers that cannot be compared.
 *
 * <pre>{@code
 * Evaluation scores = evaluate(bicubicUpscaling(4), pairs(folder), psnr());
 * scores.append(evaluate(compactGeneralist(), pairs(folder), psnr()));
 * System.out.println(scores.rowCount());
 * }</pre>
 */
public final class Evaluation extends Table implements Abridged {
    static final String NETWORK = "network";
    static final String CHECKPOINT = "checkpoint";
    static final String PICTURE = "picture";
    static final String CONVENTIONS = "conventions";
    static final String INPUT = "input";

    static final String PROBLEM = "problem";

    private Evaluation(List<Column<?>> columns) {
        super("evaluation", columns);
    }

    /**
     * What a network or an interpolation makes of the low-resolution pictures; metrics that have networks of their own
     * compute on the device that the upscaler was told.
     */
    public static Evaluation of(Upscaler upscaler, Pairs pairs, Metric... metrics) {
        return Torch.on(upscaler.device(), () -> {
            try (Upscaler.Opened opened = upscaler.open()) {
                return Rows.of(
                        upscaler.identity(), upscaler.scale(), pairs, pair -> opened.upscale(pair.low()), metrics);
            }
        });
    }

    /** What some other program made of them. */
    public static Evaluation of(PredictedPictures predicted, Pairs pairs, Metric... metrics) {
        return Rows.of(
                new Identity(predicted.source(), "", ""),
                predicted.scale(),
                pairs,
                pair -> predicted.of(pair, pairs.names()),
                metrics);
    }

    /**
     * Scores that another program wrote as CSV: columns file, metric, value, and if it says so better (higher or lower)
     * and source. The rows say where they come from.
     *
     * <pre>{@code
     * Path csv = Files.createTempFile("scores", ".csv");
     * Files.writeString(csv, "file,metric,value" + System.lineSeparator() + "a.png,musiq,61.5");
     * System.out.println(Evaluation.of(csv, "RealESRGAN"));
     * }</pre>
     *
     * @throws IllegalArgumentException if a column, a picture's value or a metric's direction is missing, or a value is
     *     not finite
     */
    public static Evaluation of(Path csv, String network) {
        return Scores.of(csv, network);
    }

    /** A metric whose values another program computed. */
    record Imported(boolean higherIsBetter, String source) {
        Map<String, String> values() {
            return Map.of("source", source);
        }
    }

    /** By picture and metric. */
    static Evaluation imported(String network, Map<String, Map<String, Double>> values, Map<String, Imported> metrics) {
        Map<String, Map<String, String>> facts = new LinkedHashMap<>();
        metrics.forEach(
                (name, metric) -> facts.put(name, Conventions.columns(name, metric.higherIsBetter, metric.values())));
        requireNames(metrics.keySet(), facts, "write the name of each metric in one way");
        List<String> phrases = metrics.entrySet().stream()
                .map(entry -> Conventions.phrase(
                        entry.getKey(),
                        entry.getValue().higherIsBetter,
                        Map.of("source", "by " + entry.getValue().source)))
                .toList();
        List<String> pictures = List.copyOf(values.keySet());
        List<DoubleColumn> columns = metrics.keySet().stream()
                .map(metric -> DoubleColumn.create(
                        metric,
                        values.values().stream().map(row -> row.get(metric)).toArray(Double[]::new)))
                .toList();
        Rows rows = new Rows(new Identity(network, "", ""), "pictures as scored");
        return rows.table(
                pictures,
                columns,
                phrases,
                facts,
                pictures.stream().map(any -> "").toList());
    }

    /** A table tells its columns apart without regard to capitals. */
    private static void requireNames(Collection<String> metrics, Map<String, Map<String, String>> facts, String next) {
        Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        taken.addAll(List.of(NETWORK, CHECKPOINT, PICTURE, CONVENTIONS, INPUT, PROBLEM));
        boolean free = metrics.stream().allMatch(taken::add)
                && facts.values().stream()
                        .flatMap(columns -> columns.keySet().stream())
                        .allMatch(taken::add);
        if (metrics.isEmpty() || !free) {
            throw new IllegalArgumentException(
                    "an evaluation must have at least one metric, each of another name than its other columns, got "
                            + metrics + ": " + next);
        }
    }

    private static StringColumn repeated(String name, String value, List<String> pictures) {
        return StringColumn.create(name, pictures.stream().map(any -> value).toList());
    }

    /** Whose rows they are, and what the pictures were made from. */
    private record Rows(Identity network, String input) {
        static Evaluation of(
                Identity network, int scale, Pairs pairs, Function<Pair, Picture> predict, Metric... metrics) {
            Map<String, Map<String, String>> facts = new LinkedHashMap<>();
            for (Metric metric : metrics) {
                facts.put(
                        metric.name(),
                        Conventions.columns(metric.name(), metric.higherIsBetter(), metric.conventionValues()));
            }
            requireNames(
                    Stream.of(metrics).map(Metric::name).toList(),
                    facts,
                    "begin with evaluate(network, pairs, psnr()), and evaluate psnr().luma() in a table of its own");
            List<DoubleColumn> values = Stream.of(metrics)
                    .map(metric -> DoubleColumn.create(metric.name()))
                    .toList();
            List<String> problems = measure(values, scale, pairs, predict, metrics);
            List<String> phrases = Stream.of(metrics)
                    .map(metric -> metric.name() + (metric.higherIsBetter() ? " (higher" : " (lower") + " is better): "
                            + metric.conventions())
                    .toList();
            Rows rows = new Rows(network, "×" + scale + ", " + pairs.input());
            return rows.table(pairs.names(), values, phrases, facts, problems);
        }

        /** One picture that a metric cannot judge, or that cannot be read, does not cost the values of the others. */
        private static List<String> measure(
                List<DoubleColumn> values, int scale, Pairs pairs, Function<Pair, Picture> predict, Metric... metrics) {
            List<String> problems = new ArrayList<>();
            List<RuntimeException> failures = new ArrayList<>();
            List<Metric.Opened> opened = new ArrayList<>();
            try {
                Stream.of(metrics).map(Metric::open).forEach(opened::add);
                for (int i = 0; i < pairs.size(); i++) {
                    try {
                        Pair pair = pairs.pair(i, scale);
                        Picture prediction = predict.apply(pair);
                        for (int m = 0; m < metrics.length; m++) {
                            values.get(m).append(opened.get(m).of(prediction, pair.high()));
                        }
                        problems.add(notNumbers(values, i));
                    } catch (IllegalArgumentException | UncheckedIOException e) {
                        failures.add(e);
                        problems.add(String.valueOf(e.getMessage()));
                        // What the metrics before the failing one said stays.
                        for (DoubleColumn column : values) {
                            if (column.size() == i) {
                                column.appendMissing();
                            }
                        }
                    }
                }
            } finally {
                opened.forEach(Metric.Opened::close);
            }
            if (failures.size() == pairs.size()) {
                throw named(pairs.names().get(0), failures.get(0));
            }
            return problems;
        }

        private static String notNumbers(List<DoubleColumn> values, int row) {
            String names = values.stream()
                    .filter(column -> column.isMissing(row))
                    .map(Column::name)
                    .collect(Collectors.joining(", "));
            return names.isEmpty() ? "" : names + " gave NaN";
        }

        private static RuntimeException named(String picture, RuntimeException failure) {
            String said = String.valueOf(failure.getMessage());
            return said.contains(picture)
                    ? failure
                    : new IllegalArgumentException("no picture could be measured; " + picture + ": " + said, failure);
        }

        private Evaluation table(
                List<String> pictures,
                List<DoubleColumn> values,
                List<String> phrases,
                Map<String, Map<String, String>> facts,
                List<String> problems) {
            List<Column<?>> columns = new ArrayList<>();
            columns.add(repeated(NETWORK, network.name(), pictures));
            columns.add(repeated(CHECKPOINT, network.checkpoint(), pictures));
            columns.add(StringColumn.create(PICTURE, pictures));
            columns.addAll(values);
            columns.add(repeated(CONVENTIONS, String.join("; ", phrases), pictures));
            columns.add(repeated(INPUT, input, pictures));
            columns.add(StringColumn.create(PROBLEM, problems));
            facts.values().forEach(each -> each.forEach((name, value) -> columns.add(repeated(name, value, pictures))));
            return new Evaluation(columns);
        }
    }

    /** Without the columns that hold directions and conventions as values, and without problems where there are none. */
    @Override
    public Table abridged() {
        List<String> left = new ArrayList<>(Conventions.facts(this));
        if (containsColumn(PROBLEM) && stringColumn(PROBLEM).isMissing().size() == rowCount()) {
            left.add(PROBLEM);
        }
        return rejectColumns(left.toArray(String[]::new)).setName(name());
    }

    /** Rows that are chosen or sorted are an evaluation still. */
    @Override
    public Evaluation emptyCopy() {
        return emptyCopy(0);
    }

    @Override
    public Evaluation emptyCopy(int rows) {
        return of(super.emptyCopy(rows));
    }

    @Override
    public Evaluation copy() {
        return of(super.copy());
    }

    private Evaluation of(Table table) {
        Evaluation evaluation = new Evaluation(table.columns());
        evaluation.setName(table.name());
        return evaluation;
    }

    @Override
    public String toString() {
        return abridged().toString();
    }

    /**
     * Adds the rows of another evaluation.
     *
     * @throws IllegalArgumentException if it has other metrics, or the same ones by other conventions
     */
    @Override
    public Evaluation append(Relation other) {
        Conventions.requireSame(this, other);
        super.append(other);
        return this;
    }

    /** The same check as {@link #append}: columns are added only to rows that were made alike. */
    @Override
    public Evaluation concat(Table other) {
        Conventions.requireSame(this, other);
        super.concat(other);
        return this;
    }
}
