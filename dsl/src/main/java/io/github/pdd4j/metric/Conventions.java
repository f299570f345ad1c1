package io.github.pdd4j.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.table.Relation;

/**
 * The conventions of measures as values, the columns that hold them, and when rows made by them may stand in one table.
 *
 * <p>Beside the column of a metric, {@code PSNR}, there is one for its direction, {@code PSNR better}, and one for each
 * of its conventions, {@code PSNR border}: those are compared, and the text for people is made from them.
 */
final class Conventions {
    static final String LUMA = "Y of YCbCr (BT.601)";

    private static final String BETTER = "better";
    private static final String HIGHER = "higher";
    private static final String LOWER = "lower";

    /** Conventions whose value alone says what it is. */
    private static final Set<String> SPOKEN_BY_VALUE =
            Set.of("unit", "color", "range", "window", "variant", "features", "checkpoint", "source", "conventions");

    private final Map<String, String> values = new LinkedHashMap<>();

    private Conventions() {}

    static Conventions of(String name, String value) {
        return new Conventions().and(name, value);
    }

    static Conventions of(int border, boolean onLuma, boolean rounded) {
        return new Conventions().and(border, onLuma, rounded);
    }

    Conventions and(String name, String value) {
        values.put(name, value);
        return this;
    }

    /** What measures of pixels depend on. */
    Conventions and(int border, boolean onLuma, boolean rounded) {
        return and("color", onLuma ? LUMA : "RGB")
                .and("border", String.valueOf(border))
                .and("range", "0 … 255 " + (rounded ? "in 8 bits" : "unrounded"));
    }

    Map<String, String> values() {
        return Collections.unmodifiableMap(values);
    }

    /** For people. */
    static String text(Map<String, String> values) {
        return values.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> SPOKEN_BY_VALUE.contains(entry.getKey())
                        ? entry.getValue()
                        : entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Direction and conventions of a metric, by the names of the columns that hold them. */
    static Map<String, String> columns(String metric, boolean higherIsBetter, Map<String, String> values) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put(column(metric, BETTER), higherIsBetter ? HIGHER : LOWER);
        values.forEach((name, value) -> columns.put(column(metric, name), value));
        return columns;
    }

    private static String column(String metric, String name) {
        return metric + " " + name;
    }

    static String phrase(String metric, boolean higherIsBetter, Map<String, String> values) {
        return metric + " (" + (higherIsBetter ? HIGHER : LOWER) + " is better): " + text(values);
    }

    /** The metrics of a table, in its order: numbers beside whose column another says the direction. */
    static List<String> metrics(Relation table) {
        List<String> names = table.columnNames();
        return table.columns().stream()
                .filter(column -> column instanceof NumericColumn<?>)
                .map(Column::name)
                .filter(name -> names.contains(column(name, BETTER)))
                .toList();
    }

    /** The columns that hold directions and conventions. */
    static List<String> facts(Relation table) {
        List<String> metrics = metrics(table);
        return table.columnNames().stream()
                .filter(name -> owner(name, metrics) != null)
                .toList();
    }

    /** Whose direction or convention a column holds: of {@code error} and {@code error map} that of the longer name. */
    private static @Nullable String owner(String column, List<String> metrics) {
        String owner = null;
        for (String metric : metrics) {
            if (column.startsWith(metric + " ") && (owner == null || metric.length() > owner.length())) {
                owner = metric;
            }
        }
        return metrics.contains(column) ? null : owner;
    }

    /** Whether a larger value of this column is better, as its table says. */
    static boolean higherIsBetter(Relation table, String metric) {
        return HIGHER.equals(value(table, column(metric, BETTER)));
    }

    static void requireSame(Relation a, Relation b) {
        if (!measured(b).equals(measured(a))) {
            throw new IllegalArgumentException("evaluations must have the same columns to stand in one table, got "
                    + measured(b) + " beside " + measured(a) + ": evaluate both with the same metrics");
        }
        if (a.rowCount() == 0 || b.rowCount() == 0) {
            return;
        }
        for (String metric : metrics(a)) {
            Map<String, String> ours = valuesOf(a, metric);
            Map<String, String> theirs = valuesOf(b, metric);
            if (!ours.equals(theirs)) {
                throw different(
                        Evaluation.CONVENTIONS,
                        phrase(b, metric, theirs),
                        phrase(a, metric, ours),
                        "evaluate both with the same metrics, such as pdd()");
            }
        }
        String ours = value(a, Evaluation.INPUT);
        String theirs = value(b, Evaluation.INPUT);
        if (!ours.equals(theirs)) {
            throw different(
                    Evaluation.INPUT, theirs, ours, "make the input of both alike, such as by downscaledBy(bicubic())");
        }
    }

    /** What tables must share: not the names of conventions, whose values are compared one by one. */
    private static List<String> measured(Relation table) {
        List<String> names = new ArrayList<>(table.columnNames());
        names.removeAll(facts(table));
        return names;
    }

    /** Direction and conventions of a metric without those that say nothing. */
    private static Map<String, String> valuesOf(Relation table, String metric) {
        List<String> metrics = metrics(table);
        Map<String, String> values = new LinkedHashMap<>();
        for (String column : table.columnNames()) {
            String value = metric.equals(owner(column, metrics)) ? value(table, column) : "";
            if (!value.isEmpty()) {
                values.put(column.substring(metric.length() + 1), value);
            }
        }
        return values;
    }

    private static String phrase(Relation table, String metric, Map<String, String> values) {
        Map<String, String> spoken = new LinkedHashMap<>(values);
        spoken.remove(BETTER);
        return phrase(metric, higherIsBetter(table, metric), spoken);
    }

    private static IllegalArgumentException different(String what, String theirs, String ours, String next) {
        return new IllegalArgumentException("evaluations must share their " + what + " to stand in one table, got "
                + theirs + " beside " + ours + ": " + next);
    }

    /** What every row says; a missing value is empty, and blanks at its ends do not count, for a CSV file loses them. */
    private static String value(Relation table, String column) {
        Column<?> held = table.column(column);
        Set<String> values = new TreeSet<>();
        for (int row = 0; row < held.size(); row++) {
            values.add(
                    held.isMissing(row)
                            ? ""
                            : Objects.requireNonNull(held.getString(row)).strip());
        }
        if (values.size() > 1) {
            throw new IllegalArgumentException("rows of one table must share their " + column + ", got " + values
                    + ": choose the rows of one with where(...)");
        }
        return String.join("", values);
    }

    /** Checks that a table came from an evaluation. */
    static void requireEvaluation(String name, Table table) {
        boolean complete = table.columnNames().containsAll(List.of(Evaluation.PICTURE, Evaluation.INPUT));
        if (!complete || metrics(table).isEmpty()) {
            throw new IllegalArgumentException("table " + name + " must come from evaluate(...), got columns "
                    + table.columnNames() + ": evaluate the network, or predictions(folder, 4)");
        }
    }
}
