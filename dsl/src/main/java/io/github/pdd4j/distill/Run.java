package io.github.pdd4j.distill;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.view.Captioned;
import io.github.pdd4j.view.Chart;
import io.github.pdd4j.view.Charts;
import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.ImageGrid;
import io.github.pdd4j.view.Summary;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import io.github.pdd4j.weights.StateDict;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What a training left: the adapted specialist, the generalist at its end, and the history of every term. */
public final class Run implements Viewable {
    private final RunRecord story;
    private final Loop.TrainedModels outcome;

    Run(RunRecord story, Loop.TrainedModels outcome) {
        this.story = story;
        this.outcome = outcome;
    }

    /**
     * The run that ended last in this kernel, also when its cell was stopped and got no value.
     *
     * @throws IllegalStateException when none has ended yet
     */
    public static Run last() {
        Run last = Training.last();
        if (last == null) {
            throw new IllegalStateException(
                    "a run must have ended in this kernel before it can be had again, got none: train() a sentence, or"
                            + " see runs() for those of earlier ones");
        }
        return last;
    }

    /** The network that learned. */
    public Network specialist() {
        return outcome.specialist();
    }

    /** The generalist at the end: the frozen one, or the moving average. */
    public Network generalist() {
        return outcome.generalist();
    }

    /** The discriminator's weights at the end, where there was one. */
    public Optional<StateDict> discriminator() {
        return outcome.discriminator();
    }

    /** Under which name it is kept; empty where it is not. */
    public String name() {
        return story.name();
    }

    /** The words of the sentence that made this run. */
    public String phrase() {
        return story.said().sentence();
    }

    /**
     * The sentence that made this run.
     *
     * @throws IllegalStateException for a run from the disk, which has only the words: {@link #phrase()}
     */
    public Distillation sentence() {
        if (story.sentence() == null) {
            throw new IllegalStateException(
                    "sentence must have been trained by this kernel to be a value again, got run " + name()
                            + " from the disk: say it again, phrase() has its words");
        }
        return story.sentence();
    }

    /** How many iterations were made: fewer than asked for when the run was interrupted. */
    public int iterations() {
        return rows().size();
    }

    /** Whether the run was stopped before its last iteration. */
    public boolean interrupted() {
        return rows().size() < story.said().iterations();
    }

    /**
     * One row an iteration: its number, each term times its weight, their sum, what shows a collapse, and the seconds
     * since the start.
     *
     * <p>{@code gradient} is the norm of all gradients of the specialist, {@code gradient rIntra} of one term's with
     * respect to both predictions (see {@link Distillation#gradientNorms}); {@code meanShift} is the mean over channels
     * of |mean(Y_S^U) − mean(input)| and {@code deviationRatio} that of their deviations' ratio; {@code distanceLabeled}
     * and {@code distanceUnlabeled} are mean |Y_S − Y_G|. Where there is a discriminator: its losses {@code dReal} and
     * {@code dFake}, its mean logits, the share {@code dAccuracy} of logits on the right side, its gradient's norm.
     *
     * <p>Where steps were skipped, {@code skipped} says why.
     */
    public Table history() {
        Table table = Table.create("history")
                .addColumns(IntColumn.create(
                        "iteration", rows().stream().mapToInt(Iteration::number).toArray()));
        curves(Iteration::terms).forEach((name, values) -> table.addColumns(DoubleColumn.create(name, values)));
        table.addColumns(column("total", Iteration::total));
        curves(Iteration::watched).forEach((name, values) -> table.addColumns(DoubleColumn.create(name, values)));
        if (rows().stream().anyMatch(row -> !row.skipped().isEmpty())) {
            table.addColumns(StringColumn.create("skipped", rows().stream().map(Iteration::skipped)));
        }
        return table.addColumns(column("seconds", Iteration::seconds));
    }

    /** The same as events. */
    List<Iteration> rows() {
        return story.rows();
    }

    private DoubleColumn column(String name, ToDoubleFunction<Iteration> value) {
        return DoubleColumn.create(name, rows().stream().mapToDouble(value).toArray());
    }

    /**
     * The running mean of each term relative to its start, over the iterations; a term that never was a number other than
     * zero is left out.
     *
     * @throws IllegalStateException when no term is left
     */
    public Chart curves(String title) {
        Map<String, double[]> curves = relative();
        if (curves.isEmpty()) {
            throw new IllegalStateException("run must have a term that is a number to have curves, got none in "
                    + rows().size() + " iterations: see history(), and why in " + this);
        }
        return Charts.lines(title, "iteration", "running mean, relative to its start", curves);
    }

    /** What the input looks like, and what the generalist, the specialist before and the specialist now make of it. */
    public ImageGrid strip(Image lowResolution) {
        return ImageGrid.of(
                new Captioned("input", lowResolution),
                new Captioned("generalist", generalist().upscale(lowResolution)),
                new Captioned("specialist before", before().upscale(lowResolution)),
                new Captioned(
                        story.start().changed(specialist()) ? "specialist adapted" : "specialist, unchanged",
                        specialist().upscale(lowResolution)));
    }

    /** What went otherwise than asked for, empty when nothing did. */
    String end() {
        return story.end();
    }

    /** A run is shown also where its networks cannot predict any more. */
    private Viewable shown(Image sample) {
        try {
            return strip(sample);
        } catch (RuntimeException e) {
            return Html.paragraph("no images: " + e.getMessage());
        }
    }

    private Network before() {
        Network start = story.start().specialist();
        return specialist().device().map(start::on).orElse(start);
    }

    @Override
    public View view() {
        Summary summary = Summary.of(toString());
        Summary curved = relative().isEmpty() ? summary : summary.add("Loss terms", curves("Loss terms"));
        return curved.add("Before and after", shown(story.start().sample()));
    }

    @Override
    public String toString() {
        double seconds = rows().isEmpty() ? 0 : rows().get(rows().size() - 1).seconds();
        return String.format(
                Locale.ROOT,
                "%d of %d iterations in %.0f s, %.2f s each; %d parameters trained%s%s",
                rows().size(),
                story.said().iterations(),
                seconds,
                seconds / Math.max(1, rows().size()),
                specialist().parameters(),
                name().isEmpty() ? "" : "; kept as " + name(),
                story.end());
    }

    private Map<String, double[]> curves(Function<Iteration, Map<String, Double>> part) {
        Set<String> names = new LinkedHashSet<>();
        rows().forEach(row -> names.addAll(part.apply(row).keySet()));
        Map<String, double[]> curves = new LinkedHashMap<>();
        for (String name : names) {
            curves.put(
                    name,
                    rows().stream()
                            .mapToDouble(row -> part.apply(row).getOrDefault(name, Double.NaN))
                            .toArray());
        }
        return curves;
    }

    /** The running mean over a tenth of the run: single batches differ more than training changes. */
    private Map<String, double[]> relative() {
        Map<String, double[]> relative = new LinkedHashMap<>();
        int window = Math.max(1, rows().size() / 10);
        curves(Iteration::terms).forEach((name, values) -> {
            double[] averages = RunningMean.of(values, window);
            double first = first(averages, window);
            if (Double.isFinite(first)) {
                relative.put(name, Arrays.stream(averages).map(v -> v / first).toArray());
            }
        });
        return relative;
    }

    /** The first average over a whole window, or the last one before, that is a number and no zero. */
    private static double first(double[] averages, int window) {
        double[] known = Arrays.stream(averages)
                .filter(v -> Double.isFinite(v) && v != 0)
                .limit(window)
                .toArray();
        return known.length == 0 ? Double.NaN : known[known.length - 1];
    }
}
