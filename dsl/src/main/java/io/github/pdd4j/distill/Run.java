package io.github.pdd4j.distill;

import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.runs.RunRecord;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.train.HistoryTable;
import io.github.pdd4j.train.ValidationBaseline;
import io.github.pdd4j.view.Captioned;
import io.github.pdd4j.view.Chart;
import io.github.pdd4j.view.Charts;
import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.ImageGrid;
import io.github.pdd4j.view.Summary;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import io.github.pdd4j.weights.StateDict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/** The result of a training: the adapted specialist, the final generalist, and the history of all loss terms. */
public final class Run implements Viewable {
    private static final String BEFORE_AND_AFTER = "Before and after";

    /** Side of the part that is shown enlarged, in pixels of the input. */
    private static final int DETAIL = 24;

    private final RunRecord record;

    Run(RunRecord record) {
        this.record = record;
    }

    /**
     * Opens a run at its newest checkpoint.
     *
     * @param folder folder of the run
     * @return the run
     * @throws IllegalArgumentException if the run has no intact checkpoint, or its manifest is damaged
     * @throws java.io.UncheckedIOException if the folder does not contain a run
     */
    public static Run open(Path folder) {
        return new Run(RunRecord.read(new RunFolder(folder)));
    }

    /**
     * The run that ended last in this kernel, including one whose cell was stopped.
     *
     * @return the last run
     * @throws IllegalStateException if no run has ended in this kernel yet
     */
    public static Run last() {
        Run last = Training.last();
        if (last == null) {
            throw new IllegalStateException(
                    "lastRun() needs a run that ended in this kernel, got none: train() a sentence, or open an"
                            + " earlier run"
                            + " with run(name), see runs()");
        }
        return last;
    }

    /**
     * The trained specialist.
     *
     * @return the specialist with its final weights
     */
    public Network specialist() {
        return record.models().specialist();
    }

    /**
     * The generalist after training: the frozen network (static mode) or the moving average (EMA mode).
     *
     * @return the generalist with its final weights
     * @throws IllegalStateException if the generalist was no network but predictions of another program
     */
    public Network generalist() {
        return record.models()
                .generalist()
                .orElseThrow(
                        () -> new IllegalStateException("generalist() needs a network, got a run whose generalist is"
                                + " predictions of another program: look at their images, or use specialist()"));
    }

    /**
     * The moving average of the specialist's weights, which EMA mode has as its generalist and static mode by {@code
     * movingAverage(0.99)}. It varies less from
     * iteration to iteration than the specialist, and is the steadier result of a short training.
     *
     * @return the moving average with its final weights
     * @throws IllegalStateException in static mode without {@code movingAverage(...)}
     */
    public Network movingAverage() {
        return record.models()
                .average()
                .orElseThrow(() -> new IllegalStateException("movingAverage() needs a run with one, got a frozen"
                        + " generalist: use specialist(), or train with movingAverage(0.99), or in EMA mode with"
                        + " generalist(movingAverage(0.999))"));
    }

    /**
     * The best network by the metric that {@code best(...)} names: the specialist, its moving average or the start,
     * whichever had the best value in any validation. With {@code balance(aim(...))}, the newest specialist that kept the
     * metric of the aim.
     *
     * @return the network
     * @throws IllegalStateException if the sentence had no {@code best(...)} and no aim, or no measured network kept the
     *     metric of the aim
     */
    public Network best() {
        KeptMetric kept = KeptMetric.of(rows()).orElse(null);
        if (kept != null && kept.newest().isEmpty()) {
            throw new IllegalStateException("best() needs a network that kept " + kept.metric()
                    + " within the margin of its aim, got none in " + kept.measured()
                    + " measurements: allow more by within(...), train longer, or use specialist()");
        }
        return record.models()
                .best()
                .orElseThrow(() -> new IllegalStateException("best() needs the metric to choose by, got a run of a"
                        + " sentence without best(...): add validate(pairs, psnr()).best(\"PSNR\")"));
    }

    /**
     * The final weights of the discriminator.
     *
     * @return the weights, or empty if the run had no discriminator
     */
    public Optional<StateDict> discriminator() {
        return record.models().discriminator();
    }

    /**
     * The name of the run folder.
     *
     * @return the name, or the empty string if the run was not written to disk
     */
    public String name() {
        return record.name();
    }

