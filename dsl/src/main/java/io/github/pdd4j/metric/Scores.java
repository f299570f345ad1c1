package io.github.pdd4j.metric;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/** Reads scores that another program computed; every row is checked before one is used. */
final class Scores {
    private static final List<String> COLUMNS = List.of("file", "metric", "value");

    /** Metrics whose direction is known where a file does not say it. */
    private static final Map<String, String> BETTER = Map.ofEntries(
            Map.entry("psnr", "higher"),
            Map.entry("ssim", "higher"),
            Map.entry("nrqm", "higher"),
            Map.entry("musiq", "higher"),
            Map.entry("clipiqa", "higher"),
            Map.entry("lpips", "lower"),
            Map.entry("niqe", "lower"),
            Map.entry("brisque", "lower"),
            Map.entry("piqe", "lower"));

    private final Path file;
    private final Map<String, Map<String, Double>> values = new LinkedHashMap<>();
    private final Map<String, String> phrases = new LinkedHashMap<>();

    private Scores(Path file) {
        this.file = file;
    }

    static Evaluation of(Path file, String network) {
        Scores scores = new Scores(file);
        scores.table().forEach(scores::add);
        return Evaluation.imported(network, scores.complete(), scores.phrases);
    }

    private Table table() {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "scores need a CSV file, got nothing at " + file + ": write one with ./pdd scores FOLDER");
        }
        Table table = Table.read()
                .usingOptions(CsvReadOptions.builder(file.toFile())
                        .columnTypes(name -> ColumnType.STRING)
                        .missingValueIndicator("")
                        .build());
        if (!table.columnNames().containsAll(COLUMNS) || table.isEmpty()) {
            throw new IllegalArgumentException("scores in %s must have rows of file, metric and value, got %d of %s: %s"
                    .formatted(file, table.rowCount(), table.columnNames(), "begin the file with file,metric,value"));
        }
        return table;
    }

    private void add(Row row) {
        String metric = row.getString("metric");
        String picture = row.getString("file").replaceFirst("\\.[^.]+$", "");
        phrases.putIfAbsent(metric, phrase(row, metric));
        Map<String, Double> ofPicture = values.computeIfAbsent(picture, any -> new LinkedHashMap<>());
        if (ofPicture.put(metric, value(row)) != null) {
            throw new IllegalArgumentException(
                    "scores in %s must have each picture once for a metric, got %s twice for %s: %s"
                            .formatted(file, picture, metric, "keep the rows of one network in a file"));
        }
    }

    private double value(Row row) {
        try {
            double value = Double.parseDouble(row.getString("value"));
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told like every other value that cannot be compared.
        }
        throw new IllegalArgumentException("scores in %s must be finite numbers, got %s in line %d: remove the line"
                .formatted(file, row.getString("value"), row.getRowNumber() + 2));
    }

    private String phrase(Row row, String metric) {
        String better = text(row, "better", BETTER.getOrDefault(metric.toLowerCase(Locale.ROOT), ""));
        if (!better.equals("higher") && !better.equals("lower")) {
            throw new IllegalArgumentException(
                    "scores in %s must say whether higher or lower is better, got '%s' for %s: %s"
                            .formatted(file, better, metric, "add a column better"));
        }
        return "%s (%s is better): by %s"
                .formatted(metric, better, text(row, "source", String.valueOf(file.getFileName())));
    }

    private static String text(Row row, String column, String otherwise) {
        return row.columnNames().contains(column) && !row.isMissing(column) ? row.getString(column) : otherwise;
    }

    /** Every picture has a value of every metric, or means over different pictures would stand side by side. */
    private Map<String, Map<String, Double>> complete() {
        values.forEach((picture, found) -> {
            if (found.size() < phrases.size()) {
                TreeSet<String> missing = new TreeSet<>(phrases.keySet());
                missing.removeAll(found.keySet());
                throw new IllegalArgumentException(
                        "scores in %s must have every metric for every picture, got none of %s for %s: %s"
                                .formatted(file, missing, picture, "score that picture again or remove its lines"));
            }
        });
        return values;
    }
}
