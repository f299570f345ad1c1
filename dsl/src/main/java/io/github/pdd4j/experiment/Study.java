package io.github.pdd4j.experiment;

import static io.github.pdd4j.setting.Given.given;

import io.github.pdd4j.archive.HomeFolder;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.distill.Distillation;
import io.github.pdd4j.experiment.StudySettings.Axis;
import io.github.pdd4j.experiment.StudySettings.Reference;
import io.github.pdd4j.experiment.StudySettings.TestSet;
import io.github.pdd4j.experiment.StudySettings.Variant;
import io.github.pdd4j.metric.Metric;
import io.github.pdd4j.network.Upscaler;
import io.github.pdd4j.setting.Phrases;
import io.github.pdd4j.view.Charts;
import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * A study as one sentence: a base distillation, named variants and axes, seeds, and what is measured.
 *
 * <p>Instances are immutable. Every combination of a variant and the values of the axes is trained once for each seed;
 * the base itself is the variant {@code base}. Runs and scores are kept by what determines them, so an interrupted or
 * killed study goes on, a new variant, value or seed trains only the new runs, and two studies share the runs of equal
 * sentences.
 *
 * <pre>{@code
 * var base = distill()
 *         .generalist(compactGeneralist())
 *         .specialist(compactSpecialist())
 *         .labeled(images(folder).without("image-4.png").downscaledBy(bicubic()))
 *         .unlabeled(images(folder).without("image-4.png"))
 *         .crop(24)
 *         .iterations(100);
 * var terms = study("terms", base)
 *         .variant("R_intra only", s -> s.rInter(0))
 *         .variant("R_inter only", s -> s.rIntra(0))
 *         .over("rate", List.of(1e-4, 3e-4), (s, value) -> s.learningRate(value))
 *         .seeds(3)
 *         .measure("held out", images(folder).without("image-1.png", "image-2.png", "image-3.png").downscaledBy(bicubic()), psnr())
 *         .reference("bicubic", bicubicUpscaling(4));
 * System.out.println(terms.plan());
 * }</pre>
 */
public final class Study implements Viewable {
    /** The name of the variant that is the base itself. */
    static final String BASE = "base";

    /** The name of the row of the network that training starts from. */
    static final String NOT_ADAPTED = "not adapted";

    /** The name of the row of a frozen generalist. */
    static final String GENERALIST = "generalist";

    /** Columns of the tables of results, which no axis may be called. */
    private static final List<String> COLUMNS = List.of(
            "variant",
            "seed",
            "seeds",
            "set",
            "image",
            "images",
            "metric",
            "value",
            "note",
            "against",
            "runs",
            "there",
            "to do",
            "failed",
            "iterations",
            "seconds");

    private final StudySettings settings;

    private Study(StudySettings settings) {
        this.settings = settings;
    }

    /**
     * Begins a study in the folder {@code studies} of {@code PDD4J_HOME}, with the seed of the base.
     *
     * @param name title of the study in its displays and reports; not blank. It does not identify any run
     * @param base the distillation that all variants start from
     * @return a study without variants and test sets
     * @throws IllegalArgumentException if the name is blank
     */
    public static Study of(String name, Distillation base) {
        given("name", name, "base", base);
        requireName("study", name);
        return new Study(new StudySettings(
                name, base, List.of(), List.of(), List.of(), List.of(), List.of(), null, HomeFolder.studies(), true));
    }

