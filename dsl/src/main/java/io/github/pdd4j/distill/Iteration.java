package io.github.pdd4j.distill;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One iteration, as the history keeps it and listeners hear of it.
 *
 * <pre>{@code
 * Iteration done = new Iteration(1, Map.of("wavelet", 0.25, "rIntra", 0.5), Map.of(), "", 1.2);
 * System.out.println(done.total());
 * }</pre>
 *
 * @param number of the iteration, the first being 1
 * @param terms the value of each loss term times its weight
 * @param watched what was taken down beside them
 * @param skipped why its step was not made, with the images; empty when it was
 * @param seconds when it was done, since the start of the run
 */
public record Iteration(
        int number, Map<String, Double> terms, Map<String, Double> watched, String skipped, double seconds) {
    /** Copies the maps and keeps their order. */
    public Iteration {
        terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
        watched = Collections.unmodifiableMap(new LinkedHashMap<>(watched));
        // Files of histories from before this word was kept lack it.
        skipped = Objects.requireNonNullElse(skipped, "");
    }

    /** The sum of the terms; no number while only the discriminator learns. */
    public double total() {
        return terms.isEmpty()
                ? Double.NaN
                : terms.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
