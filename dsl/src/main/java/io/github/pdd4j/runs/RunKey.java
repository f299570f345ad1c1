package io.github.pdd4j.runs;

import ai.djl.Device;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pdd4j.data.ImageDigest;
import io.github.pdd4j.metric.Metric;
import io.github.pdd4j.sentence.Execution;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.sentence.Sentence;
import io.github.pdd4j.sentence.Validation;
import io.github.pdd4j.setting.Facts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What determines the result of a run, as data: two runs with equal facts train equal networks. */
public final class RunKey {
    private RunKey() {}

    /**
     * A copy of a sentence without the validation, unless it decides which network is the result or when the training
     * stops.
     *
     * @param sentence the sentence
     * @return the copy
     */
    public static Sentence essential(Sentence sentence) {
        Execution execution = sentence.execution();
        return isDecisive(execution) ? sentence : sentence.with(Execution.SETTINGS.with(execution, "validate", null));
    }

    private static boolean isDecisive(Execution execution) {
        return !execution.best().isEmpty() || execution.stopWhen() != null;
    }

    /**
     * The settings that change the result, with the precision that applies, the number of iterations, the kind of the
     * device, digests of all weights and images, and what chooses the network or the end.
     *
     * <p>What a lambda computes is not part of the facts; it is compared when the run is asked for again.
     *
     * @param plan the plan of the run
     * @return the facts
     */
    public static JsonObject facts(Plan plan) {
        JsonObject facts = new JsonObject();
        JsonObject settings = plan.sentence().facts();
        settings.add("precision", Facts.of(plan.precision()));
        settings.add("iterations", Facts.of(plan.schedule().iterations()));
        facts.add("settings", settings);
        Device device = plan.sentence().execution().device();
        facts.addProperty("device", device.getDeviceType());
        Provenance inputs = Provenance.of(plan);
        Map<String, String> weights = new LinkedHashMap<>();
        inputs.weights().forEach((role, each) -> weights.put(role, each.sha256()));
        Map<String, String> images = new LinkedHashMap<>();
        inputs.images().forEach((role, each) -> images.put(role, each.sha256()));
        facts.add("weights", Facts.of(weights));
        facts.add("images", Facts.of(images));
        Execution execution = plan.sentence().execution();
        Validation validation = execution.validate();
        if (isDecisive(execution) && validation != null) {
            facts.addProperty("best", execution.best());
            facts.add("validation", validation(validation));
        }
        facts.addProperty("stops", execution.stopWhen() != null);
        return facts;
    }

    private static JsonElement validation(Validation validation) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("every", validation.every() == null ? "by time" : validation.every());
        facts.put("images", digests(validation.pairs().digests()));
        facts.put("input", validation.pairs().inputFacts());
        facts.put("metrics", validation.metrics().stream().map(RunKey::metric).toList());
        return Facts.of(facts);
    }

    private static List<String> digests(List<ImageDigest> images) {
        return images.stream().map(ImageDigest::line).toList();
    }

    /**
     * What determines the values of a metric.
     *
     * @param metric the metric
     * @return its name, direction and conventions as JSON
     */
    public static JsonElement metric(Metric metric) {
        return Facts.of(Map.of(
                "name", metric.name(),
                "higherIsBetter", metric.higherIsBetter(),
                "conventions", metric.conventionValues()));
    }
}
