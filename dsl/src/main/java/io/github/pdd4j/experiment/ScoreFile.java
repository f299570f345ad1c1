package io.github.pdd4j.experiment;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.pdd4j.io.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file beside a run that holds how it ended and its scores, so that nothing is trained or measured twice; the run's
 * checkpoints are not needed for it.
 */
final class ScoreFile {
    private static final System.Logger LOG = System.getLogger(ScoreFile.class.getName());
    private static final Gson JSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeSpecialFloatingPointValues()
            .create();

    private final Path file;

    /** How a run ended. */
    enum Ending {
        FINISHED,
        FAILED
    }

    /**
     * The end of a run.
     *
     * @param ending how it ended
     * @param reason why it failed, empty if it did not
     * @param iterations iterations made
     * @param seconds training time
     * @param started time of its start, in UTC
     * @param ended time of its end, in UTC
     * @param environment machine, versions, device and precision
     */
    record Outcome(
            Ending ending,
            String reason,
            int iterations,
            double seconds,
            String started,
            String ended,
            Map<String, String> environment) {
        Outcome {
            Objects.requireNonNull(ending);
            Objects.requireNonNull(reason);
            environment = Map.copyOf(environment);
        }
    }

    /**
     * What determines a list of scores.
     *
     * @param network which network of the run
     * @param set digest of the test set
     * @param metric name, direction and conventions
     * @param probe value of the metric on a fixed pair, which shows a changed lambda; NaN for a metric of this library
     */
    record ScoreKey(String network, String set, JsonElement metric, double probe) {
        private static final double TOLERANCE = 1e-6;

        boolean holds(Scores scores) {
            double then = scores.probe;
            boolean sameProbe = Double.isNaN(probe)
                    ? Double.isNaN(then)
                    : Math.abs(then - probe) <= TOLERANCE * Math.max(1, Math.abs(probe));
            return sameProbe
                    && network.equals(scores.network)
                    && set.equals(scores.set)
                    && metric.equals(scores.metric);
        }
    }

    /**
     * The scores of one network by one metric.
     *
     * @param network which network of the run
     * @param set digest of the test set
     * @param metric name, direction and conventions
     * @param probe value of the metric on a fixed pair, NaN if none is needed
     * @param images names of the images
     * @param values one for each image; NaN where it could not be measured
     * @param problems why, for each image; empty where there is none
     */
    record Scores(
            String network,
            String set,
            JsonElement metric,
            double probe,
            List<String> images,
            List<Double> values,
            List<String> problems) {
        Scores {
            images = List.copyOf(images);
            values = List.copyOf(values);
            problems = List.copyOf(problems);
        }

        double value(int image) {
            return values.get(image);
        }
    }

    private record Contents(
            String sentence, JsonElement facts, @Nullable Outcome outcome, List<Scores> scores) {
        private static final Contents EMPTY = new Contents("", JsonNull.INSTANCE, null, List.of());
    }

    ScoreFile(Path folder, String key) {
        this.file = folder.resolve(key + ".scores.json");
    }

    private Contents read() {
        if (!Files.isRegularFile(file)) {
            return Contents.EMPTY;
        }
        try {
            return Objects.requireNonNullElse(JSON.fromJson(Files.readString(file), Contents.class), Contents.EMPTY);
        } catch (IOException e) {
            throw new UncheckedIOException("scores must be readable, got " + file + ": check its permissions", e);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "{0} is damaged: the run is asked for and measured again", file);
            return Contents.EMPTY;
        }
    }

    private void write(Contents contents) {
        try {
            Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
        } catch (IOException e) {
            throw AtomicFile.failure(file, e);
        }
        String text = JSON.toJson(contents) + "\n";
        AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** How the run ended; empty if it has not. */
    Optional<Outcome> outcome() {
        return Optional.ofNullable(read().outcome);
    }

    /** Stores how the run ended. */
    void end(Outcome outcome, String sentence, JsonObject facts) {
        write(new Contents(sentence, facts, outcome, read().scores));
    }

    /** The scores of a key; empty if they were not measured. */
    Optional<Scores> scores(ScoreKey key) {
        return read().scores.stream().filter(key::holds).findFirst();
    }

    /** Adds scores, in place of those of the same network, images and metric. */
    void add(List<Scores> more) {
        Contents before = read();
        List<Scores> all = new ArrayList<>(before.scores);
        more.forEach(one -> {
            all.removeIf(other ->
                    other.network.equals(one.network) && other.set.equals(one.set) && other.metric.equals(one.metric));
            all.add(one);
        });
        write(new Contents(before.sentence, before.facts, before.outcome, all));
    }
}
