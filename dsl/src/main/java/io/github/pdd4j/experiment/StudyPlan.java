package io.github.pdd4j.experiment;

import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.distill.DistillationAccess;
import io.github.pdd4j.experiment.PreparedStudy.Cell;
import io.github.pdd4j.experiment.PreparedStudy.PlannedRun;
import io.github.pdd4j.runs.RunSummary;
import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.Summary;
import io.github.pdd4j.view.Tables;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a study would do: its runs, those that are there already, and how long the others take.
 *
 * <pre>{@code
 * // needs images of one's own
 * StudyPlan plan = study("terms", distill()).measure("held out", pairs("held-out"), psnr()).plan(5);
 * System.out.println(plan.toDo() + " runs, about " + plan.seconds() + " s");
 * }</pre>
 */
public final class StudyPlan implements Viewable {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path PEAK_RESET = Path.of("/proc/self/clear_refs");

    private final String name;
    private final List<PlannedCell> cells;
    private final List<String> axes;
    private final OptionalLong peakBytes;

    /** What is there of the runs of a cell. */
    private record PlannedCell(
            Cell cell, int there, int failed, long iterationsLeft, OptionalDouble secondsOfAnIteration) {
        int toDo() {
            return cell.runs().size() - there;
        }

        OptionalDouble seconds() {
            if (iterationsLeft == 0) {
                return OptionalDouble.of(0);
            }
            return secondsOfAnIteration.isPresent()
                    ? OptionalDouble.of(secondsOfAnIteration.getAsDouble() * iterationsLeft)
                    : OptionalDouble.empty();
        }
    }

    private StudyPlan(PreparedStudy study, List<PlannedCell> cells, OptionalLong peakBytes) {
        this.name = study.settings().name();
        this.axes =
                study.settings().over().stream().map(StudySettings.Axis::name).toList();
        this.cells = List.copyOf(cells);
        this.peakBytes = peakBytes;
    }

    static StudyPlan of(PreparedStudy study) {
        return new StudyPlan(study, cells(study, known(study)), OptionalLong.empty());
    }

    /** Measures iterations of each sentence of unknown duration that has something left to do. */
    static StudyPlan measured(PreparedStudy study, int iterations) {
        Map<String, Double> seconds = known(study);
        resetPeak();
        for (PlannedCell planned : cells(study, seconds)) {
            PlannedRun run = planned.cell.runs().get(0);
            String cost = PreparedStudy.cost(run);
            if (planned.iterationsLeft > 0 && !seconds.containsKey(cost)) {
                seconds.put(cost, DistillationAccess.secondsOfAnIteration(run.sentence(), iterations));
            }
        }
        return new StudyPlan(study, cells(study, seconds), peak());
    }

    /** Seconds of an iteration by cost, from runs of the study that made some. */
    private static Map<String, Double> known(PreparedStudy study) {
        Map<String, Double> seconds = new HashMap<>();
        for (Cell cell : study.cells()) {
            for (PlannedRun run : cell.runs()) {
                RunSummary.of(study.folder(run))
                        .filter(summary -> summary.iterations() > 0 && summary.seconds() > 0)
                        .ifPresent(summary ->
                                seconds.put(PreparedStudy.cost(run), summary.seconds() / summary.iterations()));
            }
        }
        return seconds;
    }

    /** The iterations of all runs that are not there, or the rest of those that were begun. */
    long iterationsLeft() {
        return cells.stream().mapToLong(PlannedCell::iterationsLeft).sum();
    }

    private static List<PlannedCell> cells(PreparedStudy study, Map<String, Double> seconds) {
        List<PlannedCell> cells = new ArrayList<>();
        for (Cell cell : study.cells()) {
            int there = 0;
            int failed = 0;
            long left = 0;
            for (PlannedRun run : cell.runs()) {
                ScoreFile scores = study.scores(run.key());
                boolean isFinished = scores.outcome()
                        .filter(end -> end.ending() == ScoreFile.Ending.FINISHED)
                        .isPresent();
                boolean isMeasured = study.isComplete(scores, cell.network().name());
                RunFolder folder = study.folder(run);
                boolean hasNetworks =
                        folder.begun() && !folder.snapshots().all().isEmpty();
                there += isFinished && isMeasured ? 1 : 0;
                failed += scores.outcome().isPresent() && !isFinished ? 1 : 0;
                if (!isFinished || (!isMeasured && !hasNetworks)) {
                    left += Math.max(0, run.iterations() - (hasNetworks ? made(folder) : 0));
                }
            }
            Double each = seconds.get(PreparedStudy.cost(cell.runs().get(0)));
            cells.add(new PlannedCell(
                    cell, there, failed, left, each == null ? OptionalDouble.empty() : OptionalDouble.of(each)));
        }
        return cells;
    }

