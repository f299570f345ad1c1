package io.github.pdd4j.explain;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import io.github.pdd4j.balance.Balance;
import io.github.pdd4j.loss.Adversarial;
import io.github.pdd4j.loss.Term;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.LowRank;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.Parameterization;
import io.github.pdd4j.sentence.Generalist;
import io.github.pdd4j.sentence.GivenPredictions;
import io.github.pdd4j.sentence.MovingAverage;
import io.github.pdd4j.sentence.Objective;
import io.github.pdd4j.sentence.Roles;
import io.github.pdd4j.sentence.Schedule;
import io.github.pdd4j.sentence.Sentence;
import io.github.pdd4j.setting.Facts;
import io.github.pdd4j.setting.Phrases;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.setting.Source;
import io.github.pdd4j.tensor.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The formulas of a distillation, the values in them, and the source of each value. */
public record Explanation(List<Part> parts) {
    private static final String CHOSEN = "chosen in the sentence";

    /** A part of the method with its formula and the values in it. */
    record Part(String name, String formula, List<Entry> entries) {}

    /**
     * A value and its source.
     *
     * @param label name of the value
     * @param facts the value as JSON, for comparisons
     * @param text the value as shown
     * @param from source of the value
     */
    record Entry(String label, JsonElement facts, String text, String from) {
        private static final Entry ABSENT = new Entry("", JsonNull.INSTANCE, "–", "");

        /** The value of a setting with its source. */
        public static Entry of(Settings.Value value) {
            return of(
                    value.setting().label(),
                    value.value(),
                    value.source().map(Source::toString).orElse(CHOSEN));
        }

        public static Entry of(String label, @Nullable Object value, String from) {
            return new Entry(label, Facts.of(value), value instanceof String text ? text : Phrases.of(value), from);
        }
    }

    public static Explanation of(Sentence sentence) {
        Objective objective = sentence.objective();
        List<Part> parts = new ArrayList<>();
        parts.add(total(objective));
        parts.add(part(
                "wavelet",
                objective.wavelet(),
                used(objective.wavelet().weight(), "α1 · Σ_i ω_i · mean |W_i(Y_S^L) − W_i(Y)|")));
        parts.add(part(
                "perceptual",
                objective.perceptual(),
                used(objective.perceptual().weight(), "α2 · Σ_l w_l · mean |Φ_l(Y_S^L) − Φ_l(Y)|")));
        parts.add(adversarial(objective.adversarial()));
        parts.add(started(
                objective,
                part(
                        "rIntra",
                        objective.rIntra(),
                        used(objective.rIntra().weight(), objective.rIntra().formula()))));
        parts.add(started(
                objective,
                part(
                        "rInter",
                        objective.rInter(),
                        used(objective.rInter().weight(), objective.rInter().formula()))));
        parts.add(part(
                "naiveDistillation",
                objective.naiveDistillation(),
                used(
                        objective.naiveDistillation().weight(),
                        "mean |Y_S^U − Y_G^U| + Σ_l w_l · mean |Φ_l(Y_S^U) − Φ_l(Y_G^U)|")));
        for (Term term : objective.loss()) {
            parts.add(new Part(term.name(), "your own", List.of(Entry.of("weight", term.weight(), CHOSEN))));
        }
        balance(objective).ifPresent(parts::add);
        parts.add(generalist(sentence));
        parts.add(features(sentence));
        parts.add(schedule(sentence));
        trained(sentence).ifPresent(parts::add);
        parts.add(optimizer(sentence.schedule()));
        return new Explanation(List.copyOf(parts));
    }

    private static Part part(String name, Record settings, String formula) {
        return new Part(name, formula, entries(settings));
    }

    /** The values of a record, including those of nested records; unset values and those of absent settings are left out. */
    private static List<Entry> entries(Record record) {
        List<Entry> entries = new ArrayList<>();
        for (Settings.Value value : Settings.valuesOf(record)) {
            if (value.value() instanceof Record inner && Settings.describes(inner)) {
                entries.addAll(entries(inner));
            } else if (value.value() != null && !value.setting().isAbsentAt(value.value())) {
                entries.add(Entry.of(value));
            }
        }
        return entries;
    }

    private static String used(double weight, String formula) {
        return weight == 0 ? "none" : formula;
    }