    private static void requireName(String what, String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "name of a " + what + " must not be blank, got \"" + name + "\": use a word that tables can show");
        }
    }

    private static void requireFree(String what, String name, List<String> taken) {
        requireName(what, name);
        for (String other : taken) {
            if (other.equalsIgnoreCase(name)) {
                throw new IllegalArgumentException("name of a " + what
                        + " must differ from the other names of the study, ignoring case, got \"" + name
                        + "\" beside \""
                        + other + "\": choose another");
            }
        }
    }

    private Study with(String setting, Object value) {
        return new Study(StudySettings.SETTINGS.with(settings, setting, value));
    }

    /**
     * Adds a variant: {@code variant("R_intra only", s -> s.rInter(0))}.
     *
     * @param name name of its rows; not blank, different from the other names, ignoring case
     * @param change function from the base, in which the axes have been set, to the sentence of the variant
     * @return a copy with this variant
     * @throws IllegalArgumentException if the name is blank or taken
     */
    public Study variant(String name, UnaryOperator<Distillation> change) {
        given("name", name, "change", change);
        requireFree("variant", name, settings.rowNames());
        return new Study(settings.plus("variant", settings.variant(), new Variant(name, change)));
    }

    /**
     * Adds an axis whose values name themselves: {@code over("rate", List.of(1e-4, 3e-4), (s, v) ->
     * s.learningRate(v))}. All axes are crossed with each other and with the variants, and are set before a variant
     * changes the sentence.
     *
     * @param <V> type of the values
     * @param axis name of its column; not blank, different from the other columns, ignoring case
     * @param values at least one value, with different texts
     * @param change function from a sentence and a value to the sentence with this value
     * @return a copy with this axis
     * @throws IllegalArgumentException if the name is blank or taken, or two values have one text
     */
    public <V> Study over(String axis, List<V> values, BiFunction<Distillation, V, Distillation> change) {
        given("axis", axis, "values", values, "change", change);
        Map<String, V> named = new LinkedHashMap<>();
        for (V value : values) {
            if (named.put(String.valueOf(value), value) != null) {
                throw new IllegalArgumentException("values of an axis must have different texts, got \"" + value
                        + "\" twice on axis \"" + axis + "\": leave one out, or name them with a map");
            }
        }
        return over(axis, named, change);
    }

    /**
     * Adds an axis with named values: {@code over("start", Map.of("compact", network("compact-specialist"), "real",
     * network("realesr-general-x4v3")), (s, v) -> s.specialist(v))}.
     *
     * @param <V> type of the values
     * @param axis name of its column; not blank, different from the other columns, ignoring case
     * @param values at least one value by its name; names differ, ignoring case. A map made by {@code Map.of} is sorted
     *     by name
     * @param change function from a sentence and a value to the sentence with this value
     * @return a copy with this axis
     * @throws IllegalArgumentException if a name is blank or taken, or there is no value
     */
    public <V> Study over(String axis, Map<String, V> values, BiFunction<Distillation, V, Distillation> change) {
        given("axis", axis, "values", values, "change", change);
        List<String> taken = new ArrayList<>(COLUMNS);
        settings.over().forEach(each -> taken.add(each.name()));
        requireFree("axis", axis, taken);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("axis must have at least one value, got none for \"" + axis
                    + "\": use over(\"" + axis + "\", List.of(...), (s, value) -> ...)");
        }
        Map<String, UnaryOperator<Distillation>> changes = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        Charts.inOrder(values).forEach((name, value) -> {
            requireFree("value of axis \"" + axis + "\"", name, names);
            names.add(name);
            changes.put(name, sentence -> change.apply(sentence, value));
        });
        return new Study(settings.plus("over", settings.over(), new Axis(axis, changes)));
    }

    /**
     * Trains every variant with the seeds 1 to {@code count}. Comparisons take the seed as their unit: with fewer than
     * two seeds they say nothing of further trainings.
     *
     * @param count number of seeds, at least 1
     * @return a copy with these seeds
     * @throws IllegalArgumentException if the number is below 1
     */
    public Study seeds(int count) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "number of seeds must be at least 1, got " + count + ": use seeds(3) for the seeds 1, 2 and 3");
        }
        return with("seeds", LongStream.rangeClosed(1, count).boxed().toList());
    }

    /**
     * Trains every variant with these seeds: {@code seeds(1, 7)}. One seed alone is set on the base.
     *
     * @param first a seed
     * @param second another seed
     * @param more further seeds
     * @return a copy with these seeds
     * @throws IllegalArgumentException if a seed is given twice
     */
    public Study seeds(long first, long second, long... more) {
        given("more", more);
        List<Long> all = LongStream.concat(LongStream.of(first, second), LongStream.of(more))
                .boxed()
                .toList();
        Set<Long> seen = new TreeSet<>();
        for (long seed : all) {
            if (!seen.add(seed)) {
                throw new IllegalArgumentException(
                        "seeds must differ, got " + seed + " twice: the same run would count as two");
            }
        }
        return with("seeds", all);
    }

    /**
     * Adds a test set: {@code measure("camera", pairs("held-out"), psnr(), ssim(), lpips())}.
     *
     * @param name begins the names of its columns, such as {@code camera PSNR}; not blank, different from the other test
     *     sets, ignoring case
     * @param pairs low-resolution images with ground truth; none may be among the images that are trained on
     * @param metrics at least one, with different names
     * @return a copy with this test set
     * @throws IllegalArgumentException if the name is blank or taken, or metrics are missing or share a name
     */
    public Study measure(String name, Pairs pairs, Metric... metrics) {
        given("name", name, "pairs", pairs, "metrics", metrics);
        requireFree(
                "test set", name, settings.measure().stream().map(TestSet::name).toList());
        if (metrics.length == 0) {
            throw new IllegalArgumentException("test set must have at least one metric, got none for \"" + name
                    + "\": use measure(\"" + name + "\", pairs, psnr(), ssim())");
        }
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Metric metric : metrics) {
            if (!seen.add(metric.name())) {
                throw new IllegalArgumentException("metrics of a test set must have different names, got "
                        + metric.name() + " twice for \"" + name + "\": measure one of them as a set of its own");
            }
        }
        return new Study(settings.plus("measure", settings.measure(), new TestSet(name, pairs, List.of(metrics))));
    }

    /**
     * Adds a row that is not trained: {@code reference("bicubic", bicubicUpscaling(4))}. The networks that training
     * starts from and frozen generalists have rows without being named.
     *
     * @param name name of its row; not blank, different from the other names, ignoring case
     * @param upscaler a network or an interpolation of the same scale
     * @return a copy with this row
     * @throws IllegalArgumentException if the name is blank or taken
     */
    public Study reference(String name, Upscaler upscaler) {
        given("name", name, "upscaler", upscaler);
        requireFree("reference", name, settings.rowNames());
        return new Study(settings.plus("reference", settings.reference(), new Reference(name, upscaler)));
    }

    /**
     * Sets which network of each run is measured.
     *
     * @param value the network; default: the best one if the sentence has {@code best(...)}, otherwise the moving
     *     average in EMA mode and the specialist in static mode
     * @return a copy with this setting
     */
    public Study network(MeasuredNetwork value) {
        given("value", value);
        return with("network", value);
    }

    /**
     * Sets the folder of the runs and scores, which several studies may share.
     *
     * @param value the folder; default {@code studies} in {@code PDD4J_HOME}
     * @return a copy with this setting
     */
    public Study folder(Path value) {
        given("value", value);
        return with("folder", value);
    }

    /**
     * Sets the folder of the runs and scores, which several studies may share.
     *
     * @param value path of the folder; default {@code studies} in {@code PDD4J_HOME}
     * @return a copy with this setting
     */
    public Study folder(String value) {
        given("value", value);
        return folder(Path.of(value));
    }

    /**
     * Sets whether a run keeps its checkpoints once all its scores are there. Without them its networks cannot be shown
     * by {@link StudyResult#grid} or measured by another metric without training again.
     *
     * @param value false to delete the checkpoints of each measured run, which saves disk space; default true
     * @return a copy with this setting
     */
    public Study keepCheckpoints(boolean value) {
        return with("keepCheckpoints", value);
    }

    /**
     * Checks the study and lists what {@link #train()} would do. Durations are known for sentences of which some
     * iterations were made before.
     *
     * @return the plan
     * @throws IllegalArgumentException if the study has no test set, a variant changes nothing or does not fit, or test
     *     images are trained on
     * @throws IllegalStateException if a sentence is incomplete
     */
    public StudyPlan plan() {
        return StudyPlan.of(PreparedStudy.of(settings));
    }

    /**
     * As {@link #plan()}, and measures some iterations of each sentence whose duration is not known; sentences that
     * differ only in values that do not change the cost are measured once.
     *
     * @param iterations number of iterations to make of each, at least 3, the first two of which are not timed
     * @return the plan, with durations and the peak memory of this process
     * @throws IllegalArgumentException as {@link #plan()}, or if the number is below 3
     * @throws IllegalStateException as {@link #plan()}, or if another run is training
     */
    public StudyPlan plan(int iterations) {
        if (iterations < 3) {
            throw new IllegalArgumentException("iterations to measure must be at least 3, got " + iterations
                    + ": use plan(5), or plan() to measure none");
        }
        return StudyPlan.measured(PreparedStudy.of(settings), iterations);
    }

    /**
     * Trains and measures what is not there yet, the first seed of all variants first, and shows the progress.
     *
     * <p>A run that fails is a row with the reason; the others go on. If the calling thread is interrupted, the study
     * stops after the current iteration and returns what is there. The next call goes on, inside a run too.
     *
     * <p>Runs are those of {@link Distillation#train()}, without a validation that neither {@code best(...)} nor
     * {@code stopWhen(...)} needs. A finished run is checked when it is asked for again: one whose lambdas compute
     * something else now is a failed row. The other failed runs are tried again by the next call.
     *
     * @return the results
     * @throws IllegalArgumentException as {@link #plan()}
     * @throws IllegalStateException as {@link #plan()}
     */
    public StudyResult train() {
        return new StudyTraining(PreparedStudy.of(settings)).run();
    }

    @Override
    public View view() {
        int cells =
                settings.over().stream().mapToInt(axis -> axis.values().size()).reduce(1, Math::multiplyExact);
        int seeds = Math.max(1, settings.seeds().size());
        String rest = String.format(
                Locale.ROOT,
                "%d runs: %d variants × %d values × %d seeds; plan() tells what is there, train() starts it",
                (settings.variant().size() + 1) * cells * seeds,
                settings.variant().size() + 1,
                cells,
                seeds);
        String code = "study(" + Phrases.of(settings.name()) + ", base)";
        List<String> words = words();
        String html = "<pre style=\"margin:0;font-family:monospace\">" + Html.escape(code)
                + String.join(
                        "",
                        words.stream().map(word -> "\n    " + Html.escape(word)).toList()) + "</pre><p>"
                + Html.escape(rest) + "</p>";
        return new Html(code + String.join("", words) + " // " + rest, html);
    }

    private List<String> words() {
        StudySettings usual = Study.of(settings.name(), settings.base()).settings;
        return StudySettings.SETTINGS.words(settings, usual);
    }

    /**
     * Returns the Java code that creates this study.
     *
     * @return the method calls; a lambda is shown as three dots
     */
    @Override
    public String toString() {
        return "study(" + Phrases.of(settings.name()) + ", " + settings.base() + ")" + String.join("", words());
    }
}
