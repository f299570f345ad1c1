package io.github.pdd4j.experiment;

import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.data.Pair;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.distill.DistillationAccess;
import io.github.pdd4j.distill.Run;
import io.github.pdd4j.experiment.PreparedStudy.Cell;
import io.github.pdd4j.experiment.PreparedStudy.PlannedRun;
import io.github.pdd4j.experiment.PreparedStudy.PreparedSet;
import io.github.pdd4j.experiment.PreparedStudy.ReferenceRow;
import io.github.pdd4j.experiment.ScoreFile.Ending;
import io.github.pdd4j.experiment.ScoreFile.Outcome;
import io.github.pdd4j.experiment.ScoreFile.ScoreKey;
import io.github.pdd4j.experiment.ScoreFile.Scores;
import io.github.pdd4j.io.NearestNames;
import io.github.pdd4j.metric.Metric;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.Upscaler;
import io.github.pdd4j.view.Captioned;
import io.github.pdd4j.view.Chart;
import io.github.pdd4j.view.Charts;
import io.github.pdd4j.view.ImageGrid;
import io.github.pdd4j.view.Summary;
import io.github.pdd4j.view.Tables;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a study has found: scores of every run by test set and metric, and how variants compare.
 *
 * <p>Rows that are not trained stand beside the runs: the network before training ({@code not adapted}), a frozen
 * generalist ({@code generalist}) and the references. Runs that failed or were not trained yet are rows with a note.
 *
 * <pre>{@code
 * var base = distill()
 *         .generalist(compactGeneralist())
 *         .specialist(compactSpecialist())
 *         .labeled(images(folder).without("image-4.png").downscaledBy(bicubic()))
 *         .unlabeled(images(folder).without("image-4.png"))
 *         .batch(1)
 *         .crop(16)
 *         .iterations(2);
 * Path kept = Files.createTempDirectory("studies");
 * var found = study("terms", base)
 *         .variant("R_intra only", s -> s.rInter(0))
 *         .measure("held out", images(folder).without("image-1.png", "image-2.png", "image-3.png").downscaledBy(bicubic()), psnr(), ssim())
 *         .folder(kept)
 *         .train();
 * System.out.println(found.table());
 * System.out.println(found.compare());
 * found.tradeOff("held out PSNR", "held out SSIM");
 * found.report(kept.resolve("terms.html"));
 * }</pre>
 */
public final class StudyResult implements Viewable {
    private static final double LEVEL = 0.05;
    private static final int TILE = 168;
    private static final int TILES_IN_A_ROW = 5;

    private final PreparedStudy study;
    private final List<Row> rows;
    private final Map<Column, List<String>> images;
    private final Map<Column, boolean[]> measured;

    /** A metric on a test set. */
    record Column(String set, String metric, boolean higherIsBetter) {
        String title() {
            return set + " " + metric;
        }
    }

    /** What is known of a run, or of a row that is not trained. */
    private enum State {
        MEASURED,
        FAILED,
        MISSING
    }

    /**
     * One training of a row.
     *
     * @param seed its seed; empty for a row that is not trained
     * @param state whether its scores are there
     * @param reason why it failed, empty if it did not
     * @param sentence its sentence as Java code
     * @param scores values of the images by column; empty unless measured
     * @param end how the run ended
     * @param upscaler opens its network
     */
    private record Training(
            Optional<Long> seed,
            State state,
            String reason,
            String sentence,
            Map<Column, double[]> scores,
            Optional<Outcome> end,
            Supplier<Upscaler> upscaler) {}

    /** A row of the results: a variant with values of the axes, or an upscaler that is not trained. */
    private record Row(String name, Map<String, String> values, boolean isTrained, List<Training> trainings) {
        String label() {
            return Cell.label(name, values);
        }

        List<Training> measured() {
            return trainings.stream()
                    .filter(each -> each.state == State.MEASURED)
                    .toList();
        }
    }

    private StudyResult(PreparedStudy study, List<Row> rows, Map<Column, List<String>> images) {
        this.study = study;
        this.rows = List.copyOf(rows);
        this.images = images;
        this.measured = images.keySet().stream().collect(Collectors.toMap(column -> column, this::everywhere));
    }

