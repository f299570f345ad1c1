package io.github.pdd4j.experiment;

import com.google.gson.JsonObject;
import io.github.pdd4j.archive.RunDirectory;
import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.data.Pair;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.distill.Distillation;
import io.github.pdd4j.distill.DistillationAccess;
import io.github.pdd4j.experiment.ScoreFile.ScoreKey;
import io.github.pdd4j.experiment.StudySettings.Axis;
import io.github.pdd4j.experiment.StudySettings.Reference;
import io.github.pdd4j.experiment.StudySettings.TestSet;
import io.github.pdd4j.experiment.StudySettings.Variant;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.io.Sha256;
import io.github.pdd4j.metric.FunctionMetric;
import io.github.pdd4j.metric.Metric;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.Upscaler;
import io.github.pdd4j.runs.RunKey;
import io.github.pdd4j.sentence.Checkpointing;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.sentence.Sentence;
import io.github.pdd4j.setting.Facts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A study that was checked: its rows, each with its runs and their keys.
 *
 * @param settings the study
 * @param cells combinations of a variant and values of the axes
 * @param references rows that are not trained
 * @param sets test sets with their digests
 * @param scale upscaling factor of all networks
 */
record PreparedStudy(
        StudySettings settings, List<Cell> cells, List<ReferenceRow> references, List<PreparedSet> sets, int scale) {
    private static final int KEY_LENGTH = 24;

    /** The sentences differ in seconds an iteration even if they are equal in these settings. */
    private static final List<String> WITHOUT_COST = List.of("seed", "learningRate", "iterations", "warmUp");

    /**
     * A combination of a variant and one value of each axis.
     *
     * @param variant name of the variant
     * @param values name of the value on each axis
     * @param sentence its sentence, with the seed of the base
     * @param runs one run for each seed
     * @param network which network of each run is measured
     */
    record Cell(
            String variant,
            Map<String, String> values,
            Distillation sentence,
            List<PlannedRun> runs,
            MeasuredNetwork network) {
        String label() {
            return label(variant, values);
        }

        static String label(String variant, Map<String, String> values) {
            return values.isEmpty()
                    ? variant
                    : variant
                            + values.entrySet().stream()
                                    .map(each -> ", " + each.getKey() + " " + each.getValue())
                                    .collect(Collectors.joining());
        }
    }

    /**
     * A run of the study.
     *
     * @param seed random seed
     * @param key digest of all that determines the result, which is the name of the run
     * @param facts what determines the result
     * @param sentence the sentence with this seed, name and folder
     */
    record PlannedRun(long seed, String key, JsonObject facts, Distillation sentence) {
        int iterations() {
            return DistillationAccess.sentence(sentence).schedule().iterations();
        }
    }

    /** An upscaler that is measured, with the digest of its facts. */
    record ReferenceRow(String name, String key, Upscaler upscaler) {}

    /**
     * A test set that is known by its images.
     *
     * @param set the test set
     * @param digest digest of its images
     * @param probes value of each metric that its conventions do not describe, for the first pair
     */
    record PreparedSet(TestSet set, String digest, Map<Metric, Double> probes) {
        static PreparedSet of(TestSet set, int scale) {
            Pair first = set.pairs().pair(0, scale);
            Map<Metric, Double> probes = new HashMap<>();
            for (Metric metric : set.metrics()) {
                if (!isDescribed(metric)) {
                    double value = metric.of(Upscaler.bicubic(scale).upscale(first.low()), first.high());
                    probes.put(metric, Double.isNaN(value) ? 0 : value);
                }
            }
            return new PreparedSet(set, PreparedStudy.digest(set.pairs(), first, scale), Map.copyOf(probes));
        }

        /** Whether the conventions of a metric tell all that its values depend on. */
        private static boolean isDescribed(Metric metric) {
            return metric.getClass().getPackageName().equals(Metric.class.getPackageName())
                    && !(metric instanceof FunctionMetric);
        }

        ScoreKey key(String network, Metric metric) {
            return new ScoreKey(network, digest, RunKey.metric(metric), probes.getOrDefault(metric, Double.NaN));
        }

        /** The metrics that a file has no scores of. */
        List<Metric> missing(ScoreFile file, String network) {
            return set.metrics().stream()
                    .filter(metric -> file.scores(key(network, metric)).isEmpty())
                    .toList();
        }
    }

    static PreparedStudy of(StudySettings settings) {
        if (settings.measure().isEmpty()) {
            throw new IllegalArgumentException("study must have a test set to measure, got none: add measure(\"held"
                    + " out\", pairs(\"held-out\"), psnr())");
        }
        List<Cell> cells = new ArrayList<>();
        List<Plan> plans = new ArrayList<>();
        for (Map<String, String> values : combinations(settings.over())) {
            cells.add(cell(settings, Study.BASE, values, settings.base(), plans));
            for (Variant variant : settings.variant()) {
                cells.add(cell(settings, variant.name(), values, settings.base(), plans));
            }
        }
        requireDifferent(cells);
        int scale = requireOneScale(settings, cells, plans);
        requireUnlearned(settings, plans);
        List<PreparedSet> sets = settings.measure().stream()
                .map(set -> PreparedSet.of(set, scale))
                .toList();
        return new PreparedStudy(settings, List.copyOf(cells), references(settings, plans), sets, scale);
    }

    private static List<Map<String, String>> combinations(List<Axis> axes) {
        List<Map<String, String>> all = List.of(Map.of());
        for (Axis axis : axes) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> values : all) {
                for (String value : axis.values().keySet()) {
                    Map<String, String> more = new LinkedHashMap<>(values);
                    more.put(axis.name(), value);
                    longer.add(Collections.unmodifiableMap(more));
                }
            }
            all = longer;
        }
        return all;
    }

    private static Cell cell(
            StudySettings settings, String name, Map<String, String> values, Distillation base, List<Plan> plans) {
        String label = Cell.label(name, values);
        Distillation sentence = base;
        for (Axis axis : settings.over()) {
            String value = Objects.requireNonNull(values.get(axis.name()));
            sentence = Objects.requireNonNull(axis.values().get(value)).apply(sentence);
            requireSentence(label, sentence);
        }
        for (Variant variant : settings.variant()) {
            if (variant.name().equals(name)) {
                sentence = variant.change().apply(sentence);
                requireSentence(label, sentence);
            }
        }
        if (!sentence.missing().isEmpty()) {
            throw new IllegalStateException("sentences of a study must be complete, got \"" + label + "\" without "
                    + String.join(", ", sentence.missing()) + ": add it to the base, for example distill()."
                    + sentence.missing().get(0) + "(...)");
        }
        Distillation complete = sentence;
        Sentence essential = RunKey.essential(DistillationAccess.sentence(complete));
        List<PlannedRun> runs = new ArrayList<>();
        for (long seed : settings.seedsOrThatOf(essential.schedule().seed())) {
            Distillation seeded = DistillationAccess.of(essential).seed(seed);
            Plan plan = plan(label, DistillationAccess.sentence(seeded));
            if (runs.isEmpty()) {
                plans.add(plan);
            }
            JsonObject facts = RunKey.facts(plan);
            String key = digest(facts.toString()).substring(0, KEY_LENGTH);
            runs.add(new PlannedRun(
                    seed,
                    key,
                    facts,
                    seeded.name(key).checkpoint(before -> kept(before).folder(settings.folder()))));
        }
        Plan plan = plans.get(plans.size() - 1);
        MeasuredNetwork network = settings.network() == null ? MeasuredNetwork.usual(plan) : settings.network();
        network.require(plan, label);
        return new Cell(name, values, complete, List.copyOf(runs), network);
    }

    private static Checkpointing kept(Checkpointing before) {
        return before.on()
                ? before
                : new Checkpointing(
                        before.every(), before.minutes(), before.keep(), before.folder(), true, before.allowChanged());
    }

    /** A lambda in a cell may return null although its type does not say so. */
    private static void requireSentence(String label, @Nullable Distillation sentence) {
        if (sentence == null) {
            throw new IllegalArgumentException("variants and axes must return a sentence, got null for \"" + label
                    + "\": use variant(\"mine\", s -> s.rInter(0))");
        }
    }

    private static Plan plan(String label, Sentence sentence) {
        try {
            return Plan.of(sentence);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "every variant of a study must be able to train, got \"" + label + "\": " + e.getMessage(), e);
        }
    }

    private static void requireDifferent(List<Cell> cells) {
        Map<String, Cell> known = new HashMap<>();
        for (Cell cell : cells) {
            Cell other = known.putIfAbsent(cell.runs().get(0).key(), cell);
            if (other != null) {
                throw new IllegalArgumentException("variants and axes must change what is trained, got \""
                        + cell.label() + "\", which is the same as \""
                        + other.label() + "\": leave it out, or if they differ in a lambda only, give the loss or"
                        + " degradation another name");
            }
        }
    }

    private static int requireOneScale(StudySettings settings, List<Cell> cells, List<Plan> plans) {
        int scale = plans.get(0).specialist().scale();
        for (int i = 0; i < plans.size(); i++) {
            requireScale(cells.get(i).label(), plans.get(i).specialist().scale(), scale);
        }
        for (Reference reference : settings.reference()) {
            requireScale(reference.name(), reference.upscaler().scale(), scale);
        }
        return scale;
    }

    private static void requireScale(String name, int got, int scale) {
        if (got != scale) {
            throw new IllegalArgumentException("networks of a study must have one scale, got ×" + got + " of \"" + name
                    + "\" beside ×" + scale + ": make a study of its own for the other scale");
        }
    }

    private static void requireUnlearned(StudySettings settings, List<Plan> plans) {
        List<List<Object>> checked = new ArrayList<>();
        for (Plan plan : plans) {
            List<Object> images = List.of(plan.labeled(), plan.unlabeled());
            boolean known =
                    checked.stream().anyMatch(each -> each.get(0) == images.get(0) && each.get(1) == images.get(1));
            if (!known) {
                checked.add(images);
                settings.measure()
                        .forEach(set -> plan.requireUnlearned("test set \"" + set.name() + "\"", set.pairs()));
            }
        }
    }

    /** The networks before training, frozen generalists, and what the study names. */
    private static List<ReferenceRow> references(StudySettings settings, List<Plan> plans) {
        Map<String, ReferenceRow> rows = new LinkedHashMap<>();
        settings.reference().forEach(each -> add(rows, each.name(), each.upscaler()));
        Map<String, Network> starts = new LinkedHashMap<>();
        Map<String, Network> generalists = new LinkedHashMap<>();
        for (Plan plan : plans) {
            Network start = plan.sentence().execution().placed(plan.specialist());
            starts.putIfAbsent(key(start), start);
        }
        for (Plan plan : plans) {
            plan.generalist()
                    .start(plan.specialist())
                    .map(plan.sentence().execution()::placed)
                    .filter(generalist -> !starts.containsKey(key(generalist)))
                    .ifPresent(generalist -> generalists.putIfAbsent(key(generalist), generalist));
        }
        add(rows, Study.NOT_ADAPTED, starts);
        add(rows, Study.GENERALIST, generalists);
        return List.copyOf(rows.values());
    }

    private static void add(Map<String, ReferenceRow> rows, String name, Map<String, Network> networks) {
        List<String> sources = networks.values().stream().map(Network::source).toList();
        networks.values().forEach(network -> {
            boolean unique = Collections.frequency(sources, network.source()) == 1;
            String which =
                    network.source() + (unique ? "" : " " + network.identity().checkpoint());
            add(rows, networks.size() == 1 ? name : name + ": " + which, network);
        });
    }

    private static void add(Map<String, ReferenceRow> rows, String name, Upscaler upscaler) {
        rows.putIfAbsent(key(upscaler), new ReferenceRow(name, key(upscaler), upscaler));
    }

    private static String key(Upscaler upscaler) {
        return "upscaler-"
                + digest(Facts.of(upscaler.identity().facts()).toString()).substring(0, KEY_LENGTH);
    }

    /**
     * The digest of what is measured: files, how the inputs were made, and the values of the first pair, which show a
     * lambda that computes something else.
     */
    private static String digest(Pairs pairs, Pair first, int scale) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("images", pairs.digests().stream().map(each -> each.line()).toList());
        facts.put("input", pairs.inputFacts());
        facts.put("scale", scale);
        facts.put("first", List.of(digest(first.low()), digest(first.high())));
        return digest(Facts.of(facts).toString());
    }

    private static String digest(Image image) {
        float[] values = image.values();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
        bytes.asFloatBuffer().put(values);
        return Sha256.of(digest -> {
            digest.update(image.sizeText().getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        });
    }

    private static String digest(String text) {
        return Sha256.of(digest -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
    }

    RunFolder folder(PlannedRun run) {
        return new RunDirectory(settings.folder()).of(run.key());
    }

    ScoreFile scores(String key) {
        return new ScoreFile(settings.folder(), key);
    }

    /** Whether a file has all scores of the study. */
    boolean isComplete(ScoreFile file, String network) {
        return sets.stream().allMatch(set -> set.missing(file, network).isEmpty());
    }

    /** What determines the duration of an iteration: the settings without those that do not, with weights as on or off. */
    static String cost(PlannedRun run) {
        JsonObject settings = run.facts().getAsJsonObject("settings").deepCopy();
        WITHOUT_COST.forEach(settings::remove);
        switched(settings);
        return run.facts().get("device") + settings.toString();
    }

    private static void switched(JsonObject object) {
        for (String name : List.copyOf(object.keySet())) {
            if (object.get(name).isJsonObject()) {
                switched(object.getAsJsonObject(name));
            } else if (name.equals("weight") && object.get(name).isJsonPrimitive()) {
                object.addProperty(name, object.get(name).getAsDouble() != 0);
            }
        }
    }
}
