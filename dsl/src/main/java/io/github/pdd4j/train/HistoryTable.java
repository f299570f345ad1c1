package io.github.pdd4j.train;

import io.github.pdd4j.sentence.HistoryColumns;
import io.github.pdd4j.sentence.Iteration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The history of a training as a table. */
public final class HistoryTable {
    private HistoryTable() {}

    /** One row per iteration; a value that an iteration does not have is NaN. */
    public static Table of(List<Iteration> rows) {
        Table table = Table.create("history")
                .addColumns(IntColumn.create(
                        HistoryColumns.ITERATION,
                        rows.stream().mapToInt(Iteration::number).toArray()));
        columns(rows, Iteration::terms).forEach((name, values) -> table.addColumns(DoubleColumn.create(name, values)));
        table.addColumns(column(HistoryColumns.TOTAL, rows, Iteration::total));
        columns(rows, Iteration::watched)
                .forEach((name, values) -> table.addColumns(DoubleColumn.create(name, values)));
        if (rows.stream().anyMatch(row -> !row.skipped().isEmpty())) {
            table.addColumns(
                    StringColumn.create(HistoryColumns.SKIPPED, rows.stream().map(Iteration::skipped)));
        }
        return table.addColumns(column(HistoryColumns.SECONDS, rows, Iteration::seconds));
    }

    private static DoubleColumn column(String name, List<Iteration> rows, ToDoubleFunction<Iteration> value) {
        return DoubleColumn.create(name, rows.stream().mapToDouble(value).toArray());
    }

    /** The values of each name in any iteration; NaN where an iteration lacks it. */
    public static Map<String, double[]> columns(List<Iteration> rows, Function<Iteration, Map<String, Double>> part) {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(part.apply(row).keySet()));
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (String name : names) {
            columns.put(
                    name,
                    rows.stream()
                            .mapToDouble(row -> part.apply(row).getOrDefault(name, Double.NaN))
                            .toArray());
        }
        return columns;
    }
}
