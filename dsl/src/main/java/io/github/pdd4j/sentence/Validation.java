package io.github.pdd4j.sentence;

import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.metric.Metric;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is measured while a network is trained: metrics on pairs that it does not learn from.
 *
 * <pre>{@code
 * System.out.println(new Validation(50, pairs(folder), List.of(psnr(), ssim())));
 * }</pre>
 *
 * @param every interval in iterations, at least 1; null for one that takes at most 4 % of the training time
 * @param pairs low-resolution images with ground truth, none of which is trained on
 * @param metrics at least one, with different names
 */
public record Validation(@Nullable Integer every, Pairs pairs, List<Metric> metrics) {
    /**
     * Copies the metrics and checks the values.
     *
     * @param every interval in iterations, at least 1; null for one that takes at most 4 % of the training time
     * @param pairs low-resolution images with ground truth, none of which is trained on
     * @param metrics at least one, with different names
     * @throws IllegalArgumentException if the interval is below 1, there is no metric, or two have one name
     */
    public Validation {
        metrics = List.copyOf(metrics);
        if (every != null && every < 1) {
            throw new IllegalArgumentException("interval of the validation must be at least 1 iteration, got " + every
                    + ": use validate(50, ...), or leave it out for 4 % of the time");
        }
        if (metrics.isEmpty()) {
            throw new IllegalArgumentException(
                    "validation must have at least one metric, got none: use validate(pairs, psnr(), ssim())");
        }
        List<String> names = metrics.stream().map(Metric::name).toList();
        for (String name : names) {
            if (names.indexOf(name) != names.lastIndexOf(name)) {
                throw new IllegalArgumentException(
                        "metrics of a validation must have different names, got " + name + " twice: leave one out");
            }
        }
    }

    /**
     * Finds a metric by its name.
     *
     * @param name the name, ignoring case
     * @return the metric
     * @throws IllegalArgumentException if none of the metrics has that name
     */
    public Metric metric(String name) {
        return metrics.stream()
                .filter(metric -> metric.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("best(...) must name a metric of validate(...), got \""
                        + name + "\": use one of "
                        + metrics.stream().map(Metric::name).collect(Collectors.joining(", "))));
    }

    /**
     * Returns the arguments of the call that says this validation; metrics are shown as dots.
     *
     * @return interval and pairs, as Java code
     */
    @Override
    public String toString() {
        return (every == null ? "" : every + ", ") + pairs + ", ...";
    }
}
