package io.github.pdd4j.network;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.pdd4j.io.AtomicFile;
import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a network is and what made it: architecture, scale, license and checksum of the start, the sentence, images and
 * metrics with their conventions. {@link Network#save(Path)} writes it beside an adapted network, as Markdown for people
 * and as JSON for programs. ONNX files hold the same entries as metadata, safetensors those of the training.
 *
 * <pre>{@code
 * System.out.println(compactSpecialist().card().markdown());
 * }</pre>
 *
 * @param entries facts by name; {@value #IMAGES} and {@value #VALIDATION} hold JSON
 */
public record ModelCard(Map<String, String> entries) implements Viewable {
    /** The entry with the images of the training, by role: expression, number and SHA-256 of the list. */
    public static final String IMAGES = "images";

    /** The entry with the metrics: network, values at the start and at the end, direction and conventions. */
    public static final String VALIDATION = "validation";

    /** The entry with the license of the network that training started from. */
    public static final String LICENSE = "license of the start";

    /** The entry with the license that a network's own file states, or that its download has. */
    static final String OWN_LICENSE = "license";

    /** The entry with the checksum of the weights, which every card has. */
    static final String CHECKSUM = "sha256 of the weights";

    /** The entry with the sentence that trained the network. */
    public static final String SENTENCE = "sentence";

    /** The entry with the Java text of losses and other code of cells, by name. */
    public static final String SOURCES = "sources";

    private static final Gson JSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeSpecialFloatingPointValues()
            .create();

    /**
     * Copies the entries and keeps their order.
     *
     * @param entries facts by name
     */
    public ModelCard {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /**
     * Writes the entry {@link #SOURCES}.
     *
     * @param sources Java text by name
     * @return an object of JSON
     */
    public static String sources(Map<String, String> sources) {
        return JSON.toJson(sources);
    }

    /**
     * Returns the facts as JSON.
     *
     * @return an object with one member per entry
     */
    public String json() {
        JsonObject object = new JsonObject();
        entries.forEach((name, value) -> {
            if (isOfTraining() && isStructured(name)) {
                object.add(name, JsonParser.parseString(value));
            } else {
                object.addProperty(name, value);
            }
        });
        return JSON.toJson(object) + "\n";
    }

    /** Metadata of another program may have entries of the same names. */
    private boolean isOfTraining() {
        return entries.containsKey(SENTENCE);
    }

    private static boolean isStructured(String name) {
        return name.equals(IMAGES) || name.equals(VALIDATION) || name.equals(SOURCES);
    }

    /**
     * Returns the facts as text.
     *
     * @return Markdown with a heading, tables and the sentence
     */
    public String markdown() {
        StringBuilder text =
                new StringBuilder("# " + entries.getOrDefault("name", "network") + "\n\n| | |\n| --- | --- |\n");
        entries.forEach((name, value) -> {
            if (!(isOfTraining() && isStructured(name)) && !name.equals(SENTENCE) && !name.equals("name")) {
                row(text, name, value);
            }
        });
        if (!entries.containsKey(LICENSE) && !entries.containsKey(OWN_LICENSE)) {
            row(text, LICENSE, "unknown; look where the start came from");
        }
        String sentence = entries.get(SENTENCE);
        if (sentence != null) {
            text.append("\n## Sentence\n\n```java\n").append(sentence).append("\n```\n");
        }
        if (isOfTraining()) {
            sources(text);
            images(text);
            metrics(text);
        }
        return text.toString();
    }

    private void sources(StringBuilder text) {
        String sources = entries.get(SOURCES);
        if (sources != null) {
            text.append("\n## Code\n");
            JsonParser.parseString(sources)
                    .getAsJsonObject()
                    .entrySet()
                    .forEach(each -> text.append("\n`")
                            .append(each.getKey())
                            .append("`:\n\n```java\n")
                            .append(each.getValue().getAsString())
                            .append("\n```\n"));
        }
    }

    private void images(StringBuilder text) {
        String images = entries.get(IMAGES);
        if (images != null) {
            text.append("\n## Images\n\n| role | images | number | SHA-256 of the list |\n| --- | --- | --- | --- |\n");
            JsonParser.parseString(images).getAsJsonObject().entrySet().forEach(each -> {
                JsonObject set = each.getValue().getAsJsonObject();
                row(text, each.getKey(), text(set, "from"), text(set, "number"), text(set, "sha256"));
            });
        }
    }

    private void metrics(StringBuilder text) {
        String validation = entries.get(VALIDATION);
        if (validation == null) {
            text.append("\n## Metrics\n\nNot recorded.\n");
            return;
        }
        JsonArray metrics = JsonParser.parseString(validation).getAsJsonArray();
        if (metrics.isEmpty()) {
            text.append("\n## Metrics\n\nNone: the sentence had no validate(...).\n");
            return;
        }
        text.append("\n## Metrics\n\n| metric | network | start | end | better | conventions |\n");
        text.append("| --- | --- | --- | --- | --- | --- |\n");
        for (JsonElement each : metrics) {
            JsonObject metric = each.getAsJsonObject();
            row(
                    text,
                    text(metric, "metric"),
                    text(metric, "network"),
                    text(metric, "start"),
                    text(metric, "end"),
                    metric.get("higherIsBetter").getAsBoolean() ? "higher" : "lower",
                    text(metric, "conventions"));
        }
    }

    private static String text(JsonObject object, String name) {
        JsonElement value = object.get(name);
        return value == null || value.isJsonNull()
                ? "–"
                : value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }

    private static void row(StringBuilder text, String... cells) {
        text.append('|');
        for (String cell : cells) {
            text.append(' ').append(cell.replace("|", "\\|").replace("\n", " ")).append(" |");
        }
        text.append('\n');
    }

    /**
     * Writes the card beside a file of the network: {@code adapted.pth.card.md} and {@code adapted.pth.card.json}.
     *
     * @param network file of the network
     */
    void writeBeside(Path network) {
        write(beside(network, ".card.md"), markdown());
        write(beside(network, ".card.json"), json());
    }

    /** Whether a card was written beside a file of a network; another file under its name is none. */
    static boolean isBeside(Path network) {
        Path card = beside(network, ".card.json");
        if (!Files.isRegularFile(card)) {
            return false;
        }
        try {
            JsonElement json = JsonParser.parseString(Files.readString(card));
            return json.isJsonObject() && json.getAsJsonObject().has(CHECKSUM);
        } catch (IOException | JsonParseException e) {
            return false;
        }
    }

    private static Path beside(Path network, String ending) {
        return network.resolveSibling(Objects.requireNonNull(network.getFileName()) + ending);
    }

    private static void write(Path file, String text) {
        AtomicFile.write(file, (OutputStream out) -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public View view() {
        return new Html(markdown(), "<pre>" + Html.escape(markdown()) + "</pre>");
    }
}
