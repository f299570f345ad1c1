package io.github.pdd4j.runs;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.pdd4j.network.ModelCard;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.train.ValidationBaseline;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the card of a trained network tells of its run, see {@link ModelCard}.
 *
 * @param iterations number of iterations
 * @param images images by role, as JSON
 * @param validation metrics, as JSON
 */
record ModelFacts(int iterations, String images, String validation) {
    static ModelFacts of(Map<String, Provenance.ImageSet> images, List<Iteration> rows, ValidationBaseline validation) {
        JsonObject sets = new JsonObject();
        images.forEach((role, set) -> {
            JsonObject facts = new JsonObject();
            facts.addProperty("from", set.phrase());
            facts.addProperty("number", set.files().size());
            facts.addProperty("sha256", set.sha256());
            sets.add(role, facts);
        });
        JsonArray metrics = new JsonArray();
        validation.higherIsBetter().forEach((metric, higherIsBetter) -> {
            add(metrics, metric, "specialist", last(rows, ValidationBaseline.column(metric)), validation);
            Double average = last(rows, ValidationBaseline.averageColumn(metric));
            if (average != null) {
                add(metrics, metric, "moving average", average, validation);
            }
        });
        return new ModelFacts(rows.size(), sets.toString(), metrics.toString());
    }

    private static void add(
            JsonArray into, String metric, String network, @Nullable Double end, ValidationBaseline validation) {
        JsonObject facts = new JsonObject();
        facts.addProperty("metric", metric);
        facts.addProperty("network", network);
        facts.add("start", number(validation.start().get(metric)));
        facts.add("end", number(end));
        facts.addProperty("higherIsBetter", validation.higherIsBetter().get(metric));
        JsonElement measured = validation.measured();
        JsonElement all = measured.isJsonObject() ? measured.getAsJsonObject().get("metrics") : null;
        facts.add(
                "conventions",
                all == null || !all.isJsonObject()
                        ? JsonNull.INSTANCE
                        : all.getAsJsonObject().get(metric));
        into.add(facts);
    }

    /** JSON has no NaN. */
    private static JsonElement number(@Nullable Double value) {
        return value == null || !Double.isFinite(value) ? JsonNull.INSTANCE : new JsonPrimitive(value);
    }

    /** The newest value of a column; null if no validation was made. */
    private static @Nullable Double last(List<Iteration> rows, String column) {
        for (int i = rows.size() - 1; i >= 0; i--) {
            Double value = rows.get(i).watched().get(column);
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
