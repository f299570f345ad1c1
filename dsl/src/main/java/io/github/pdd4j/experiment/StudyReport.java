package io.github.pdd4j.experiment;

import io.github.pdd4j.data.Pair;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.distill.Distillation;
import io.github.pdd4j.experiment.PreparedStudy.Cell;
import io.github.pdd4j.experiment.PreparedStudy.PreparedSet;
import io.github.pdd4j.experiment.ScoreFile.Outcome;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.io.AtomicFile;
import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.ImageGrid;
import io.github.pdd4j.view.Numbers;
import io.github.pdd4j.view.Svg;
import io.github.pdd4j.view.Tables;
import io.github.pdd4j.view.Viewable;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Writes the results of a study as one page of HTML or Markdown. */
final class StudyReport {
    private static final String STYLE =
            "body{font-family:sans-serif;line-height:1.45;color:#222;background:#fff;max-width:75em;"
                    + "margin:2em auto;padding:0 1em}pre{background:#f6f6f6;padding:0.8em;white-space:pre-wrap;overflow-wrap:anywhere}"
                    + "h1,h2,h3{line-height:1.2}";

    private static final System.Logger LOG = System.getLogger(StudyReport.class.getName());

    /** Side of the square that is shown, as a fraction of the shorter side. */
    private static final double DETAIL = 0.25;

    /** Steps between the places that are compared in each direction. */
    private static final int PLACES = 8;

    private final PreparedStudy study;
    private final StudyResult result;

    StudyReport(PreparedStudy study, StudyResult result) {
        this.study = study;
        this.result = result;
    }