    /**
     * The sentence that made this run, as Java code.
     *
     * @return the code of the sentence
     */
    public String phrase() {
        return record.facts().code();
    }

    /**
     * The Java text of losses, rules and listeners that were written in cells, which {@link #phrase()} shows as three
     * dots. The run's {@code run.json} and the cards of its networks keep it.
     *
     * @return the text of the cell's statement by the name of the loss, or of the setting; empty for what was not written
     *     in a notebook
     */
    public Map<String, String> sources() {
        return Collections.unmodifiableMap(record.facts().sources());
    }

    /**
     * The sentence that made this run.
     *
     * @return the sentence
     * @throws IllegalStateException if the run was read from disk, where only {@link #phrase()} is stored
     */
    public Distillation sentence() {
        if (record.sentence() == null) {
            throw new IllegalStateException("sentence() needs a run that was trained in this kernel, got run " + name()
                    + ", which was read from disk: use phrase(), the sentence as text");
        }
        return new Distillation(record.sentence());
    }

    /**
     * The number of completed iterations, fewer than requested if the run was interrupted.
     *
     * @return the number of completed iterations
     */
    public int iterations() {
        return rows().size();
    }

    /**
     * Whether the run stopped before its last iteration.
     *
     * @return whether fewer iterations than requested were completed
     */
    public boolean interrupted() {
        return rows().size() < record.facts().iterations();
    }

    /**
     * The training history, one row per iteration.
     *
     * <p>Columns: {@code iteration}; each loss term times its weight; {@code total}, their sum; the diagnostics below;
     * {@code seconds} since the start of the run.
     *
     * <p>{@code gradient} is the norm of the gradients of all specialist weights. {@code gradient rIntra} (and so on
     * for each term) is the norm of the gradient of one term with respect to both predictions (see
     * {@link Distillation#gradientNorms}). {@code meanShift} is the mean over images and channels of |mean(Y_S^U) −
     * mean(input)|. {@code deviationRatio} is the mean over images and channels of the standard deviation of Y_S^U,
     * divided by that of the input. {@code distanceLabeled} and {@code distanceUnlabeled} are mean |Y_S − Y_G|.
     *
     * <p>With a balance: {@code weight rIntra} (and so on for each term that it weighs, {@code weight supervised} for
     * wavelet, perceptual and custom terms together, 1 at the start); where gradients were measured, {@code share rIntra},
     * the share of a term in the sum of the norms of the weighted terms' gradients with respect to the predictions, with
     * the weights before they followed the measurement and without the adversarial term; with an aim, {@code violation
     * PSNR}, how far the metric is outside of its margin, in its units, at most 0 if it is kept.
     *
     * <p>With a validation: {@code validation PSNR} (and so on for each metric) of the specialist, and in EMA mode
     * {@code validation PSNR (average)} of its moving average; NaN in iterations without one.
     *
     * <p>With a discriminator: its term {@code adversarial}, with one term per domain that of labeled input, beside
     * {@code adversarialU} of unlabeled input; its losses {@code dReal} and {@code dFake}, its mean logits {@code logitsReal} and
     * {@code logitsFake}, the fraction {@code dAccuracy} of logits on the correct side, and its gradient norm
     * {@code dGradient}.
     *
     * <p>If steps were skipped, {@code skipped} gives the reason.
     *
     * @return a table with one row per completed iteration
     */
    public Table history() {
        return HistoryTable.of(rows());
    }

    /** The history as a list of iterations. */
    List<Iteration> rows() {
        return record.rows();
    }

    /**
     * A line chart of each loss term over the iterations: its running mean over a tenth of the run, relative to the
     * first one, so that every curve starts at 1.
     *
     * <p>Terms that were never finite and non-zero are omitted, and those that began in the last tenth.
     *
     * @param title title of the chart
     * @return the chart
     * @throws IllegalStateException if no term is left to plot
     */
    public Chart curves(String title) {
        Map<String, double[]> curves = relative();
        if (curves.isEmpty()) {
            throw new IllegalStateException("curves need a loss term that was finite and not 0, got none in "
                    + rows().size() + " iterations: see history() and the end of: " + this);
        }
        return Charts.lines(title, "iteration", "running mean, start = 1", curves);
    }

