package io.github.pdd4j.metric;

import java.util.Arrays;
import java.util.List;
import tech.tablesaw.api.Table;
import tech.tablesaw.table.Relation;

/** How the conventions of measures read, and when rows made by them may stand in one table. */
final class Conventions {
    private static final String HIGHER = " (higher is better): ";
    private static final String LOWER = " (lower is better): ";

    private Conventions() {}

    static String of(int border, boolean onLuma, boolean rounded) {
        return "%s, border %d, 0 … 255 %s"
                .formatted(onLuma ? "Y of YCbCr (BT.601)" : "RGB", border, rounded ? "in 8 bits" : "unrounded");
    }

    static String phrase(Metric metric) {
        return metric.name() + (metric.higherIsBetter() ? HIGHER : LOWER) + metric.conventions();
    }

    /** Whether a larger value of this column is better, as its table says. */
    static boolean higherIsBetter(Relation table, String metric) {
        return first(table, Evaluation.CONVENTIONS).contains(metric + HIGHER);
    }

    static void requireSame(Relation a, Relation b) {
        if (!b.columnNames().equals(a.columnNames())) {
            throw new IllegalArgumentException(
                    "evaluations must have the same columns to stand in one table, got %s beside %s: evaluate both with the same metrics"
                            .formatted(b.columnNames(), a.columnNames()));
        }
        require(a, b, Evaluation.CONVENTIONS, "evaluate both with the same metrics, such as pdd()");
        require(a, b, Evaluation.INPUT, "make the input of both alike, such as by downscaledBy(bicubic())");
    }

    private static void require(Relation a, Relation b, String column, String next) {
        List<String> ours = parts(a, column);
        List<String> theirs = parts(b, column);
        if (!theirs.equals(ours)) {
            int at = 0;
            while (at < Math.min(ours.size(), theirs.size()) && ours.get(at).equals(theirs.get(at))) {
                at++;
            }
            throw new IllegalArgumentException(
                    "evaluations must share their %s to stand in one table, got %s beside %s: %s"
                            .formatted(column, part(theirs, at), part(ours, at), next));
        }
    }

    private static String part(List<String> parts, int at) {
        return at < parts.size() ? parts.get(at) : "nothing";
    }

    private static List<String> parts(Relation table, String column) {
        return Arrays.asList(first(table, column).split("; ", -1));
    }

    private static String first(Relation table, String column) {
        return table.rowCount() == 0 ? "" : table.stringColumn(column).get(0);
    }

    /** Checks that a table came from an evaluation. */
    static void requireEvaluation(String name, Table table) {
        if (!table.columnNames().containsAll(List.of(Evaluation.PICTURE, Evaluation.CONVENTIONS, Evaluation.INPUT))) {
            throw new IllegalArgumentException(
                    "table %s must come from evaluate(...), got columns %s: evaluate the network, or predictions(folder, 4)"
                            .formatted(name, table.columnNames()));
        }
    }
}
