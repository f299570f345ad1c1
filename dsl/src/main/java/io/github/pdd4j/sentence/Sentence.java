package io.github.pdd4j.sentence;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pdd4j.api.Internal;
import io.github.pdd4j.io.Sha256;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.setting.CodeSources;
import io.github.pdd4j.setting.Facts;
import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.JavaCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A distillation as data: all settings, whether or not it is complete.
 *
 * @param roles networks and images
 * @param objective loss terms and their weights
 * @param schedule length, batches, learning rate and seed
 * @param execution device, listeners, validation and checkpoints, which do not affect what an iteration computes
 */
@Internal
public record Sentence(Roles roles, Objective objective, Schedule schedule, Execution execution) {
    /**
     * Chooses the published layers of the features, where the losses have those of another network.
     *
     * @param roles networks and images
     * @param objective loss terms and their weights
     * @param schedule length, batches, learning rate and seed
     * @param execution device, listeners and checkpoints
     */
    public Sentence {
        objective = objective.fitted(roles.features().config());
    }

    /**
     * A sentence without networks and images, with the losses of the paper.
     *
     * @param features network whose features the losses compare
     * @return the sentence
     */
    public static Sentence in(FeatureExtractor features) {
        return new Sentence(Roles.in(features), Objective.DEFAULT, Schedule.DEFAULT, Execution.DEFAULT);
    }

    /**
     * Replaces the networks and images.
     *
     * @param value networks and images
     * @return a copy with them
     */
    public Sentence with(Roles value) {
        return new Sentence(value, objective.unfitted(roles.features().config()), schedule, execution);
    }

    /**
     * Replaces the loss terms.
     *
     * @param value loss terms
     * @return a copy with them
     */
    public Sentence with(Objective value) {
        return new Sentence(roles, value, schedule, execution);
    }

    /**
     * Replaces the length, batches and learning rate.
     *
     * @param value length, batches and learning rate
     * @return a copy with them
     */
    public Sentence with(Schedule value) {
        return new Sentence(roles, objective, value, execution);
    }

    /**
     * Replaces the settings of the execution.
     *
     * @param value settings of the execution
     * @return a copy with them
     */
    public Sentence with(Execution value) {
        return new Sentence(roles, objective, schedule, value);
    }

    /** {@return the names of the required settings that are not set} */
    public List<String> missing() {
        return Roles.SETTINGS.missing(roles);
    }

    /** {@return the settings that affect the result, as JSON} */
    public JsonObject facts() {
        JsonObject facts = Roles.SETTINGS.facts(roles);
        Objective.SETTINGS.facts(objective).entrySet().forEach(each -> facts.add(each.getKey(), each.getValue()));
        Schedule.SETTINGS.facts(schedule).entrySet().forEach(each -> facts.add(each.getKey(), each.getValue()));
        Updates updates = schedule.updates();
        Network specialist = roles.specialist();
        if (updates != null && updates.rule() != null && specialist != null) {
            facts.add("updates", chosen(schedule.parameterization().changed(specialist.config())));
        }
        return facts;
    }

    /** What a rule chooses is a fact, unlike its code: a run that goes on must train the same weights. */
    private static JsonElement chosen(List<String> names) {
        byte[] list = String.join("\n", names).getBytes(StandardCharsets.UTF_8);
        return Facts.of(Map.of(
                Facts.TYPE, "code", "weights", names.size(), "sha256", Sha256.of(digest -> digest.update(list))));
    }

    /**
     * The code of cells that {@link #facts()} and {@link #toString()} cannot have: losses under their names, and rules,
     * distances, conditions and listeners under the name of their setting.
     *
     * @return the Java text by name; nothing where no kernel keeps it
     */
    public Map<String, String> sources() {
        Map<String, @Nullable Object> code = new LinkedHashMap<>();
        objective.loss().forEach(term -> code.put(term.name(), term.loss()));
        code.put("rIntra", objective.rIntra().distance());
        code.put("rInter", objective.rInter().distance());
        code.put("balance", objective.balance());
        code.put("unlabeledCrops", schedule.unlabeledCrops());
        code.put(
                "updates",
                schedule.updates() == null ? null : schedule.updates().rule());
        code.put("stopWhen", execution.stopWhen());
        execution.listen().forEach((name, listener) -> code.putIfAbsent("listener " + name, listener));
        Map<String, String> sources = new LinkedHashMap<>();
        code.forEach((name, value) -> CodeSources.of(value).ifPresent(text -> sources.put(name, text)));
        return sources;
    }

    /** {@return the Java code with one line for each method call, and what is missing} */
    public Html view() {
        String rest = missing().isEmpty() ? "complete: train() starts it" : "missing: " + String.join(", ", missing());
        String code = "distill()\n    " + String.join("\n    ", words());
        String html = JavaCode.html(code) + "<p>" + Html.escape(rest) + "</p>";
        return new Html(this + " // " + rest, html);
    }

    /** The Java code that makes this sentence. */
    @Override
    public String toString() {
        return "distill()" + String.join("", words());
    }

    private List<String> words() {
        List<String> words = new ArrayList<>(Roles.SETTINGS.words(roles, Roles.in(roles.features())));
        words.addAll(Objective.SETTINGS.words(
                objective, Objective.DEFAULT.fitted(roles.features().config())));
        words.addAll(Schedule.SETTINGS.words(schedule, Schedule.DEFAULT));
        words.addAll(Execution.SETTINGS.words(execution, Execution.DEFAULT));
        return words;
    }
}
