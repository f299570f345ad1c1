package io.github.pdd4j.log;

import io.github.pdd4j.sentence.HistoryColumns;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * Comma-separated values (RFC 4180) with the columns of the history. A value that an iteration does not have, or that is
 * no number, is an empty cell; the reason of a step that was not made is in the column {@code skipped}.
 */
public final class CsvLog extends LineLog {
    private List<String> columns = List.of();

    /**
     * Writes into a file.
     *
     * @param file the file; a log of an earlier run in it is replaced
     * @throws IllegalArgumentException if there is a file that is no such log
     */
    public CsvLog(Path file) {
        super("csvLog(...)", HistoryColumns.ITERATION + ",", file);
    }

    @Override
    String head(Table history) {
        columns = history.columnNames();
        return columns.stream().map(CsvLog::quoted).collect(Collectors.joining(",", "", "\r\n"));
    }

    @Override
    boolean isNew(String name) {
        return !columns.contains(name);
    }

    @Override
    String line(Map<String, Object> values) {
        return columns.stream().map(name -> cell(values.get(name))).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(@Nullable Object value) {
        return value == null || value.equals(Double.NaN) ? "" : quoted(value.toString());
    }

    private static String quoted(String text) {
        boolean needed = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return needed ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }
}