    static StudyResult of(PreparedStudy study, Map<String, String> failures) {
        Map<Column, List<String>> images = new LinkedHashMap<>();
        for (PreparedSet set : study.sets()) {
            for (Metric metric : set.set().metrics()) {
                images.put(column(set, metric), set.set().pairs().names());
            }
        }
        List<Row> rows = new ArrayList<>();
        for (ReferenceRow reference : study.references()) {
            Training only = training(study, reference.key(), "", Optional.empty(), "", failures, reference::upscaler);
            rows.add(new Row(reference.name(), Map.of(), false, List.of(only)));
        }
        for (Cell cell : study.cells()) {
            List<Training> trainings = new ArrayList<>();
            for (PlannedRun run : cell.runs()) {
                trainings.add(training(
                        study,
                        run.key(),
                        cell.network().name(),
                        Optional.of(run.seed()),
                        DistillationAccess.sentence(run.sentence()).toString(),
                        failures,
                        () -> opened(study, cell, run)));
            }
            rows.add(new Row(cell.variant(), cell.values(), true, trainings));
        }
        return new StudyResult(study, rows, images);
    }

    private static Column column(PreparedSet set, Metric metric) {
        return new Column(set.set().name(), metric.name(), metric.higherIsBetter());
    }

    private static Training training(
            PreparedStudy study,
            String key,
            String network,
            Optional<Long> seed,
            String sentence,
            Map<String, String> failures,
            Supplier<Upscaler> upscaler) {
        ScoreFile file = study.scores(key);
        Optional<Outcome> end = file.outcome();
        String failure = failures.get(key);
        if (failure == null && end.isPresent() && end.get().ending() == Ending.FAILED) {
            failure = end.get().reason();
        }
        if (failure != null) {
            return new Training(seed, State.FAILED, failure, sentence, Map.of(), end, upscaler);
        }
        Map<Column, double[]> scores = new LinkedHashMap<>();
        for (PreparedSet set : study.sets()) {
            for (Metric metric : set.set().metrics()) {
                ScoreKey wanted = set.key(network, metric);
                Optional<Scores> found = file.scores(wanted);
                if (found.isPresent()) {
                    scores.put(
                            column(set, metric),
                            found.get().values().stream()
                                    .mapToDouble(Double::doubleValue)
                                    .toArray());
                }
            }
        }
        long columns = study.sets().stream()
                .mapToLong(set -> set.set().metrics().size())
                .sum();
        boolean isWhole = scores.size() == columns && (seed.isEmpty() || end.isPresent());
        return new Training(
                seed,
                isWhole ? State.MEASURED : State.MISSING,
                "",
                sentence,
                isWhole ? scores : Map.of(),
                end,
                upscaler);
    }

    private static Upscaler opened(PreparedStudy study, Cell cell, PlannedRun run) {
        RunFolder folder = study.folder(run);
        if (!folder.begun() || folder.snapshots().all().isEmpty()) {
            throw new IllegalStateException("grid needs the networks of all runs, got none of \"" + cell.label()
                    + "\", seed " + run.seed() + ": its checkpoints were deleted, train without"
                    + " keepCheckpoints(false) to have them again");
        }
        Network network = cell.network().of(Run.open(folder.path()));
        return DistillationAccess.sentence(run.sentence()).execution().placed(network);
    }

    /** For each image whether every measured training has its score, so that all means are over the same images. */
    private boolean[] everywhere(Column column) {
        boolean[] all = new boolean[Objects.requireNonNull(images.get(column)).size()];
        Arrays.fill(all, true);
        rows.stream().flatMap(row -> row.measured().stream()).forEach(each -> {
            double[] values = scores(each, column);
            for (int i = 0; i < all.length; i++) {
                all[i] &= !Double.isNaN(values[i]);
            }
        });
        return all;
    }

    private static double[] scores(Training training, Column column) {
        return Objects.requireNonNull(training.scores.get(column));
    }

    /** The scores of a training, of the images that every training has. */
    private double[] common(Training training, Column column) {
        double[] values = scores(training, column);
        boolean[] kept = Objects.requireNonNull(measured.get(column));
        return IntStream.range(0, values.length)
                .filter(i -> kept[i])
                .mapToDouble(i -> values[i])
                .toArray();
    }

