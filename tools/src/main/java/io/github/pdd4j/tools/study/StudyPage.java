package io.github.pdd4j.tools.study;

import static io.github.pdd4j.tools.study.CellResult.array;

import io.github.pdd4j.tools.study.CellResult.Measured;
import io.github.pdd4j.tools.study.Regret.Interval;
import io.github.pdd4j.view.Charts;
import io.github.pdd4j.view.Charts.LabeledPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.descriptive.Median;

/** The results of all cells as a page in Markdown; every number in it is computed from them. */
final class StudyPage {
    /** Ending of the chart of a cell. */
    static final String CHART = ".svg";

    private static final String FRONT = " °";
    private static final int WIDTH = 960;
    private static final int HEIGHT = 640;
    private static final String TUNED_ELSEWHERE = "λ tuned on the other cells";

    private final List<CellResult> cells;
    private final Map<CellResult, Regret> regrets = new LinkedHashMap<>();

    StudyPage(List<CellResult> cells) {
        if (cells.isEmpty()) {
            throw new IllegalArgumentException(
                    "a page of results must have a cell, got none: run './pdd study PHOTOS'");
        }
        this.cells = cells;
        cells.forEach(cell -> regrets.put(cell, cell.regret()));
    }

    String markdown() {
        List<String> parts = new ArrayList<>();
        parts.add("""
                # Must λ be tuned by hand? A study of weights and balances

                Written by `./pdd study`; every number below is computed from the files in `study/`, and more cells can be \
                added to them. A *cell* is a network to start from, a camera (the degradation that the network has to \
                learn without ground truth), and a network of features. Every row of a cell is one sentence, trained with \
                the same supervised loss, images, length, learning rate and crops; rows differ in how R_intra (λ1) and \
                R_inter (λ2) are weighed. Each row is trained with several seeds and measured on squares of photographs \
                that no training saw.

                - *Gain* of a row: the mean of its gains in PSNR and LPIPS over the network that was started from, each in \
                units of the range that the grid of fixed λ spans. *Regret*: the gain of the best fixed λ of the cell less \
                the row's, paired by seed, with its 95 % interval by Student's t over the seeds; below 0 it is better than \
                every fixed λ. The best fixed λ is known only after the whole grid was trained: it is the bound that a \
                user could reach by tuning on ground truth, which nobody has for real images.
                - A row with a seed that failed is left out of its cell: an aim fails if no network after the start keeps it.
                - °: no fixed λ is as good in PSNR and in LPIPS and better in one (the row is on or beyond the front).
                - PSNR in dB of RGB, LPIPS of AlexNet; means over squares and seeds; *clean* is the same squares downscaled \
                by bicubic interpolation alone. *s an iteration* is the median over seeds, often of a machine with other work.
                """);
        parts.add(answer());
        parts.add(overview());
        parts.add(transfer());
        cells.forEach(cell -> parts.add(section(cell)));
        return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("\n"));
    }

    private Regret regret(CellResult cell) {
        return Objects.requireNonNull(regrets.get(cell));
    }

    private String answer() {
        List<String> lines = new ArrayList<>(List.of("## The answer", ""));
        if (cells.size() > 1) {
            lines.add("- " + overall());
        }
        for (CellResult cell : cells) {
            Regret regret = regret(cell);
            String best = StudyCell.BALANCES.stream()
                    .filter(cell.trained()::containsKey)
                    .min((a, b) ->
                            Double.compare(regret.of(a).mean(), regret.of(b).mean()))
                    .orElse("");
            Interval paper = regret.of(StudyCell.PAPER);
            lines.add("- **" + cell.cell().name() + "**: "
                    + (regret.best().equals(StudyCell.PAPER)
                            ? "the paper's λ = 1 is the best of the grid"
                            : sentence("the paper's λ = 1", paper))
                    + (best.isEmpty() ? "" : "; " + sentence("the best balance, " + best + ",", regret.of(best)))
                    + (cell.trained().containsKey(StudyCell.RANDOM)
                            ? "; " + sentence(StudyCell.RANDOM, regret.of(StudyCell.RANDOM))
                            : "")
                    + ". The best fixed λ is " + lambda(regret.best()) + ".");
        }
        lines.add("");
        return String.join("\n", lines);
    }

    /** What all cells say together of the weights that a user can choose without ground truth. */
    private String overall() {
        String best = StudyCell.BALANCES.stream()
                .filter(row -> cells.stream().allMatch(cell -> cell.trained().containsKey(row)))
                .min(Comparator.comparingDouble(row ->
                        over(inCellsOf(row), (of, one) -> of.of(one).mean()).mean()))
                .orElse("");
        String text = "**Over all " + cells.size() + " cells**: "
                + sentence(
                        "the paper's λ = 1",
                        over(inCellsOf(StudyCell.PAPER), (of, row) -> of.of(row).mean())) + "; "
                + sentence(
                        TUNED_ELSEWHERE,
                        over(tunedElsewhere(), (of, row) -> of.of(row).mean()));
        if (best.isEmpty()) {
            return text + ".";
        }
        Interval behind = over(
                inCellsOf(best), (of, row) -> of.behind(StudyCell.PAPER, row).mean());
        String verdict = behind.low() > 0
                ? "is behind the paper's λ = 1"
                : behind.high() < 0 ? "is ahead of the paper's λ = 1" : "is not shown to differ from the paper's λ = 1";
        return text + "; "
                + sentence(
                        "the best balance, " + best + ",",
                        over(inCellsOf(best), (of, row) -> of.of(row).mean()))
                + String.format(Locale.ROOT, " and %s (by %.2f, %s).", verdict, behind.mean(), limits(behind));
    }

    private static String sentence(String what, Interval regret) {
        String interval = Double.isNaN(regret.low()) ? "one seed, no interval" : limits(regret);
        String verdict = regret.low() > 0
                ? "is behind the best fixed λ"
                : regret.high() < 0 ? "is ahead of the best fixed λ" : "is not shown to differ from the best fixed λ";
        return String.format(Locale.ROOT, "%s %s (regret %.2f, %s)", what, verdict, regret.mean(), interval);
    }

    /** Regret of each row over the cells, with the cell as the unit. */
    private String overview() {
        List<String> lines = new ArrayList<>(List.of(
                "## Regret over all cells",
                "",
                "Means over the cells, with the 95 % interval by Student's t over the cells that have the row. *Behind λ 1, 1*"
                        + " is the gain of the paper's weights less that of the row: below 0 the row is better."
                        + (cells.size() > 1
                                ? " *" + TUNED_ELSEWHERE
                                        + "* is the fixed λ with the least mean regret in all cells but"
                                        + " the one that it is judged in: what a user can do without ground truth."
                                : ""),
                "",
                "| row | regret | 95 % interval | worst | behind λ 1, 1 | 95 % interval | on or beyond the front in |",
                "| --- | --- | --- | --- | --- | --- | --- |"));
        for (String row : cells.get(0).trained().keySet()) {
            lines.add(overview(label(row), inCellsOf(row)));
        }
        if (cells.size() > 1) {
            lines.add(overview(TUNED_ELSEWHERE, tunedElsewhere()));
        }
        lines.add("");
        return String.join("\n", lines);
    }

    private String overview(String label, Map<CellResult, String> rows) {
        Interval regret = over(rows, (of, row) -> of.of(row).mean());
        Interval behindPaper =
                over(rows, (of, row) -> of.behind(StudyCell.PAPER, row).mean());
        double worst = rows.entrySet().stream()
                .mapToDouble(each -> regret(each.getKey()).of(each.getValue()).mean())
                .max()
                .orElseThrow();
        long front = rows.entrySet().stream()
                .filter(each -> !regret(each.getKey()).isDominated(each.getValue()))
                .count();
        return String.format(
                Locale.ROOT,
                "| %s | %.2f | %s | %.2f | %.2f | %s | %d of %d |",
                label,
                regret.mean(),
                limits(regret),
                worst,
                behindPaper.mean(),
                label.equals(label(StudyCell.PAPER)) ? "" : limits(behindPaper),
                front,
                rows.size());
    }

    private Interval over(Map<CellResult, String> rows, ToDoubleBiFunction<Regret, String> value) {
        return Interval.of(rows.entrySet().stream()
                .mapToDouble(each -> value.applyAsDouble(regret(each.getKey()), each.getValue()))
                .toArray());
    }

    /** The cells that have a row. */
    private Map<CellResult, String> inCellsOf(String row) {
        Map<CellResult, String> rows = new LinkedHashMap<>();
        cells.stream().filter(cell -> cell.trained().containsKey(row)).forEach(cell -> rows.put(cell, row));
        return rows;
    }

    /** For each cell the fixed λ with the least mean regret in all others. */
    private Map<CellResult, String> tunedElsewhere() {
        Map<CellResult, String> rows = new LinkedHashMap<>();
        for (CellResult cell : cells) {
            String best = StudyCell.grid().stream()
                    .min(Comparator.comparingDouble(row -> cells.stream()
                            .filter(other -> !other.equals(cell))
                            .mapToDouble(other -> regret(other).of(row).mean())
                            .average()
                            .orElseThrow()))
                    .orElseThrow();
            rows.put(cell, best);
        }
        return rows;
    }

    private static String limits(Interval interval) {
        return Double.isNaN(interval.low())
                ? ""
                : String.format(Locale.ROOT, "%.2f to %.2f", interval.low(), interval.high());
    }

    /** What λ costs that was tuned on another cell. */
    private String transfer() {
        if (cells.size() < 2) {
            return "λ that was tuned on another cell is compared as soon as a second cell was trained.\n";
        }
        List<String> lines = new ArrayList<>(List.of(
                "## λ that was tuned on another cell",
                "",
                "Regret of the λ that is best in the cell of the row, used in the cell of the column.",
                "",
                "| tuned on | λ1, λ2 | "
                        + cells.stream().map(c -> c.cell().name()).collect(Collectors.joining(" | ")) + " |",
                "| --- | --- |" + " --- |".repeat(cells.size())));
        for (CellResult tuned : cells) {
            String best = regret(tuned).best();
            lines.add("| " + tuned.cell().name() + " | " + lambda(best) + " | "
                    + cells.stream()
                            .map(cell -> String.format(
                                    Locale.ROOT, "%.2f", regret(cell).of(best).mean()))
                            .collect(Collectors.joining(" | "))
                    + " |");
        }
        lines.add("");
        return String.join("\n", lines);
    }

    private String section(CellResult cell) {
        StudyCell of = cell.cell();
        Regret regret = regret(cell);
        List<String> lines = new ArrayList<>(List.of(
                "## " + of.name(),
                "",
                "Start: `" + of.start() + "`, "
                        + (of.start().equals(StudyCell.PAIR)
                                ? "static mode"
                                : "EMA mode, the moving average is measured")
                        + ". Camera: " + of.camera().text() + ". Features: "
                        + of.features().text() + ". " + cell.iterations()
                        + " iterations, " + cell.seeds() + (cell.seeds() == 1 ? " seed, " : " seeds, ") + cell.squares()
                        + " squares, PyTorch "
                        + cell.pytorch() + " with " + cell.threads() + " threads.",
                "",
                "![PSNR and LPIPS of each row of " + of.name() + "](" + BalanceStudy.CELLS + "/" + of.name() + CHART
                        + ")",
                "",
                "The line is the front of the fixed λ." + spread(cell),
                "",
                "| row | PSNR | LPIPS | clean PSNR | s an iteration | gain | regret | 95 % interval |",
                "| --- | --- | --- | --- | --- | --- | --- | --- |"));
        cell.rows().forEach((name, row) -> {
            boolean isTrained = cell.trained().containsKey(name);
            lines.add("| " + label(name) + (isTrained && !regret.isDominated(name) ? FRONT : "") + " | "
                    + cell("%.2f", row.psnr()) + " | " + cell("%.4f", row.lpips()) + " | " + cell("%.2f", row.clean())
                    + " | " + (isTrained ? cell("%.2f", seconds(row, cell.iterations())) : "") + " | "
                    + (isTrained ? results(regret, name) : " | |") + " |");
        });
        lines.add("");
        return String.join("\n", lines);
    }

    /** {@return the rows of a cell by PSNR and LPIPS, as SVG} */
    String chart(CellResult cell) {
        Regret regret = regret(cell);
        List<LabeledPoint> points = new ArrayList<>();
        cell.rows().forEach((name, row) -> {
            points.add(new LabeledPoint(
                    label(name),
                    cell.trained().containsKey(name),
                    Interval.of(array(row.psnr())).mean(),
                    Interval.of(array(row.lpips())).mean(),
                    Double.NaN,
                    Double.NaN,
                    StudyCell.grid().contains(name) && !regret.isDominated(name)));
        });
        return Charts.labeledPoints(
                        cell.cell().name(), "PSNR in dB, higher is better", "LPIPS, lower is better", points)
                .size(WIDTH, HEIGHT)
                .svg()
                .source();
    }

    /** Said once instead of drawn at each of so many points. */
    private static String spread(CellResult cell) {
        if (cell.seeds() < 2) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                " Over the seeds a row has a standard deviation of %.2f dB and %.4f (medians of the rows).",
                median(cell, Measured::psnr),
                median(cell, Measured::lpips));
    }

    private static double median(CellResult cell, Function<Measured, List<Double>> measure) {
        return Median.withDefaults()
                .evaluate(cell.trained().values().stream()
                        .mapToDouble(
                                row -> Interval.of(array(measure.apply(row))).deviation())
                        .toArray());
    }

    private static List<Double> seconds(Measured row, int iterations) {
        return List.of(Median.withDefaults().evaluate(array(row.seconds())) / iterations);
    }

    private static String results(Regret regret, String name) {
        Interval of = regret.of(name);
        double gain = DoubleStream.of(regret.gains(name)).average().orElseThrow();
        String interval = name.equals(regret.best()) ? "" : limits(of);
        return String.format(Locale.ROOT, "%.2f | %.2f | %s", gain, of.mean(), interval);
    }

    private static String cell(String format, List<Double> values) {
        return values.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        format,
                        values.stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElseThrow());
    }

    private static String label(String row) {
        return row.equals(StudyCell.PAPER) ? "λ 1, 1 (paper)" : row;
    }

    private static String lambda(String row) {
        return Arrays.stream(Objects.requireNonNull(StudyCell.lambdas().get(row)))
                .mapToObj(StudyCell::text)
                .collect(Collectors.joining(", "));
    }
}