    private static Part total(Objective objective) {
        List<Term> terms = new ArrayList<>(objective.supervised());
        terms.addAll(objective.custom());
        terms.addAll(objective.distillationTerms(true));
        List<String> names = new ArrayList<>(terms.stream().map(Term::name).toList());
        if (objective.activeAdversarial() != null) {
            names.add("adversarial");
        }
        return new Part(
                "total",
                "L = the sum of the terms",
                List.of(Entry.of("terms", String.join(" + ", names), Source.EQ_12.toString())));
    }

    /** With a balance the weight of a distance, which is its first value, is the one that training starts with. */
    private static Part started(Objective objective, Part part) {
        if (objective.balance() == null || part.formula.equals(used(0, ""))) {
            return part;
        }
        List<Entry> entries = new ArrayList<>(part.entries);
        Entry weight = entries.get(0);
        entries.set(0, new Entry(weight.label, weight.facts, weight.text, weight.from + "; the value at the start"));
        return new Part(part.name, part.formula, entries);
    }

    private static Optional<Part> balance(Objective objective) {
        Balance balance = objective.balance();
        if (balance == null) {
            return Optional.empty();
        }
        List<Entry> entries = new ArrayList<>(List.of(Entry.of("balance", balance, CHOSEN)));
        if (balance instanceof Record record && Settings.describes(record)) {
            entries(record).stream().filter(entry -> !entry.facts.isJsonNull()).forEach(entries::add);
        }
        return Optional.of(new Part("balance", balance.formula(), List.copyOf(entries)));
    }

    private static Part adversarial(@Nullable Adversarial a) {
        if (a == null) {
            return new Part("adversarial", "none", List.of(Entry.of("α3 = λ3", 0.0, CHOSEN)));
        }
        String terms = a.perDomainTerms() ? "α3 · g(D(Y_S^L)) + λ3 · g(D(Y_S^U))" : "α3 · g(D(Y_S^L with Y_S^U))";
        return part(
                "adversarial", a, used(a.weight(), terms + ", g = " + a.kind().formula()));
    }

    private static Part generalist(Sentence sentence) {
        Generalist generalist = sentence.roles().generalist();
        boolean moving = generalist instanceof MovingAverage;
        Settings.Value value = Roles.SETTINGS.value(sentence.roles(), "generalist");
        Setting through = Objective.SETTINGS
                .value(sentence.objective(), "gradientThroughLabeled")
                .setting()
                .published(moving, Source.AUTHORS_CODE);
        Boolean set = sentence.objective().gradientThroughLabeled();
        return new Part(
                "generalist",
                mode(generalist),
                List.of(
                        generalist == null ? Entry.of("generalist", "not set", "") : Entry.of(value),
                        Entry.of(new Settings.Value(through, set == null ? moving : set))));
    }

    private static String mode(@Nullable Generalist generalist) {
        if (generalist instanceof MovingAverage) {
            return "g ← decay · g + (1 − decay) · s after every iteration";
        }
        return generalist instanceof GivenPredictions ? "images that another program predicted" : "frozen";
    }

    private static Part features(Sentence sentence) {
        FeatureExtractor features = sentence.roles().features();
        String standIn = features.standIn();
        String from = standIn.isEmpty() ? CHOSEN : "the paper's choice is " + standIn;
        return new Part(
                "Φ",
                "features before the ReLU of the named convolutions",
                List.of(Entry.of(
                        "features",
                        features,
                        Objective.standsInWithVgg16(features.config())
                                ? "stands in for VGG19, the paper's choice, with layers of the same depth"
                                : from)));
    }

    private static Part schedule(Sentence sentence) {
        Schedule schedule = sentence.schedule();
        Generalist generalist = sentence.roles().generalist();
        int defaultOfGeneralist = generalist == null ? 0 : generalist.warmUp();
        List<Entry> entries = new ArrayList<>();
        for (Settings.Value value : Schedule.SETTINGS.values(schedule)) {
            switch (value.setting().name()) {
                case "warmUp" ->
                    entries.add(Entry.of(new Settings.Value(
                            value.setting().published(defaultOfGeneralist, Source.PAPER),
                            value.value() == null ? defaultOfGeneralist : value.value())));
                case "precision" -> entries.add(precision(schedule.precision()));
                case "learningRate", "optimizer", "updates", "adapts", "seed", "namedSeeds" -> {
                    // The learning rate, the optimizer and what it changes have parts of their own; seeds are not
                    // part of the method.
                }
                default -> {
                    if (value.value() != null && !value.setting().isAbsentAt(value.value())) {
                        entries.add(Entry.of(value));
                    }
                }
            }
        }
        return new Part("schedule", "the distances begin after discriminator warm-up + warm-up", entries);
    }

