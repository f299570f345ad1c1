package io.github.pdd4j.distill;

import io.github.pdd4j.sentence.Iteration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a run kept the metric of its aim.
 *
 * @param metric name of the metric
 * @param measured number of measurements after the start
 * @param kept number of them within the margin
 * @param newest the last iteration within the margin; empty if there is none
 */
record KeptMetric(String metric, int measured, int kept, OptionalInt newest) {
    /** What the history says; empty if it has no measurement of an aim. */
    static Optional<KeptMetric> of(List<Iteration> rows) {
        return rows.stream()
                .flatMap(row -> row.watched().keySet().stream())
                .filter(column -> column.startsWith(Iteration.VIOLATION))
                .findFirst()
                .map(column -> of(column, rows));
    }

    private static KeptMetric of(String column, List<Iteration> rows) {
        List<Iteration> measured =
                rows.stream().filter(row -> row.watched().containsKey(column)).toList();
        int[] kept = measured.stream()
                .filter(row -> row.watched().getOrDefault(column, Double.NaN) <= 0)
                .mapToInt(Iteration::number)
                .toArray();
        OptionalInt newest = kept.length == 0 ? OptionalInt.empty() : OptionalInt.of(kept[kept.length - 1]);
        return new KeptMetric(column.substring(Iteration.VIOLATION.length()), measured.size(), kept.length, newest);
    }

    @Override
    public String toString() {
        String count = metric + " kept in " + kept + " of " + measured + " measurements";
        return newest.isPresent()
                ? count + ", best() is the specialist after iteration " + newest.getAsInt()
                : count + ", so there is no best()";
    }
}
