package io.github.pdd4j.train;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pdd4j.metric.Metric;
import io.github.pdd4j.sentence.Execution;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.Validation;
import io.github.pdd4j.setting.Facts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run knows of its validation: metrics, their directions, and the scores of the initial specialist. The other
 * scores are columns of the history.
 *
 * @param start scores of the initial specialist, by metric
 * @param higherIsBetter direction of each metric, by its name
 * @param bestMetric name of the metric by which the best network is kept; empty for none
 * @param seconds how long the last validation took, by which a resumed run keeps its rhythm
 * @param measured images, degradation and conventions, which one column of the history shares; an empty object for none
 */
public record ValidationBaseline(
        Map<String, Double> start,
        Map<String, Boolean> higherIsBetter,
        String bestMetric,
        double seconds,
        JsonElement measured) {
    /** No validation. */
    public static final ValidationBaseline NONE = new ValidationBaseline(Map.of(), Map.of(), "", 0, new JsonObject());

    public ValidationBaseline {
        start = Collections.unmodifiableMap(new LinkedHashMap<>(start));
        higherIsBetter = Collections.unmodifiableMap(new LinkedHashMap<>(higherIsBetter));
    }

    static ValidationBaseline of(
            Map<String, Double> start, Validation validation, Optional<Metric> bestMetric, double seconds) {
        Map<String, Boolean> directions = new LinkedHashMap<>();
        validation.metrics().forEach(metric -> directions.put(metric.name(), metric.higherIsBetter()));
        return new ValidationBaseline(
                start, directions, bestMetric.map(Metric::name).orElse(""), seconds, measured(validation));
    }

    ValidationBaseline lasting(double lastSeconds) {
        return new ValidationBaseline(start, higherIsBetter, bestMetric, lastSeconds, measured);
    }

    /** The training time in seconds since the last validation, or since the start if there was none. */
    static double secondsSinceLast(List<Iteration> rows) {
        double last = 0;
        for (Iteration row : rows) {
            if (row.watched().keySet().stream().anyMatch(column -> column.startsWith(Iteration.VALIDATION))) {
                last = row.seconds();
            }
        }
        return rows.isEmpty() ? 0 : rows.get(rows.size() - 1).seconds() - last;
    }

    private static JsonElement measured(Validation validation) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        validation.metrics().forEach(metric -> metrics.put(metric.name(), metric.conventionValues()));
        return Facts.of(Map.of(
                "images",
                validation.pairs().digests(),
                "input",
                Facts.of(validation.pairs().inputFacts()),
                "metrics",
                metrics));
    }

    /**
     * Checks that a run is validated as it began: scores of one column must be comparable, and the weights of an earlier
     * best network are kept for its metric only. A run that had no validation may begin one.
     *
     * @param run name of the run
     * @param execution settings of the sentence that resumes it
     * @throws IllegalArgumentException if images, metrics or the best metric differ
     */
    public void requireSame(String run, Execution execution) {
        if (higherIsBetter.isEmpty()) {
            return;
        }
        Validation now = execution.validate();
        boolean sameBest = execution.bestMetric().map(Metric::name).orElse("").equals(bestMetric);
        if (now == null || !sameBest || !measured(now).equals(measured)) {
            throw new IllegalArgumentException("run " + run + " must resume with the validation it started with, got "
                    + (now == null ? "none" : "other images or metrics, or another best(...)")
                    + ": set the same, or choose another name(...)");
        }
    }

    /** The column of the history that holds a metric of the specialist. */
    public static String column(String metric) {
        return Iteration.VALIDATION + metric;
    }

    /** The column of the history that holds a metric of the specialist's moving average. */
    public static String averageColumn(String metric) {
        return column(metric) + " (average)";
    }

    /**
     * The best value of the metric by which the best network is kept.
     *
     * @param rows iterations made so far
     * @return the earlier of two equal ones; empty without a best metric
     */
    public Optional<Best> best(List<Iteration> rows) {
        if (bestMetric.isEmpty()) {
            return Optional.empty();
        }
        Best best = new Best(0, false, start.getOrDefault(bestMetric, Double.NaN), 0);
        for (Iteration row : rows) {
            best = better(best, row.number(), row.watched());
        }
        return Optional.of(best);
    }

    /** The better of a value so far and the scores after another iteration, which may have none. */
    Best better(Best best, int iteration, Map<String, Double> scores) {
        Best newer = best;
        newer = better(newer, iteration, false, scores.get(column(bestMetric)));
        newer = better(newer, iteration, true, scores.get(averageColumn(bestMetric)));
        boolean validated = scores.containsKey(column(bestMetric));
        return validated && newer.equals(best)
                ? new Best(best.iteration, best.isAverage, best.value, best.since + 1)
                : newer;
    }

    private Best better(Best best, int iteration, boolean isAverage, @Nullable Double value) {
        if (value == null || !Double.isFinite(value)) {
            return best;
        }
        boolean higher = higherIsBetter.getOrDefault(bestMetric, true);
        boolean better = Double.isNaN(best.value) || (higher ? value > best.value : value < best.value);
        return better ? new Best(iteration, isAverage, value, 0) : best;
    }

    /**
     * The best network so far by that metric.
     *
     * @param iteration iteration after which it was measured; 0 for the initial specialist
     * @param isAverage whether it is the moving average
     * @param value value of the metric
     * @param since number of validations after it
     */
    public record Best(int iteration, boolean isAverage, double value, int since) {}
}