    private static int made(RunFolder folder) {
        return RunSummary.of(folder).map(RunSummary::iterations).orElse(0);
    }

    /** Lets Linux count the peak memory of this process from now on. */
    private static void resetPeak() {
        try {
            Files.writeString(PEAK_RESET, "5");
        } catch (IOException | RuntimeException e) {
            // Another system: the peak is that of the whole process so far, or unknown.
        }
    }

    /** The peak resident memory of this process, where the system tells it, as Linux does. */
    private static OptionalLong peak() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException | RuntimeException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * The number of runs: variants × values of the axes × seeds.
     *
     * @return the number of runs
     */
    public int runs() {
        return cells.stream().mapToInt(each -> each.cell.runs().size()).sum();
    }

    /**
     * The number of runs that are trained and measured.
     *
     * @return the number of runs that are there
     */
    public int there() {
        return cells.stream().mapToInt(PlannedCell::there).sum();
    }

    /**
     * The number of runs that are to be trained or measured.
     *
     * @return the number of runs to do
     */
    public int toDo() {
        return runs() - there();
    }

    /**
     * The training time that is left.
     *
     * @return seconds, without measuring; NaN if the duration of some sentence is not known, see {@link Study#plan(int)}
     */
    public double seconds() {
        return cells.stream()
                .mapToDouble(each -> each.seconds().orElse(Double.NaN))
                .sum();
    }

    /**
     * The peak memory of this process while the iterations were measured.
     *
     * @return bytes of main memory; empty if nothing was measured or the system does not tell
     */
    public OptionalLong peakBytes() {
        return peakBytes;
    }

    /**
     * The plan as a table.
     *
     * @return one row for each variant and combination of values; columns variant, the axes, runs, there, to do, failed,
     *     iterations (that are left), seconds of an iteration, seconds (that are left); unknown durations are missing
     */
    public Table table() {
        Table table = Table.create("plan of " + name).addColumns(StringColumn.create("variant"));
        axes.forEach(axis -> table.addColumns(StringColumn.create(axis)));
        table.addColumns(
                IntColumn.create("runs"),
                IntColumn.create("there"),
                IntColumn.create("to do"),
                IntColumn.create("failed"),
                DoubleColumn.create("iterations"),
                DoubleColumn.create("seconds of an iteration"),
                DoubleColumn.create("seconds"));
        for (PlannedCell each : cells) {
            table.stringColumn("variant").append(each.cell.variant());
            each.cell.values().forEach((axis, value) -> table.stringColumn(axis).append(value));
            table.intColumn("runs").append(each.cell.runs().size());
            table.intColumn("there").append(each.there);
            table.intColumn("to do").append(each.toDo());
            table.intColumn("failed").append(each.failed);
            table.doubleColumn("iterations").append((double) each.iterationsLeft);
            append(table.doubleColumn("seconds of an iteration"), each.secondsOfAnIteration);
            append(table.doubleColumn("seconds"), each.seconds());
        }
        return table;
    }

    private static void append(DoubleColumn column, OptionalDouble value) {
        if (value.isPresent()) {
            column.append(value.getAsDouble());
        } else {
            column.appendMissing();
        }
    }

    private String said() {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%d runs: %d there already, %d to do", runs(), there(), toDo()));
        if (toDo() > 0) {
            double seconds = seconds();
            text.append(
                    Double.isNaN(seconds)
                            ? "; how long an iteration takes is not known: plan(5) measures it"
                            : "; training takes about " + Durations.of(seconds) + ", measuring comes on top");
        }
        peakBytes.ifPresent(
                bytes -> text.append(String.format(Locale.ROOT, "; peak memory of this process %.1f GB", bytes / 1e9)));
        return text.toString();
    }

    @Override
    public View view() {
        return Summary.of("").add("", Html.paragraph(name + ": " + said())).add("", Tables.html(table()));
    }

    @Override
    public String toString() {
        return name + ": " + said() + "\n" + TextTable.of(table());
    }
}
