package io.github.pdd4j.runs;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.github.pdd4j.io.AtomicFile;
import io.github.pdd4j.sentence.Iteration;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The history file of a run: one JSON object per line, readable by {@code pandas.read_json(..., lines=True)}. */
final class HistoryFile {
    private static final Gson JSON =
            new GsonBuilder().serializeSpecialFloatingPointValues().create();

    private HistoryFile() {}

    static void write(List<Iteration> rows, Path file) {
        AtomicFile.write(file, out -> {
            Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            for (Iteration row : rows) {
                text.append(JSON.toJson(row)).append('\n');
            }
            text.flush();
        });
    }

    static List<Iteration> read(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(line -> JSON.fromJson(line, Iteration.class)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "history of a run must be readable, got " + file + ": check its" + " permissions", e);
        }
    }
}