    private static double mean(double... values) {
        return Mean.of(values).getAsDouble();
    }

    /** The mean of each measured seed. */
    private double[] means(Row row, Column column) {
        return row.measured().stream()
                .mapToDouble(each -> mean(common(each, column)))
                .toArray();
    }

    private static double spread(double... means) {
        return means.length < 2 ? Double.NaN : StandardDeviation.of(means).getAsDouble();
    }

    private List<String> axes() {
        return study.settings().over().stream().map(StudySettings.Axis::name).toList();
    }

    /**
     * The results in one table: mean over images and seeds, and spread over seeds.
     *
     * @return one row for each variant and combination of values, and for what was not trained
     */
    public ScoreTable table() {
        List<String> header = new ArrayList<>(List.of("variant"));
        header.addAll(axes());
        header.add("seeds");
        images.keySet().forEach(column -> header.add(column.title() + (column.higherIsBetter ? " ↑" : " ↓")));
        boolean hasNotes = rows.stream().anyMatch(row -> !note(row).isEmpty());
        if (hasNotes) {
            header.add("note");
        }
        Map<Column, List<Double>> ranked = new LinkedHashMap<>();
        images.keySet().forEach(column -> ranked.put(column, ranked(column)));
        List<List<ScoreTable.Cell>> cells = rows.stream()
                .map(row -> {
                    List<ScoreTable.Cell> line = new ArrayList<>();
                    line.add(new ScoreTable.Cell(row.name, 0));
                    axes().forEach(axis -> line.add(new ScoreTable.Cell(row.values.getOrDefault(axis, ""), 0)));
                    line.add(new ScoreTable.Cell(
                            row.isTrained ? String.valueOf(row.measured().size()) : "", 0));
                    ranked.forEach((column, best) -> line.add(cell(row, column, best)));
                    if (hasNotes) {
                        line.add(new ScoreTable.Cell(note(row), 0));
                    }
                    return line;
                })
                .toList();
        return new ScoreTable(study.settings().name(), header, cells, numbers());
    }

    private ScoreTable.Cell cell(Row row, Column column, List<Double> best) {
        double[] means = means(row, column);
        if (means.length == 0) {
            return new ScoreTable.Cell("", 0);
        }
        double mean = mean(means);
        int rank = rows.size() < 2 ? 0 : best.indexOf(mean) + 1;
        return new ScoreTable.Cell(ScoreTable.text(mean, spread(means)), rank > 2 ? 0 : rank);
    }

    /** The distinct means of a column, the best first. */
    private List<Double> ranked(Column column) {
        List<Double> sorted = rows.stream()
                .map(row -> means(row, column))
                .filter(means -> means.length > 0)
                .map(StudyResult::mean)
                .filter(mean -> !mean.isNaN())
                .distinct()
                .sorted()
                .collect(Collectors.toCollection(ArrayList::new));
        if (column.higherIsBetter) {
            Collections.reverse(sorted);
        }
        return sorted;
    }

    private Table numbers() {
        Table table = ofRows(study.settings().name());
        table.addColumns(IntColumn.create("seeds"));
        images.keySet()
                .forEach(column -> table.addColumns(
                        DoubleColumn.create(column.title()), DoubleColumn.create(column.title() + " spread")));
        table.addColumns(StringColumn.create("note"));
        for (Row row : rows) {
            begin(table, row);
            table.intColumn("seeds").append(row.isTrained ? row.measured().size() : 0);
            images.keySet().forEach(column -> {
                double[] means = means(row, column);
                table.doubleColumn(column.title()).append(means.length == 0 ? Double.NaN : mean(means));
                table.doubleColumn(column.title() + " spread").append(spread(means));
            });
            table.stringColumn("note").append(note(row));
        }
        return table;
    }

    /** A table that tells rows by variant and values. */
    private Table ofRows(String name) {
        Table table = Table.create(name).addColumns(StringColumn.create("variant"));
        axes().forEach(axis -> table.addColumns(StringColumn.create(axis)));
        return table;
    }

    private void begin(Table table, Row row) {
        table.stringColumn("variant").append(row.name);
        axes().forEach(axis -> table.stringColumn(axis).append(row.values.getOrDefault(axis, "")));
    }

