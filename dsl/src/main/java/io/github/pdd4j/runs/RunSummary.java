package io.github.pdd4j.runs;

import io.github.pdd4j.archive.RunFolder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code run.json} says of a run.
 *
 * @param ending how the run ended so far
 * @param iterations iterations that its newest checkpoint holds
 * @param reason why it stopped early, empty if it did not
 * @param seconds training time in seconds
 * @param started time of the first start, in UTC
 * @param changed time of the last change, in UTC
 * @param environment machine, versions, device and precision of the last session, by name
 */
public record RunSummary(
        Ending ending,
        int iterations,
        String reason,
        double seconds,
        String started,
        String changed,
        Map<String, String> environment) {
    /** How a run ended. */
    public enum Ending {
        /** It has made all iterations. */
        FINISHED,
        /** It was stopped by the user, or its process ended. */
        INTERRUPTED,
        /** It stopped for a reason, such as an exception or losses that are not finite. */
        STOPPED
    }

    /**
     * Reads the manifest of a run.
     *
     * @param folder folder of the run
     * @return the summary; empty if there is no run, or its manifest cannot be read
     */
    public static Optional<RunSummary> of(RunFolder folder) {
        if (!folder.begun()) {
            return Optional.empty();
        }
        Manifest manifest;
        try {
            manifest = Manifest.read(folder);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
        TrainingSession last = manifest.last();
        Environment environment = last.environment();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("machine", environment.machine());
        values.put("system", environment.system());
        values.put("device", environment.device());
        values.put("threads", String.valueOf(environment.threads()));
        values.put("precision", last.precision().toString());
        values.put("pdd4j", environment.pdd4j());
        values.put("djl", environment.djl());
        values.put("pytorch", environment.pytorch());
        values.put("java", environment.java());
        values.put("git", environment.git() == null ? "" : environment.git());
        values.values().removeIf(String::isBlank);
        return Optional.of(new RunSummary(
                ending(manifest.state().status()),
                manifest.iterations(),
                manifest.state().reason(),
                manifest.state().seconds(),
                manifest.sessions().get(0).started(),
                manifest.state().changed(),
                values));
    }

    private static Ending ending(String status) {
        return switch (status) {
            case "finished" -> Ending.FINISHED;
            case "stopped" -> Ending.STOPPED;
            default -> Ending.INTERRUPTED;
        };
    }
}
