package io.github.pdd4j.metric;

import io.github.pdd4j.data.Images;
import io.github.pdd4j.io.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/** Reads scores computed by another program; all rows are checked before any is used. */
final class ScoresCsv {
    private static final List<String> COLUMNS = List.of("file", "metric", "value");

    /** Known directions, for files without a column {@code better}. */
    private static final Map<String, Boolean> HIGHER_IS_BETTER = Map.ofEntries(
            Map.entry("psnr", true),
            Map.entry("ssim", true),
            Map.entry("nrqm", true),
            Map.entry("musiq", true),
            Map.entry("clipiqa", true),
            Map.entry("lpips", false),
            Map.entry("niqe", false),
            Map.entry("brisque", false),
            Map.entry("piqe", false));

    /** Spreadsheets in locales with a decimal comma separate columns by semicolons; some programs use tabs. */
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t');

    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d+,\\d+([eE][+-]?\\d+)?");

    private final Path file;
    private final Map<String, Map<String, Double>> values = new LinkedHashMap<>();
    private final Map<String, Evaluation.Imported> metrics = new LinkedHashMap<>();
    private char separator = ',';

    private ScoresCsv(Path file) {
        this.file = file;
    }

    static Evaluation of(Path file, String network) {
        ScoresCsv scores = new ScoresCsv(file);
        scores.table().forEach(scores::add);
        return Evaluation.imported(network, scores.complete(), scores.metrics);
    }

    private Table table() {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "scores need a CSV file, got nothing at " + file + ": write one with ./pdd scores FOLDER");
        }
        String text = text();
        String head = text.lines().findFirst().orElse("");
        separator = SEPARATORS.stream()
                .filter(each -> columns(head, each).containsAll(COLUMNS))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("scores in " + file
                        + " must have the columns file, metric and value, separated by commas, semicolons or tabs, got"
                        + " \"" + head + "\" as first line: begin the file with file,metric,value"));
        Table table;
        try {
            table = Table.read()
                    .usingOptions(CsvReadOptions.builderFromString(text)
                            .separator(separator)
                            .columnTypes(name -> ColumnType.STRING)
                            .missingValueIndicator("")
                            .build());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "scores in " + file + " must have as many values in each line as the first line has columns, got "
                            + e.getMessage() + ": put texts that hold a separator into double quotes",
                    e);
        }
        if (table.isEmpty()) {
            throw new IllegalArgumentException("scores in " + file
                    + " must have a line for each image and metric, got none: score the images first");
        }
        return table;
    }

    /** The content without a byte order mark, which spreadsheets write. */
    private String text() {
        try {
            String text = Files.readString(file);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "scores must be a readable CSV file in UTF-8, got " + file + " (" + FileFailure.reason(e)
                            + "): save it as CSV UTF-8",
                    e);
        }
    }

    private static List<String> columns(String head, char separator) {
        return Stream.of(head.split(Pattern.quote(String.valueOf(separator)), -1))
                .map(name -> name.strip().replaceAll("^\"|\"$", ""))
                .toList();
    }

    private void add(Row row) {
        String metric = row.getString("metric");
        String image = Images.nameOf(row.getString("file"));
        Evaluation.Imported stated = metric(row, metric);
        if (!stated.equals(metrics.computeIfAbsent(metric, any -> stated))) {
            throw new IllegalArgumentException("scores in " + file
                    + " must say one direction and one source for a metric, got two for " + metric + " in line "
                    + (row.getRowNumber() + 2) + ": give metrics of two programs two names");
        }
        Map<String, Double> ofImage = values.computeIfAbsent(image, any -> new LinkedHashMap<>());
        if (ofImage.put(metric, value(row)) != null) {
            throw new IllegalArgumentException("scores in " + file + " must have each image once for a metric, got "
                    + image + " twice for " + metric + ": keep the rows of one network in a file");
        }
    }

    private double value(Row row) {
        String got = row.getString("value").strip();
        // In a comma-separated file, a quoted comma may also be a thousands separator.
        boolean comma = separator != ',' && DECIMAL_COMMA.matcher(got).matches();
        try {
            double value = Double.parseDouble(comma ? got.replace(',', '.') : got);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below, like values that are not finite.
        }
        throw new IllegalArgumentException("scores in " + file + " must be finite numbers, got " + got + " in line "
                + (row.getRowNumber() + 2) + ": remove the line, or write a number as 5.5");
    }

    private Evaluation.Imported metric(Row row, String metric) {
        Boolean known = HIGHER_IS_BETTER.get(metric.toLowerCase(Locale.ROOT));
        String better = text(row, "better", known == null ? "" : known ? "higher" : "lower");
        if (!better.equals("higher") && !better.equals("lower")) {
            throw new IllegalArgumentException(
                    "scores in " + file + " must say whether higher or lower is better, got '" + better + "' for "
                            + metric + ": add a column better");
        }
        return new Evaluation.Imported(
                better.equals("higher"), text(row, "source", String.valueOf(file.getFileName())));
    }

    private static String text(Row row, String column, String otherwise) {
        return row.columnNames().contains(column) && !row.isMissing(column) ? row.getString(column) : otherwise;
    }

    /** Every image needs a score of every metric; otherwise means would cover different images. */
    private Map<String, Map<String, Double>> complete() {
        values.forEach((image, found) -> {
            if (found.size() < metrics.size()) {
                TreeSet<String> missing = new TreeSet<>(metrics.keySet());
                missing.removeAll(found.keySet());
                throw new IllegalArgumentException("scores in " + file
                        + " must have every metric for every image, got none of " + missing + " for " + image
                        + ": score that image again or remove its lines");
            }
        });
        return values;
    }
}