    private static String note(Row row) {
        List<String> said = new ArrayList<>();
        row.trainings.stream()
                .filter(each -> each.state == State.FAILED)
                .forEach(each -> said.add(
                        each.seed.map(seed -> "seed " + seed + " failed: ").orElse("failed: ") + each.reason));
        long missing = row.trainings.stream()
                .filter(each -> each.state == State.MISSING)
                .count();
        if (missing > 0) {
            said.add(missing + (missing == 1 ? " run is" : " runs are") + " not trained and measured yet");
        }
        return String.join("; ", said);
    }

    /**
     * The runs that failed.
     *
     * @return one row for each; columns variant, the axes, seed, reason, sentence
     */
    public Table failures() {
        Table table = ofRows("runs that failed");
        table.addColumns(StringColumn.create("seed"), StringColumn.create("reason"), StringColumn.create("sentence"));
        for (Row row : rows) {
            for (Training each : row.trainings) {
                if (each.state == State.FAILED) {
                    begin(table, row);
                    table.stringColumn("seed")
                            .append(each.seed.map(String::valueOf).orElse(""));
                    table.stringColumn("reason").append(each.reason);
                    table.stringColumn("sentence").append(each.sentence);
                }
            }
        }
        return table;
    }

    /**
     * The score of every image.
     *
     * @return one row for each variant, seed, test set, image and metric; columns variant, the axes, seed (empty for what
     *     was not trained), set, image, metric, value; what could not be measured is missing
     */
    public Table perImage() {
        Table table = ofRows(study.settings().name() + ", each image");
        table.addColumns(
                StringColumn.create("seed"),
                StringColumn.create("set"),
                StringColumn.create("image"),
                StringColumn.create("metric"),
                DoubleColumn.create("value"));
        for (Row row : rows) {
            for (Training each : row.measured()) {
                each.scores.forEach((column, values) -> {
                    List<String> names = Objects.requireNonNull(images.get(column));
                    for (int i = 0; i < values.length; i++) {
                        begin(table, row);
                        table.stringColumn("seed")
                                .append(each.seed.map(String::valueOf).orElse(""));
                        table.stringColumn("set").append(column.set);
                        table.stringColumn("image").append(names.get(i));
                        table.stringColumn("metric").append(column.metric);
                        table.doubleColumn("value").append(values[i]);
                    }
                });
            }
        }
        return table;
    }

    /**
     * The mean over images of every seed.
     *
     * @return one row for each variant, seed, test set and metric; columns variant, the axes, seed (empty for what was
     *     not trained), set, metric, mean, and seconds of the training (missing for what was not trained)
     */
    public Table perSeed() {
        Table table = ofRows(study.settings().name() + ", each seed");
        table.addColumns(
                StringColumn.create("seed"),
                StringColumn.create("set"),
                StringColumn.create("metric"),
                DoubleColumn.create("mean"),
                DoubleColumn.create("seconds"));
        for (Row row : rows) {
            for (Training each : row.measured()) {
                for (Column column : images.keySet()) {
                    begin(table, row);
                    table.stringColumn("seed")
                            .append(each.seed.map(String::valueOf).orElse(""));
                    table.stringColumn("set").append(column.set);
                    table.stringColumn("metric").append(column.metric);
                    table.doubleColumn("mean").append(mean(common(each, column)));
                    table.doubleColumn("seconds")
                            .append(each.end.map(Outcome::seconds).orElse(Double.NaN));
                }
            }
        }
        return table;
    }

    /**
     * Compares every row with the base: a variant with the base of the same values, the base itself with the base of the
     * first values, and what was not trained with the base of each value.
     *
     * @return the comparisons, paired by seed and image
     */
    public StudyComparison compare() {
        List<Row[]> both = new ArrayList<>();
        List<Row> bases = rows.stream()
                .filter(row -> row.isTrained && row.name.equals(Study.BASE))
                .toList();
        for (Row base : bases) {
            rows.stream()
                    .filter(row -> row.isTrained && !row.name.equals(Study.BASE) && row.values.equals(base.values))
                    .forEach(row -> both.add(new Row[] {row, base}));
            rows.stream().filter(row -> !row.isTrained).forEach(row -> both.add(new Row[] {row, base}));
        }
        bases.stream().skip(1).forEach(base -> both.add(new Row[] {base, bases.get(0)}));
        return compared(both);
    }

