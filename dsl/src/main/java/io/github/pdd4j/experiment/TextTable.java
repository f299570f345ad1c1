package io.github.pdd4j.experiment;

import io.github.pdd4j.view.Numbers;
import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Tables as aligned text with rounded numbers, all rows of them. */
final class TextTable {
    private TextTable() {}

    static String of(Table table) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(table.columnNames());
        for (int row = 0; row < table.rowCount(); row++) {
            int at = row;
            rows.add(table.columns().stream().map(column -> text(column, at)).toList());
        }
        return of(rows);
    }

    /** The text of a cell with a rounded number; empty where a value is missing. */
    static String text(Column<?> column, int row) {
        if (column.isMissing(row)) {
            return "";
        }
        return column instanceof NumericColumn<?> numbers
                ? Numbers.shortly(numbers.getDouble(row))
                : column.getString(row);
    }

    /** The first row is the header. */
    static String of(List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = rows.stream()
                        .mapToInt(each -> each.get(at).length())
                        .max()
                        .orElse(0);
                line.append(row.get(column))
                        .append(" ".repeat(width - row.get(column).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString().stripTrailing();
    }
}
