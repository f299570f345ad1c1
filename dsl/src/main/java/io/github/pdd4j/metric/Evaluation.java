package io.github.pdd4j.metric;

import io.github.pdd4j.data.Pair;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.image.Picture;
import io.github.pdd4j.network.Identity;
import io.github.pdd4j.network.Upscaler;
import io.github.pdd4j.tensor.Torch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
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
public final class Evaluation extends Table {
    static final String NETWORK = "network";
    static final String CHECKPOINT = "checkpoint";
    static final String PICTURE = "picture";
    static final String CONVENTIONS = "conventions";
    static final String INPUT = "input";

    private Evaluation(List<Column<?>> columns) {
        super("evaluation", columns);
    }

    /**
     * What a network or an interpolation makes of the low-resolution pictures; metrics that have networks of their own
     * compute on the device that the upscaler was told.
     */
    public static Evaluation of(Upscaler upscaler, Pairs pairs, Metric... metrics) {
        Rows rows = new Rows(upscaler.identity(), upscaler.scale());
        return Torch.on(upscaler.device(), () -> {
            try (Upscaler.Opened opened = upscaler.open()) {
                return rows.of(pairs, pair -> opened.upscale(pair.low()), metrics);
            }
        });
    }

    /** What some other program made of them. */
    public static Evaluation of(PredictedPictures predicted, Pairs pairs, Metric... metrics) {
        Rows rows = new Rows(new Identity(predicted.source(), "", ""), predicted.scale());
        return rows.of(pairs, predicted::of, metrics);
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

    /** By picture and metric; the metrics' conventions by their names. */
    static Evaluation imported(String network, Map<String, Map<String, Double>> values, Map<String, String> phrases) {
        requireNames(phrases.keySet(), "write the name of each metric in one way");
        List<String> pictures = List.copyOf(values.keySet());
        List<Column<?>> columns = new ArrayList<>();
        columns.add(repeated(NETWORK, network, pictures));
        columns.add(repeated(CHECKPOINT, "", pictures));
        columns.add(StringColumn.create(PICTURE, pictures));
        for (String metric : phrases.keySet()) {
            columns.add(DoubleColumn.create(
                    metric, values.values().stream().map(row -> row.get(metric)).toArray(Double[]::new)));
        }
        columns.add(repeated(CONVENTIONS, String.join("; ", phrases.values()), pictures));
        columns.add(repeated(INPUT, "pictures as scored", pictures));
        return new Evaluation(columns);
    }

    /** A table tells its columns apart without regard to capitals. */
    private static void requireNames(Collection<String> metrics, String next) {
        Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        taken.addAll(List.of(NETWORK, CHECKPOINT, PICTURE, CONVENTIONS, INPUT));
        if (metrics.isEmpty() || !metrics.stream().allMatch(taken::add)) {
            throw new IllegalArgumentException(
                    "an evaluation must have at least one metric, each of another name than its other columns, got %s: %s"
                            .formatted(metrics, next));
        }
    }

    private static StringColumn repeated(String name, String value, List<String> pictures) {
        return StringColumn.create(name, pictures.stream().map(any -> value).toList());
    }

    /** Whose rows they are, and how much larger the predictions are. */
    private record Rows(Identity network, int scale) {
        Evaluation of(Pairs pairs, Function<Pair, Picture> predict, Metric... metrics) {
            requireNames(
                    Stream.of(metrics).map(Metric::name).toList(),
                    "begin with evaluate(network, pairs, psnr()), and evaluate psnr().luma() in a table of its own");
            List<DoubleColumn> values = values(pairs, predict, metrics);
            List<Column<?>> columns = new ArrayList<>();
            columns.add(repeated(NETWORK, network.name(), pairs.names()));
            columns.add(repeated(CHECKPOINT, network.checkpoint(), pairs.names()));
            columns.add(StringColumn.create(PICTURE, pairs.names()));
            columns.addAll(values);
            columns.add(repeated(CONVENTIONS, conventions(metrics), pairs.names()));
            columns.add(repeated(INPUT, "×%d, %s".formatted(scale, pairs.input()), pairs.names()));
            return new Evaluation(columns);
        }

        private List<DoubleColumn> values(Pairs pairs, Function<Pair, Picture> predict, Metric... metrics) {
            List<DoubleColumn> values = Stream.of(metrics)
                    .map(metric -> DoubleColumn.create(metric.name()))
                    .toList();
            List<Metric.Opened> opened = new ArrayList<>();
            try {
                Stream.of(metrics).map(Metric::open).forEach(opened::add);
                for (int i = 0; i < pairs.size(); i++) {
                    Pair pair = pairs.pair(i, scale);
                    Picture prediction = predict.apply(pair);
                    for (int m = 0; m < metrics.length; m++) {
                        double value = opened.get(m).of(prediction, pair.high());
                        values.get(m).append(aNumber(value, metrics[m], pair));
                    }
                }
                return values;
            } finally {
                opened.forEach(Metric.Opened::close);
            }
        }

        /** Infinite is the PSNR of equal pictures; what is not a number would be a hole that means the same as any other. */
        private static double aNumber(double value, Metric metric, Pair pair) {
            if (Double.isNaN(value)) {
                throw new IllegalArgumentException("values of a metric must be numbers, got NaN of " + metric.name()
                        + " for picture " + pair.name() + ": look at the prediction, or at the metric's own code");
            }
            return value;
        }

        private static String conventions(Metric... metrics) {
            return List.of(metrics).stream().map(Conventions::phrase).collect(Collectors.joining("; "));
        }
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