    /**
     * Compares two rows: {@code compare("R_intra only", "base")}.
     *
     * @param a name of a variant or reference, or the name of a row with its values, such as {@code base, rate 1.0E-4}. A
     *     name that has rows for several values is compared for each of them
     * @param b another one
     * @return the comparisons, paired by seed and image
     * @throws IllegalArgumentException if there is no row of a name; the message lists the names and the nearest
     */
    public StudyComparison compare(String a, String b) {
        List<Row> ours = named(a);
        List<Row> theirs = named(b);
        List<Row[]> both = new ArrayList<>();
        for (Row one : ours) {
            for (Row other : theirs) {
                boolean isPair = one.values.equals(other.values)
                        || ours.size() == 1
                        || theirs.size() == 1
                        || !one.isTrained
                        || !other.isTrained;
                if (!one.label().equals(other.label()) && isPair) {
                    both.add(new Row[] {one, other});
                }
            }
        }
        if (both.isEmpty()) {
            throw new IllegalArgumentException("two different rows must be compared, got \"" + a + "\" and \"" + b
                    + "\": use " + NearestNames.of(a, labels()));
        }
        return compared(both);
    }

    private List<String> labels() {
        Set<String> labels = new LinkedHashSet<>();
        rows.forEach(row -> labels.add(row.name));
        rows.forEach(row -> labels.add(row.label()));
        return List.copyOf(labels);
    }

    private List<Row> named(String name) {
        List<Row> found = rows.stream()
                .filter(row -> row.name.equalsIgnoreCase(name) || row.label().equalsIgnoreCase(name))
                .toList();
        if (found.isEmpty()) {
            throw unknown("row", name, labels());
        }
        return found;
    }

    private Column columnOf(String title) {
        return images.keySet().stream()
                .filter(column -> column.title().equalsIgnoreCase(title))
                .findFirst()
                .orElseThrow(() -> unknown(
                        "metric",
                        title,
                        images.keySet().stream().map(Column::title).toList()));
    }

    private static IllegalArgumentException unknown(String what, String name, Collection<String> known) {
        return new IllegalArgumentException(what + " must be one of " + known + ", got \"" + name
                + "\": did you mean \"" + NearestNames.one(name, known) + "\"?");
    }

    private StudyComparison compared(List<Row[]> both) {
        Table table = Table.create("comparisons, paired by seed and image")
                .addColumns(
                        StringColumn.create("variant"),
                        StringColumn.create("against"),
                        StringColumn.create("set"),
                        StringColumn.create("metric"),
                        DoubleColumn.create("mean A"),
                        DoubleColumn.create("mean B"),
                        DoubleColumn.create("A − B"),
                        DoubleColumn.create("low"),
                        DoubleColumn.create("high"),
                        DoubleColumn.create("p"),
                        IntColumn.create("seeds"),
                        DoubleColumn.create("image low"),
                        DoubleColumn.create("image high"),
                        IntColumn.create("images"),
                        StringColumn.create("better"));
        Set<String> remarks = new LinkedHashSet<>();
        boolean isTested = false;
        boolean isUntested = false;
        for (Row[] pair : both) {
            List<Training[]> trainings = paired(pair[0], pair[1]);
            if (trainings.isEmpty()) {
                remarks.add("\"" + pair[0].label() + "\" and \"" + pair[1].label()
                        + "\" are not compared: no seed of both is trained and measured.");
                continue;
            }
            for (Column column : images.keySet()) {
                SeedStatistics found = SeedStatistics.of(
                        trainings.stream().map(each -> common(each[0], column)).toList(),
                        trainings.stream().map(each -> common(each[1], column)).toList());
                append(table, pair, column, trainings, found);
                isTested |= found.seeds() > 1;
                isUntested |= found.seeds() == 1;
            }
        }
        if (isTested) {
            remarks.add("p and the interval from low to high speak of further trainings of these two sentences on these"
                    + " images: the seed is the unit (paired t-test). The interval from image low to image high speaks of"
                    + " further images for the mean of these trainings (bootstrap).");
        }
        if (isUntested) {
            remarks.add(
                    "Warning: where there is one seed only, nothing is said of further trainings, which may differ by"
                            + " more than the interval over images shows: add seeds(3) or more to the study. That interval speaks"
                            + " of further images for this one training.");
        }
        remarks.addAll(leftOut());
        return new StudyComparison(table, List.copyOf(remarks));
    }

