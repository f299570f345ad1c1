package io.github.pdd4j.view;

import io.github.pdd4j.api.Internal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Renders Tablesaw tables as static HTML; text is escaped, numbers are rounded to four significant digits and
 * right-aligned.
 *
 * <pre>{@code
 * Table table = Table.create("Two runs").addColumns(
 *     StringColumn.create("method", "PDD", "ND"), DoubleColumn.create("PSNR [dB]", 23.45, 23.34));
 * System.out.println(Tables.html(table).html());
 * }</pre>
 */
@Internal
public final class Tables {
    /** The maximum number of rows shown; the number of omitted rows follows in a last line. */
    public static final int MAX_ROWS = 40;

    private static final int LONG_TEXT = 40;
    private static final String CELL = "padding:3px 10px;border-bottom:1px solid #e4e4e4;";

    private Tables() {}

    /**
     * Renders up to {@link #MAX_ROWS} rows, the table name as caption and the number of omitted rows: the first rows of a
     * longer table and its last ones. A column with the same long text in every row is shown once, below the table, and
     * columns without values are only named there.
     *
     * @param table the table
     * @return the HTML fragment with the table's plain text
     */
    public static Html html(Table table) {
        return html(table, MAX_ROWS);
    }

    /**
     * Renders a table as {@link #html(Table)} does, up to another number of rows.
     *
     * @param table the table
     * @param maxRows maximum number of rows shown, at least 1
     * @return the HTML fragment with the table's plain text
     */
    public static Html html(Table table, int maxRows) {
        List<Column<?>> repeated =
                table.columns().stream().filter(Tables::repeats).toList();
        List<Column<?>> empty = table.rowCount() < 2
                ? List.of()
                : table.columns().stream()
                        .filter(column -> column.countMissing() == column.size())
                        .toList();
        Column<?>[] left = Stream.concat(repeated.stream(), empty.stream()).toArray(Column<?>[]::new);
        // A table of which nothing is left says more with its empty columns.
        boolean hides = left.length > 0 && left.length < table.columnCount();
        Table shown = hides ? table.rejectColumns(left).setName(table.name()) : table;
        String notes = !hides
                ? ""
                : repeated.stream().map(Tables::note).collect(Collectors.joining())
                        + (empty.isEmpty() ? "" : note("without values", names(empty)));
        return new Html(text(table, maxRows), drawn(shown, maxRows) + notes);
    }

    private static boolean repeats(Column<?> column) {
        return column instanceof StringColumn texts
                && texts.size() > 1
                && texts.get(0).length() > LONG_TEXT
                && texts.countUnique() == 1;
    }

    private static String names(List<Column<?>> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    private static String note(Column<?> column) {
        return note(column.name(), column.getString(0));
    }

    private static String note(String name, String text) {
        return "<div style=\"font-size:12px;opacity:0.75;padding:4px 10px;max-width:60em\">" + Html.escape(name) + ": "
                + Html.escape(text) + "</div>";
    }

    private static String drawn(Table table, int maxRows) {
        int rows = Math.min(table.rowCount(), maxRows);
        String head = table.columns().stream().map(Tables::header).collect(Collectors.joining());
        int last = table.rowCount() > maxRows ? maxRows / 4 : 0;
        String body = rows(table, 0, rows - last)
                + left(table, maxRows)
                + rows(table, table.rowCount() - last, table.rowCount());
        return "<table style=\"border-collapse:collapse;font-size:13px\">" + caption(table) + "<thead><tr>" + head
                + "</tr></thead><tbody>" + body + "</tbody></table>";
    }

    private static String rows(Table table, int from, int to) {
        return IntStream.range(from, to).mapToObj(row -> row(table, row)).collect(Collectors.joining());
    }

    private static String text(Table table, int maxRows) {
        return table.rowCount() > maxRows
                ? table.first(maxRows) + "\n… " + (table.rowCount() - maxRows) + " more"
                : table.toString();
    }

    private static String caption(Table table) {
        String name = table.name();
        return name == null || name.isEmpty()
                ? ""
                : "<caption style=\"text-align:left;font-weight:bold;padding:4px 10px\">" + breakable(name)
                        + "</caption>";
    }

    /** Allows line breaks in paths, which browsers otherwise do not break. */
    private static String breakable(String name) {
        return Html.escape(name).replaceAll("[/\\\\]", "$0<wbr>");
    }

    private static String header(Column<?> column) {
        return "<th style=\"" + CELL + "border-bottom:1px solid #888;" + align(column) + "\">"
                + Html.escape(column.name()) + "</th>";
    }

    private static String row(Table table, int row) {
        return table.columns().stream()
                .map(column ->
                        "<td style=\"" + CELL + align(column) + "\">" + Html.escape(value(column, row)) + "</td>")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    private static String left(Table table, int maxRows) {
        int more = table.rowCount() - maxRows;
        return more <= 0
                ? ""
                : "<tr><td colspan=\"" + table.columnCount() + "\" style=\"" + CELL + "\">… " + more
                        + " more</td></tr>";
    }

    private static String value(Column<?> column, int row) {
        if (column.isMissing(row)) {
            return "";
        }
        return column instanceof NumericColumn<?> numbers
                ? Numbers.shortly(numbers.getDouble(row))
                : column.getString(row);
    }

    private static String align(Column<?> column) {
        return column instanceof NumericColumn<?>
                ? "text-align:right;font-variant-numeric:tabular-nums"
                : "text-align:left";
    }
}