    /**
     * A strip of images for visual comparison: the input, and the outputs of the generalist if it is a network, the
     * specialist before training and the specialist after training.
     *
     * @param lowResolution low-resolution input image
     * @return a grid of the images
     */
    public ImageGrid strip(Image lowResolution) {
        List<Captioned> images = new ArrayList<>(List.of(new Captioned("input", lowResolution)));
        record.models()
                .generalist()
                .ifPresent(network -> images.add(new Captioned("generalist", network.upscale(lowResolution))));
        images.add(new Captioned("specialist before", before().upscale(lowResolution)));
        images.add(new Captioned(
                record.start().changed(specialist()) ? "specialist adapted" : "specialist, unchanged",
                specialist().upscale(lowResolution)));
        return ImageGrid.of(images.toArray(Captioned[]::new));
    }

    /** Skipped steps, terms without gradient and the reason for an early stop; empty if there were none. */
    List<String> notes() {
        return record.notes();
    }

    /** A run can be displayed even if its networks can no longer predict. */
    private Summary shown(Summary summary, Optional<Image> sample) {
        if (sample.isEmpty()) {
            return summary.add(
                    BEFORE_AND_AFTER,
                    Html.paragraph("no images: the sample image of the run has values that are not finite"));
        }
        try {
            ImageGrid strip = strip(sample.get());
            return summary.add(BEFORE_AND_AFTER, strip)
                    .add(
                            "Its most detailed part",
                            Detail.of(sample.get(), DETAIL).in(strip, sample.get()));
        } catch (RuntimeException e) {
            return summary.add(BEFORE_AND_AFTER, Html.paragraph("no images: " + e.getMessage()));
        }
    }

    private Network before() {
        Network start = record.start().specialist();
        return specialist().device().map(start::on).orElse(start);
    }

    @Override
    public View view() {
        Summary summary = Summary.of(toString());
        Summary curved = relative().isEmpty() ? summary : summary.add("Loss terms", curves("Loss terms"));
        Optional<Chart> weights = weights();
        curved = weights.isPresent() ? curved.add("Weights", weights.get()) : curved;
        for (String metric : record.validation().higherIsBetter().keySet()) {
            Optional<Chart> chart = validated(metric);
            curved = chart.isPresent() ? curved.add("Validation: " + metric, chart.get()) : curved;
        }
        return shown(curved, record.start().sample());
    }

    /** The weights that a balance chose, relative to their first values; empty without one. */
    private Optional<Chart> weights() {
        Map<String, double[]> curves = new LinkedHashMap<>();
        HistoryTable.columns(rows(), Iteration::watched).forEach((column, values) -> {
            if (column.startsWith(Iteration.WEIGHT)) {
                double first = Arrays.stream(values)
                        .filter(Double::isFinite)
                        .findFirst()
                        .orElse(Double.NaN);
                curves.put(
                        column.substring(Iteration.WEIGHT.length()),
                        Arrays.stream(values).map(value -> value / first).toArray());
            }
        });
        return curves.isEmpty()
                ? Optional.empty()
                : Optional.of(Charts.lines("Weights of the balance", "iteration", "weight, first = 1", curves)
                        .logarithmic());
    }

    /** The weights that a balance ended with, and how often it kept its metric. */
    private List<String> balance() {
        List<String> said = new ArrayList<>();
        if (!rows().isEmpty()) {
            rows().get(rows().size() - 1).watched().forEach((column, value) -> {
                if (column.startsWith(Iteration.WEIGHT)) {
                    said.add(String.format(Locale.ROOT, "%s %.3g", column.substring(Iteration.WEIGHT.length()), value));
                }
            });
        }
        List<String> parts = new ArrayList<>();
        if (!said.isEmpty()) {
            parts.add("weights at the end: " + String.join(", ", said));
        }
        KeptMetric.of(rows()).ifPresent(kept -> parts.add(kept.toString()));
        return parts;
    }