    /** What the optimizer changes, unless that is every weight. */
    private static Optional<Part> trained(Sentence sentence) {
        Schedule schedule = sentence.schedule();
        Parameterization how = schedule.parameterization();
        if (how.isWhole()) {
            return Optional.empty();
        }
        LowRank lowRank = schedule.adapts();
        List<Entry> entries = new ArrayList<>();
        if (schedule.updates() != null) {
            entries.add(Entry.of(Schedule.SETTINGS.value(schedule, "updates")));
        }
        if (lowRank != null) {
            entries.addAll(entries(lowRank));
        }
        Network specialist = sentence.roles().specialist();
        if (specialist != null) {
            entries.add(Entry.of(
                    "parameters",
                    String.format(
                            Locale.ROOT, "%,d in place of %,d", how.size(specialist.config()), specialist.parameters()),
                    "counted in the specialist"));
        }
        String formula = lowRank == null
                ? "the other weights stay"
                : "W = W₀ + alpha / rank · B·A; A and B are trained, B = 0 at the start";
        return Optional.of(new Part("trained weights", formula, entries));
    }

    private static Entry precision(@Nullable Precision value) {
        return value == null
                ? Entry.of("precision", "the device's fastest", "the authors' code computes in float32")
                : Entry.of(
                        "precision",
                        value,
                        value == Precision.FLOAT32
                                ? Source.AUTHORS_CODE.toString()
                                : "the authors' code computes in float32");
    }

    private static Part optimizer(Schedule schedule) {
        List<Entry> entries = new ArrayList<>(entries(schedule.learningRate()));
        entries.addAll(entries(schedule.optimizer()));
        String formula = schedule.optimizer().formula();
        return new Part("optimizer", formula + ", for the specialist and for the discriminator, one each", entries);
    }

    /** One row for each value; the formula of a part is in its first row. */
    public Table table(String name) {
        List<List<String>> rows = new ArrayList<>();
        for (Part part : parts) {
            String title = part.name;
            String formula = part.formula;
            for (Entry entry : part.entries) {
                rows.add(List.of(title, formula, entry.label, entry.text, entry.from));
                title = "";
                formula = "";
            }
        }
        return table(name, List.of("part", "formula", "setting", "value", "from"), rows);
    }

    /** The values in which two explanations differ. */
    public Table difference(String name, Explanation other, String otherName) {
        Map<List<String>, Entry> ours = entries();
        Map<List<String>, Entry> theirs = other.entries();
        Map<List<String>, Entry> all = new LinkedHashMap<>(ours);
        all.putAll(theirs);
        List<List<String>> rows = new ArrayList<>();
        for (List<String> key : all.keySet()) {
            Entry a = ours.getOrDefault(key, Entry.ABSENT);
            Entry b = theirs.getOrDefault(key, Entry.ABSENT);
            if (!a.facts.equals(b.facts)) {
                rows.add(List.of(key.get(0), key.get(1), a.text, b.text, a.from, b.from));
            }
        }
        List<String> columns =
                List.of("part", "setting", name, otherName, "from (" + name + ")", "from (" + otherName + ")");
        return table(
                name + " and " + otherName,
                name.equals(otherName) ? List.of("part", "setting", "a", "b", "from (a)", "from (b)") : columns,
                rows);
    }

    private Map<List<String>, Entry> entries() {
        Map<List<String>, Entry> entries = new LinkedHashMap<>();
        for (Part part : parts) {
            entries.put(List.of(part.name, "formula"), Entry.of("formula", part.formula, ""));
            part.entries.forEach(entry -> entries.put(List.of(part.name, entry.label), entry));
        }
        return entries;
    }

    private static Table table(String name, List<String> columns, List<List<String>> rows) {
        Table table = Table.create(name);
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            table.addColumns(StringColumn.create(
                    columns.get(i), rows.stream().map(row -> row.get(column)).toList()));
        }
        return table;
    }
}
