package io.github.pdd4j.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * The columns of a table of scores, and the checks that two tables are comparable.
 *
 * <p>Next to the column of a metric, {@code PSNR}, there is one for its direction, {@code PSNR better}, and one for
 * each convention, {@code PSNR border}. Every column that is neither a metric nor one of {@link #OWN} is a convention:
 * it has one value, which must be the same in both tables. Names and display texts are never parsed.
 */
final class ScoreColumns {
    static final String NETWORK = "network";
    static final String CHECKPOINT = "checkpoint";
    static final String IMAGE = "image";
    static final String CONVENTIONS = "conventions";
    static final String INPUT = "input";
    static final String PROBLEM = "problem";

    /** The scale factor of the networks. With {@link #INPUT_FACTS} it is compared in place of {@link #INPUT}. */
    static final String SCALE = "input scale";

    /** How the input was made: facts as compact JSON. */
    static final String INPUT_FACTS = "input facts";

    /** The columns other than metrics and their conventions. */
    static final List<String> OWN =
            List.of(NETWORK, CHECKPOINT, IMAGE, CONVENTIONS, INPUT, PROBLEM, SCALE, INPUT_FACTS);

    private static final String BETTER = "better";
    private static final String HIGHER = "higher";
    private static final String LOWER = "lower";

    private ScoreColumns() {}

    /** Direction and conventions of a metric, by column name. */
    static Map<String, String> facts(String metric, boolean higherIsBetter, Map<String, String> conventions) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put(column(metric, BETTER), direction(higherIsBetter));
        conventions.forEach((name, value) -> columns.put(column(metric, name), value));
        return columns;
    }

    static String direction(boolean higherIsBetter) {
        return higherIsBetter ? HIGHER : LOWER;
    }

    private static String column(String metric, String name) {
        return metric + " " + name;
    }

    /** The metrics of a table in column order: numeric columns with a direction column. */
    static List<String> metrics(Table table) {
        List<String> names = table.columnNames();
        return table.columns().stream()
                .filter(column -> column instanceof NumericColumn<?>)
                .map(Column::name)
                .filter(name -> names.contains(column(name, BETTER)))
                .toList();
    }

    /** Whether a larger value of this metric is better. */
    static boolean higherIsBetter(Table table, String metric) {
        return HIGHER.equals(value(table, column(metric, BETTER)));
    }

    /** Directions and conventions of all metrics, by column name. */
    private static Map<String, String> facts(Table table) {
        List<String> others = new ArrayList<>(table.columnNames());
        others.removeAll(OWN);
        others.removeAll(metrics(table));
        Map<String, String> facts = new LinkedHashMap<>();
        others.forEach(column -> facts.put(column, value(table, column)));
        return facts;
    }

    /**
     * Checks that two tables come from evaluations with the same metrics, conventions and input.
     *
     * @throws IllegalArgumentException if they do not
     */
    static void requireSame(Table a, Table b) {
        requireEvaluation("A", a);
        requireEvaluation("B", b);
        requireSameMetrics(metrics(a), metrics(b));
        if (a.rowCount() > 0 && b.rowCount() > 0) {
            requireSameFacts(facts(a), facts(b));
            requireSameInput(input(a), input(b));
        }
    }

    static void requireSameMetrics(List<String> ours, List<String> theirs) {
        if (!ours.equals(theirs)) {
            throw new IllegalArgumentException("evaluations must have the same metrics to be combined, got " + theirs
                    + " beside " + ours + ": evaluate both with the same metrics");
        }
    }

    /** A convention that only one side has counts as empty on the other. */
    static void requireSameFacts(Map<String, String> ours, Map<String, String> theirs) {
        Set<String> columns = new LinkedHashSet<>(ours.keySet());
        columns.addAll(theirs.keySet());
        List<String> different = columns.stream()
                .filter(column -> !ours.getOrDefault(column, "").equals(theirs.getOrDefault(column, "")))
                .map(column -> column + " " + text(theirs, column) + " beside " + text(ours, column))
                .toList();
        if (!different.isEmpty()) {
            throw new IllegalArgumentException("evaluations must share their conventions to be combined, got "
                    + String.join(", ", different) + ": evaluate both with the same metrics, such as pddProtocol()");
        }
    }

    private static String text(Map<String, String> facts, String column) {
        String value = facts.getOrDefault(column, "");
        return value.isEmpty() ? "none" : value;
    }

    /**
     * The input of the networks.
     *
     * @param text for display
     * @param scale downscaling factor relative to the ground truth
     * @param facts how it was made, as compact JSON
     */
    record Input(String text, String scale, String facts) {}

    private static Input input(Table table) {
        return new Input(
                String.valueOf(table.column(INPUT).getString(0)), value(table, SCALE), value(table, INPUT_FACTS));
    }

    static void requireSameInput(Input ours, Input theirs) {
        if (!ours.scale.equals(theirs.scale) || !ours.facts.equals(theirs.facts)) {
            throw new IllegalArgumentException("evaluations must share their input to be combined, got " + theirs.text
                    + " beside " + ours.text + ": make the input of both alike, such as by downscaledBy(bicubic())");
        }
    }

    /**
     * The common value of a column. Missing values count as empty, and values are stripped, since CSV does not
     * preserve surrounding blanks.
     */
    private static String value(Table table, String column) {
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
                    + ": choose the rows of one with where(...), or remove a column that you added");
        }
        return String.join("", values);
    }

    private static void requireEvaluation(String name, Table table) {
        boolean complete = table.columnNames().containsAll(List.of(NETWORK, IMAGE, INPUT, SCALE, INPUT_FACTS));
        if (!complete || metrics(table).isEmpty()) {
            throw new IllegalArgumentException("table " + name + " must come from evaluate(...), got columns "
                    + table.columnNames() + ": evaluate the network, or predictions(folder, 4)");
        }
    }
}
