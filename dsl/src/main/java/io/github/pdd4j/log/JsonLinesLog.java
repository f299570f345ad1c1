package io.github.pdd4j.log;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.github.pdd4j.sentence.HistoryColumns;
import java.nio.file.Path;
import java.util.Map;
import tech.tablesaw.api.Table;

/**
 * JSON lines: an object for each iteration, with the names of the history's columns. A value that an iteration does not
 * have is left out. JSON has no infinite numbers: one is the text {@code "Infinity"} or {@code "-Infinity"}; one that is
 * no number is left out, and {@code skipped} has the reason of the step that was not made.
 */
public final class JsonLinesLog extends LineLog {
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    /**
     * Writes into a file.
     *
     * @param file the file; a log of an earlier run in it is replaced
     * @throws IllegalArgumentException if there is a file that is no such log
     */
    public JsonLinesLog(Path file) {
        super("jsonLog(...)", "{\"" + HistoryColumns.ITERATION + "\":", file);
    }

    @Override
    String head(Table history) {
        return "";
    }

    @Override
    boolean isNew(String name) {
        return false;
    }

    @Override
    String line(Map<String, Object> values) {
        JsonObject object = new JsonObject();
        values.forEach((name, value) -> {
            if (value instanceof Double number && number.isInfinite()) {
                object.addProperty(name, number.toString());
            } else if (value instanceof Double number && !number.isNaN()) {
                object.addProperty(name, number);
            } else if (value instanceof Integer number) {
                object.addProperty(name, number);
            } else if (value instanceof String text) {
                object.addProperty(name, text);
            }
        });
        return JSON.toJson(object) + "\n";
    }
}
