package io.github.pdd4j.log;

import io.github.pdd4j.io.AtomicFile;
import io.github.pdd4j.sentence.HistoryColumns;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.Listener;
import io.github.pdd4j.sentence.TrainingState;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * Writes a line of text for each iteration. The file is that of one run: when a run begins or goes on, it is written
 * anew from the history, so that no line of iterations that were lost is left in it.
 */
abstract class LineLog implements Listener {
    private final String word;
    private final String start;
    private final Path file;
    private boolean isOpen;

    /**
     * Checks the file.
     *
     * @param word name of the log in error messages
     * @param start what each of its files begins with, by which an earlier one is told from a file of the user's
     * @param file the file; its folder is created when it is missing
     * @throws IllegalArgumentException if there is a file with other content
     */
    LineLog(String word, String start, Path file) {
        this.word = word;
        this.start = start;
        this.file = file;
        requireOwn();
    }

    /** Returns what is written before the first line, given all values so far. */
    abstract String head(Table history);

    /** Returns the line of an iteration, with its end. */
    abstract String line(Map<String, Object> values);

    /** Whether the file has no place for a value of this name, so that it must be written anew. */
    abstract boolean isNew(String name);

    @Override
    public final void iteration(TrainingState done) {
        Map<String, Object> values = values(done.iteration());
        if (!isOpen || values.keySet().stream().anyMatch(this::isNew)) {
            rewrite(done.history());
            isOpen = true;
        } else {
            append(line(values));
        }
    }

    @Override
    public final void end(End end) {
        isOpen = false;
    }

    /** The values of an iteration in the order of the history's columns; an empty reason is left out. */
    private static Map<String, Object> values(Iteration row) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(HistoryColumns.ITERATION, row.number());
        values.putAll(row.terms());
        values.put(HistoryColumns.TOTAL, row.total());
        values.putAll(row.watched());
        if (!row.skipped().isEmpty()) {
            values.put(HistoryColumns.SKIPPED, row.skipped());
        }
        values.put(HistoryColumns.SECONDS, row.seconds());
        return values;
    }

    private void rewrite(Table history) {
        requireOwn();
        String head = head(history);
        try {
            Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
        } catch (IOException e) {
            throw AtomicFile.failure(file, e);
        }
        AtomicFile.write(file, out -> {
            out.write(head.getBytes(StandardCharsets.UTF_8));
            for (Row row : history) {
                Map<String, Object> values = new LinkedHashMap<>();
                for (String name : row.columnNames()) {
                    Object value = row.getObject(name);
                    // What is no number is missing to a table.
                    if (value != null && !value.equals("")) {
                        values.put(name, value);
                    }
                }
                out.write(line(values).getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /** By a stream that an interrupt does not close, unlike those of {@link Files}. */
    private void append(String line) {
        try (OutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw AtomicFile.failure(file, e);
        }
    }

    private void requireOwn() {
        String found = beginning();
        if (found != null && !found.startsWith(start)) {
            throw new IllegalArgumentException(
                    word + " must write a new file or one of an earlier run, got " + file + ", "
                            + (found.isEmpty() ? "which is no such file" : "which begins with other text")
                            + ": choose another name");
        }
    }

    /** What the file begins with; null if there is none, or an empty one. */
    private @Nullable String beginning() {
        if (!Files.exists(file)) {
            return null;
        }
        if (!Files.isRegularFile(file)) {
            return "";
        }
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            char[] first = new char[start.length()];
            int length = in.read(first);
            return length < 0 ? null : new String(first, 0, length);
        } catch (IOException e) {
            throw AtomicFile.failure(file, e);
        }
    }
}