    void write(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".html") || name.endsWith(".htm")) {
            write(file, html());
        } else if (name.endsWith(".md")) {
            write(file, markdown(file));
        } else {
            throw new IllegalArgumentException(
                    "report must end in .html or .md, got " + file + ": use report(\"study.html\")");
        }
    }

    private static void write(Path file, String text) {
        AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String title() {
        return study.settings().name();
    }

    /** For each variant with its values, the settings in which it differs from the base. */
    private Map<String, Table> differences() {
        Distillation base = study.settings().base();
        Map<String, Table> tables = new LinkedHashMap<>();
        for (Cell cell : study.cells()) {
            Table table = base.difference(cell.sentence());
            if (!table.isEmpty()) {
                tables.put(cell.label(), table);
            }
        }
        return tables;
    }

    private Table measured() {
        Table table = Table.create("what is measured")
                .addColumns(
                        StringColumn.create("set"),
                        StringColumn.create("images"),
                        StringColumn.create("input"),
                        StringColumn.create("metrics"));
        study.sets().forEach(each -> {
            Pairs pairs = each.set().pairs();
            table.stringColumn("set").append(each.set().name());
            table.stringColumn("images").append(pairs.size() + ": " + pairs);
            table.stringColumn("input").append(pairs.input());
            table.stringColumn("metrics")
                    .append(each.set().metrics().stream()
                            .map(metric -> metric.name() + " (" + (metric.higherIsBetter() ? "higher" : "lower")
                                    + " is better): " + metric.conventions())
                            .collect(Collectors.joining("; ")));
        });
        return table;
    }

    /** Where the numbers come from: each distinct value of the environment of all runs, dates and time. */
    private Table provenance() {
        Table table = Table.create("provenance").addColumns(StringColumn.create("what"), StringColumn.create("value"));
        List<Outcome> ends = result.ends();
        Map<String, Set<String>> values = new LinkedHashMap<>();
        for (String what : List.of(
                "pdd4j", "djl", "pytorch", "java", "system", "machine", "device", "threads", "precision", "git")) {
            ends.forEach(end -> Optional.ofNullable(end.environment().get(what))
                    .ifPresent(value ->
                            values.computeIfAbsent(what, any -> new TreeSet<>()).add(value)));
        }
        values.forEach((what, some) -> append(table, what, String.join(", ", some)));
        ends.stream()
                .map(Outcome::started)
                .min(String::compareTo)
                .ifPresent(first -> append(table, "first run began", first));
        ends.stream()
                .map(Outcome::ended)
                .max(String::compareTo)
                .ifPresent(last -> append(table, "last run ended", last));
        append(table, "runs that ended", String.valueOf(ends.size()));
        append(
                table,
                "iterations",
                String.valueOf(ends.stream().mapToLong(Outcome::iterations).sum()));
        append(
                table,
                "seconds of training",
                Numbers.shortly(ends.stream().mapToDouble(Outcome::seconds).sum()));
        append(
                table,
                "network that is measured",
                study.cells().stream()
                        .map(cell -> cell.network().name())
                        .distinct()
                        .collect(Collectors.joining(", ")));
        return table;
    }

    private static void append(Table table, String what, String value) {
        table.stringColumn("what").append(what);
        table.stringColumn("value").append(value);
    }

    private Optional<Svg> tradeOff() {
        List<String> columns = result.columns();
        return columns.size() < 2 || !result.isMeasured()
                ? Optional.empty()
                : Optional.of(result.tradeOff(columns.get(0), columns.get(1)).svg());
    }

    /** The square of the first image with most detail; empty if networks are gone. */
    private Optional<ImageGrid> grid() {
        PreparedSet set = study.sets().get(0);
        Pair first = set.set().pairs().pair(0, study.scale());
        double[] place = place(first.high());
        try {
            return Optional.of(result.grid(set.set().name(), first.name(), place[0], place[1], DETAIL));
        } catch (IllegalStateException | IllegalArgumentException e) {
            LOG.log(Level.WARNING, "the report of {0} has no images: {1}", title(), e.getMessage());
            return Optional.empty();
        }
    }

    /** The place of the largest mean difference of neighboring pixels, chosen in the truth only. */
    private static double[] place(Image truth) {
        double[] best = {0, 0};
        double most = -1;
        double side = DETAIL * Math.min(truth.width(), truth.height());
        for (int row = 0; row <= PLACES; row++) {
            for (int column = 0; column <= PLACES; column++) {
                double x = column * (truth.width() - side) / PLACES / truth.width();
                double y = row * (truth.height() - side) / PLACES / truth.height();
                // Rounding to pixels must not leave the image.
                double[] inside = {Math.max(0, x - 1.0 / truth.width()), Math.max(0, y - 1.0 / truth.height())};
                double detail = detail(truth.zoom(inside[0], inside[1], DETAIL));
                if (detail > most) {
                    most = detail;
                    best = inside;
                }
            }
        }
        return best;
    }

    private static double detail(Image image) {
        double sum = 0;
        for (int y = 1; y < image.height(); y++) {
            for (int x = 1; x < image.width(); x++) {
                float here = image.value(1 % image.channels(), y, x);
                sum += Math.abs(here - image.value(1 % image.channels(), y, x - 1))
                        + Math.abs(here - image.value(1 % image.channels(), y - 1, x));
            }
        }
        return sum;
    }

    private String html() {
        StringBuilder page =
                new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>"
                        + Html.escape(title()) + "</title><style>" + STYLE + "</style></head><body>\n<h1>"
                        + Html.escape(title())
                        + "</h1>\n");
        section(page, "Results", result.table());
        StudyComparison compared = result.compare();
        page.append("<h2>Against the base</h2>\n")
                .append(whole(compared.table()))
                .append('\n');
        compared.remarks()
                .forEach(remark -> page.append(Html.paragraph(remark).html()).append('\n'));
        tradeOff().ifPresent(chart -> section(page, "Trade-off", chart));
        grid().ifPresent(grid -> section(page, "One image", grid));
        if (!result.failures().isEmpty()) {
            page.append("<h2>Failures</h2>\n").append(whole(result.failures())).append('\n');
        }
        page.append("<h2>Settings</h2>\n<p>The base:</p>\n")
                .append(study.settings().base().view().html())
                .append('\n');
        differences()
                .forEach((label, table) -> page.append("<h3>")
                        .append(Html.escape(label))
                        .append("</h3>\n")
                        .append(whole(table))
                        .append('\n'));
        page.append(whole(measured())).append('\n');
        section(page, "Plan", StudyPlan.of(study));
        page.append("<h2>Provenance</h2>\n").append(whole(provenance())).append('\n');
        page.append("<h2>Every seed</h2>\n").append(whole(result.perSeed())).append('\n');
        return page.append("</body></html>\n").toString();
    }

    private static void section(StringBuilder page, String heading, Viewable value) {
        page.append("<h2>")
                .append(heading)
                .append("</h2>\n<div>")
                .append(value.view().html())
                .append("</div>\n");
    }

    private static String whole(Table table) {
        return Tables.html(table, Math.max(1, table.rowCount())).html();
    }

    private String markdown(Path file) {
        String stem = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
        StringBuilder page = new StringBuilder("# " + title() + "\n\n## Results\n\n")
                .append(result.table().markdown())
                .append("\nThe best value of a column is bold, the second best underlined.\n\n## Against the base\n\n");
        StudyComparison compared = result.compare();
        page.append(markdown(compared.table()));
        compared.remarks().forEach(remark -> page.append('\n').append(remark).append('\n'));
        tradeOff().ifPresent(chart -> {
            Path image = file.resolveSibling(stem + "-trade-off.svg");
            write(image, chart.source() + "\n");
            page.append("\n## Trade-off\n\n![")
                    .append(title())
                    .append("](")
                    .append(image.getFileName())
                    .append(")\n");
        });
        grid().ifPresent(grid -> {
            Path image = file.resolveSibling(stem + "-image.png");
            AtomicFile.write(image, out -> out.write(grid.png().bytes()));
            page.append("\n## One image\n\n![")
                    .append(title())
                    .append("](")
                    .append(image.getFileName())
                    .append(")\n");
        });
        if (!result.failures().isEmpty()) {
            page.append("\n## Failures\n\n").append(markdown(result.failures()));
        }
        page.append("\n## Settings\n\nThe base:\n\n```java\n")
                .append(study.settings().base())
                .append("\n```\n");
        differences()
                .forEach((label, table) ->
                        page.append("\n### ").append(label).append("\n\n").append(markdown(table)));
        page.append("\n### Measured\n\n").append(markdown(measured()));
        page.append("\n## Plan\n\n").append(markdown(StudyPlan.of(study).table()));
        page.append("\n## Provenance\n\n").append(markdown(provenance()));
        page.append("\n## Every seed\n\n").append(markdown(result.perSeed()));
        return page.toString();
    }

    private static String markdown(Table table) {
        List<String> lines = new ArrayList<>();
        lines.add("| " + String.join(" | ", table.columnNames()) + " |");
        lines.add("| " + table.columnNames().stream().map(name -> "---").collect(Collectors.joining(" | ")) + " |");
        for (int row = 0; row < table.rowCount(); row++) {
            int at = row;
            lines.add("| "
                    + table.columns().stream()
                            .map(column -> TextTable.text(column, at)
                                    .replace("|", "\\|")
                                    .replace("\n", " "))
                            .collect(Collectors.joining(" | "))
                    + " |");
        }
        return String.join("\n", lines) + "\n";
    }
}