    /** The trainings of equal seeds; what was not trained is paired with every seed. */
    private static List<Training[]> paired(Row a, Row b) {
        List<Training[]> both = new ArrayList<>();
        for (Training ours : a.measured()) {
            for (Training theirs : b.measured()) {
                if (ours.seed.isEmpty() || theirs.seed.isEmpty() || ours.seed.equals(theirs.seed)) {
                    both.add(new Training[] {ours, theirs});
                }
            }
        }
        return both;
    }

    private void append(Table table, Row[] pair, Column column, List<Training[]> trainings, SeedStatistics found) {
        table.stringColumn("variant").append(pair[0].label());
        table.stringColumn("against").append(pair[1].label());
        table.stringColumn("set").append(column.set);
        table.stringColumn("metric").append(column.metric);
        for (int side = 0; side < 2; side++) {
            int of = side;
            table.doubleColumn(side == 0 ? "mean A" : "mean B")
                    .append(mean(trainings.stream()
                            .mapToDouble(each -> mean(common(each[of], column)))
                            .toArray()));
        }
        table.doubleColumn("A − B").append(found.mean());
        table.doubleColumn("low").append(found.low());
        table.doubleColumn("high").append(found.high());
        table.doubleColumn("p").append(found.p());
        table.intColumn("seeds").append(pair[0].isTrained || pair[1].isTrained ? found.seeds() : 0);
        table.doubleColumn("image low").append(found.imageLow());
        table.doubleColumn("image high").append(found.imageHigh());
        table.intColumn("images").append(found.images());
        table.stringColumn("better").append(better(found, column));
    }

    private static String better(SeedStatistics found, Column column) {
        if (Double.isNaN(found.p())) {
            return "not tested";
        }
        return found.p() >= LEVEL ? "undecided" : found.mean() > 0 == column.higherIsBetter ? "A" : "B";
    }

