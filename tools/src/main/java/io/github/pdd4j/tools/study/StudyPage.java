package io.github.pdd4j.tools.study;

import static io.github.pdd4j.tools.study.CellResult.array;

import io.github.pdd4j.tools.study.CellResult.Measured;
import io.github.pdd4j.tools.study.Regret.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.descriptive.Median;

/** The results of all cells as a page in Markdown; every number in it is computed from them. */
final class StudyPage {
    private static final String FRONT = " °";

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
                - °: no fixed λ is as good in PSNR and in LPIPS and better in one (the row is on or beyond the front).
                - PSNR in dB of RGB, LPIPS of AlexNet; means over squares and seeds; *clean* is the same squares downscaled \
                by bicubic interpolation alone.
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

    private static String sentence(String what, Interval regret) {
        String interval = Double.isNaN(regret.low())
                ? "one seed, no interval"
                : String.format(Locale.ROOT, "%.2f to %.2f", regret.low(), regret.high());
        String verdict = regret.low() > 0
                ? "is behind the best fixed λ"
                : regret.high() < 0 ? "is ahead of the best fixed λ" : "is not shown to differ from the best fixed λ";
        return String.format(Locale.ROOT, "%s %s (regret %.2f, %s)", what, verdict, regret.mean(), interval);
    }

    /** Regret of each row over the cells. */
    private String overview() {
        List<String> lines = new ArrayList<>(List.of(
                "## Regret over all cells",
                "",
                "| row | median | worst | on or beyond the front in |",
                "| --- | --- | --- | --- |"));
        for (String row : cells.get(0).trained().keySet()) {
            List<CellResult> with = cells.stream()
                    .filter(cell -> cell.trained().containsKey(row))
                    .toList();
            double[] means = with.stream()
                    .mapToDouble(cell -> regret(cell).of(row).mean())
                    .toArray();
            long front =
                    with.stream().filter(cell -> !regret(cell).isDominated(row)).count();
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %d of %d |",
                    label(row),
                    Median.withDefaults().evaluate(means),
                    Arrays.stream(means).max().orElseThrow(),
                    front,
                    with.size()));
        }
        lines.add("");
        return String.join("\n", lines);
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

    private static List<Double> seconds(Measured row, int iterations) {
        return List.of(Median.withDefaults().evaluate(array(row.seconds())) / iterations);
    }

    private static String results(Regret regret, String name) {
        Interval of = regret.of(name);
        double gain = DoubleStream.of(regret.gains(name)).average().orElseThrow();
        String interval = name.equals(regret.best()) || Double.isNaN(of.low())
                ? ""
                : String.format(Locale.ROOT, "%.2f to %.2f", of.low(), of.high());
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