    /** The curve of a metric of the validation from the start on, and of the moving average's; empty without values. */
    private Optional<Chart> validated(String metric) {
        double start = record.validation().start().getOrDefault(metric, Double.NaN);
        Map<String, double[]> curves = new LinkedHashMap<>();
        Map<String, double[]> columns = HistoryTable.columns(rows(), Iteration::watched);
        int[] at = IntStream.range(0, rows().size())
                .filter(i -> rows().get(i).watched().containsKey(ValidationBaseline.column(metric)))
                .toArray();
        Map<String, String> names = new LinkedHashMap<>();
        names.put(ValidationBaseline.column(metric), "specialist");
        names.put(ValidationBaseline.averageColumn(metric), "moving average");
        names.forEach((column, name) -> {
            double[] values = columns.get(column);
            if (values != null) {
                curves.put(
                        name,
                        DoubleStream.concat(
                                        DoubleStream.of(start),
                                        Arrays.stream(at).mapToDouble(i -> values[i]))
                                .toArray());
            }
        });
        double[] positions = DoubleStream.concat(
                        DoubleStream.of(0),
                        Arrays.stream(at).mapToDouble(i -> rows().get(i).number()))
                .toArray();
        boolean higher = record.validation().higherIsBetter().getOrDefault(metric, true);
        return curves.isEmpty()
                ? Optional.empty()
                : Optional.of(Charts.lines(
                                "Validation",
                                "iteration",
                                metric + (higher ? ", higher" : ", lower") + " is better",
                                curves)
                        .x(positions));
    }

    /** What the validation says of the end of the run, and where its best network is. */
    private List<String> validation() {
        List<String> said = new ArrayList<>();
        record.validation().higherIsBetter().forEach((metric, higher) -> {
            double start = record.validation().start().getOrDefault(metric, Double.NaN);
            double[] values = HistoryTable.columns(rows(), Iteration::watched)
                    .getOrDefault(ValidationBaseline.column(metric), new double[0]);
            double[] known = Arrays.stream(values).filter(Double::isFinite).toArray();
            if (known.length > 0) {
                double last = known[known.length - 1];
                boolean worse = higher ? last < start : last > start;
                said.add(String.format(
                        Locale.ROOT,
                        "%s %.4g at the start, %.4g at the end%s",
                        metric,
                        start,
                        last,
                        worse ? ", worse than the start" : ""));
            }
        });
        record.validation()
                .best(rows())
                .ifPresent(best -> said.add(String.format(
                        Locale.ROOT,
                        "best %s %.4g %s",
                        record.validation().bestMetric(),
                        best.value(),
                        best.iteration() == 0
                                ? "at the start"
                                : "of the " + (best.isAverage() ? "moving average" : "specialist") + " after iteration "
                                        + best.iteration())));
        return said;
    }

    @Override
    public String toString() {
        double seconds = rows().isEmpty() ? 0 : rows().get(rows().size() - 1).seconds();
        List<String> parts = new ArrayList<>();
        parts.add(String.format(
                Locale.ROOT,
                "%d of %d iterations in %.0f s, %.2f s each",
                rows().size(),
                record.facts().iterations(),
                seconds,
                seconds / Math.max(1, rows().size())));
        long all = specialist().parameters();
        long trained = record.models().trained();
        parts.add(
                trained == all
                        ? String.format(Locale.ROOT, "%,d parameters trained", all)
                        : String.format(Locale.ROOT, "%,d parameters trained in place of %,d", trained, all));
        if (!name().isEmpty()) {
            parts.add("kept as " + name());
        }
        parts.addAll(balance());
        parts.addAll(validation());
        parts.addAll(notes());
        return String.join("; ", parts);
    }

    /**
     * The running mean of each term over a tenth of the run, relative to its first value, so that all curves start at
     * 1. Averaging is needed since the variation between batches exceeds the effect of training; means of fewer
     * iterations, at the start, are left out.
     */
    private Map<String, double[]> relative() {
        Map<String, double[]> relative = new LinkedHashMap<>();
        int window = Math.max(1, rows().size() / 10);
        HistoryTable.columns(rows(), Iteration::terms)
                .forEach((name, values) ->
                        relativeToFirst(values, window).ifPresent(averages -> relative.put(name, averages)));
        return relative;
    }

    static Optional<double[]> relativeToFirst(double[] values, int window) {
        double[] averages = RunningMean.of(values, window);
        int begun = IntStream.range(0, values.length)
                .filter(i -> Double.isFinite(values[i]))
                .findFirst()
                .orElse(values.length);
        OptionalInt first = IntStream.range(begun + window - 1, values.length)
                .filter(i -> Double.isFinite(averages[i]) && averages[i] != 0)
                .findFirst();
        return first.isEmpty()
                ? Optional.empty()
                : Optional.of(IntStream.range(0, values.length)
                        .mapToDouble(i -> i < first.getAsInt() ? Double.NaN : averages[i] / averages[first.getAsInt()])
                        .toArray());
    }
}