    private List<String> leftOut() {
        return images.keySet().stream()
                .map(column -> {
                    boolean[] kept = Objects.requireNonNull(measured.get(column));
                    List<String> names = Objects.requireNonNull(images.get(column));
                    String without = IntStream.range(0, kept.length)
                            .filter(i -> !kept[i])
                            .mapToObj(names::get)
                            .collect(Collectors.joining(", "));
                    return without.isEmpty()
                            ? ""
                            : column.title() + " is without " + without + ", which could not be measured in every run.";
                })
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /**
     * Draws two metrics against each other, one point for each row, with error bars of one spread over seeds and the
     * Pareto front, as in Fig. 13 of the paper.
     *
     * @param x title of a column, such as {@code camera PSNR}, ignoring case
     * @param y title of another column
     * @return the chart
     * @throws IllegalArgumentException if there is no column of a title, or no row was measured
     */
    public Chart tradeOff(String x, String y) {
        Column across = columnOf(x);
        Column up = columnOf(y);
        List<Row> shown = rows.stream().filter(row -> !row.measured().isEmpty()).toList();
        if (shown.isEmpty()) {
            throw new IllegalStateException(
                    "tradeOff needs a row that was measured, got none: see failures() for the reasons");
        }
        List<double[]> means = shown.stream()
                .map(row -> new double[] {mean(means(row, across)), mean(means(row, up))})
                .toList();
        List<Integer> front = ParetoFront.of(means, across.higherIsBetter, up.higherIsBetter);
        List<Charts.LabeledPoint> points = IntStream.range(0, shown.size())
                .mapToObj(i -> new Charts.LabeledPoint(
                        shown.get(i).label(),
                        shown.get(i).isTrained,
                        means.get(i)[0],
                        means.get(i)[1],
                        spread(means(shown.get(i), across)),
                        spread(means(shown.get(i), up)),
                        front.contains(i)))
                .toList();
        return Charts.labeledPoints(study.settings().name(), axisTitle(across), axisTitle(up), points);
    }

    private static String axisTitle(Column column) {
        return column.title() + (column.higherIsBetter ? ", higher" : ", lower") + " is better";
    }

    /**
     * Shows the same square of one image for the input, the truth and every row, as Figs. 12 and 15 of the paper do; of
     * several seeds the first one that is there.
     *
     * @param set name of a test set, ignoring case
     * @param image name of an image of it
     * @param x left edge of the square as a fraction of the width, in [0, 1)
     * @param y top edge as a fraction of the height, in [0, 1)
     * @param side side as a fraction of the shorter side, in (0, 1]
     * @return the images
     * @throws IllegalArgumentException if there is no such set or image, or the square is not inside it
     * @throws IllegalStateException if the checkpoints of a run were deleted
     */
    public ImageGrid grid(String set, String image, double x, double y, double side) {
        List<String> sets = study.sets().stream().map(each -> each.set().name()).toList();
        PreparedSet chosen = study.sets().stream()
                .filter(each -> each.set().name().equalsIgnoreCase(set))
                .findFirst()
                .orElseThrow(() -> unknown("test set", set, sets));
        Pairs pairs = chosen.set().pairs();
        int index = pairs.names().indexOf(image);
        if (index < 0) {
            throw unknown("image", image, pairs.names());
        }
        Pair pair = pairs.pair(index, study.scale());
        Column first = column(chosen, chosen.set().metrics().get(0));
        List<Captioned> tiles = new ArrayList<>();
        tiles.add(new Captioned("input", pair.low()));
        for (Row row : rows) {
            Optional<Training> shown = row.measured().stream().findFirst();
            if (shown.isPresent()) {
                double score = scores(shown.get(), first)[index];
                tiles.add(new Captioned(
                        row.label() + String.format(Locale.ROOT, " %.4g", score),
                        shown.get().upscaler.get().upscale(pair.low())));
            }
        }
        tiles.add(new Captioned("truth", pair.high()));
        List<List<Captioned>> lines = new ArrayList<>();
        for (int from = 0; from < tiles.size(); from += TILES_IN_A_ROW) {
            lines.add(tiles.subList(from, Math.min(tiles.size(), from + TILES_IN_A_ROW)));
        }
        ImageGrid detail = new ImageGrid(lines, 1).zoom(x, y, side);
        int pixels = detail.rows().stream()
                .flatMap(List::stream)
                .mapToInt(tile -> tile.image().width())
                .max()
                .orElse(1);
        return detail.zoom(Math.max(1, Math.min(16, (TILE + pixels - 1) / pixels)));
    }

    /**
     * Writes the results as one page: settings, plan, tables, comparisons, a trade-off, details of an image, and where
     * the numbers come from.
     *
     * @param file ends in {@code .html} for one page without scripts and other files, or in {@code .md} for Markdown with
     *     its images beside it; an existing file is replaced
     * @throws IllegalArgumentException if the file has another ending
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void report(Path file) {
        new StudyReport(study, this).write(file);
    }

    /**
     * Writes the results as one page: {@code report("terms.html")}; see {@link #report(Path)}.
     *
     * @param file path that ends in {@code .html} or {@code .md}
     * @throws IllegalArgumentException if the file has another ending
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void report(String file) {
        report(Path.of(file));
    }

    /** Titles of the columns of scores. */
    List<String> columns() {
        return images.keySet().stream().map(Column::title).toList();
    }

    /** Whether any row was measured. */
    boolean isMeasured() {
        return rows.stream().anyMatch(row -> !row.measured().isEmpty());
    }

    /** How the measured runs ended. */
    List<Outcome> ends() {
        return rows.stream()
                .flatMap(row -> row.trainings.stream())
                .flatMap(each -> each.end.stream())
                .toList();
    }

    @Override
    public View view() {
        Summary summary = Summary.of("").add("", table());
        StudyComparison compared = compare();
        if (!compared.table().isEmpty() || !compared.remarks().isEmpty()) {
            summary = summary.add("Against the base", compared);
        }
        return failures().isEmpty() ? summary : summary.add("", Tables.html(failures()));
    }

    @Override
    public String toString() {
        return Stream.of(table().toString(), compare().toString()).collect(Collectors.joining("\n\n"));
    }
}
