package io.github.pdd4j.sentence;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One iteration of a run, as passed to listeners and stored in the history.
 *
 * <pre>{@code
 * Iteration done = new Iteration(1, Map.of("wavelet", 0.25, "rIntra", 0.5), Map.of(), "", 1.2);
 * System.out.println(done.total());
 * }</pre>
 *
 * @param number number of the iteration, starting at 1
 * @param terms value of each loss term times its weight, by name
 * @param watched other recorded values, by column name; not part of the total loss
 * @param skipped why an optimizer step was skipped, with the names of the images; empty if none was
 * @param seconds training time from the start of the run to the end of this iteration, in seconds
 */
public record Iteration(
        int number, Map<String, Double> terms, Map<String, Double> watched, String skipped, double seconds) {
    /** Prefix of the columns that hold the norm of the gradient of a single term. */
    public static final String GRADIENT = "gradient ";

    /** Prefix of the columns that hold the weights that a balance chose. */
    public static final String WEIGHT = "weight ";

    /** Prefix of the columns that hold the shares of the terms in the summed gradient norm at the predictions. */
    public static final String SHARE = "share ";

    /** Prefix of the columns that hold how far a metric is outside of the margin that a balance keeps. */
    public static final String VIOLATION = "violation ";

    /** Prefix of the columns that hold the metrics of a validation. */
    public static final String VALIDATION = "validation ";

    /**
     * Copies the maps, so that later changes to them do not change the row, and keeps the order of their entries.
     *
     * @param number number of the iteration, starting at 1
     * @param terms weighted value of each loss term, by name; may be NaN or infinite; empty during the discriminator
     *     warm-up
     * @param watched recorded values that are not part of the loss, such as gradient norms, by the name of their column
     * @param skipped why the optimizer did not step; empty if it did; null, as in history files without this field,
     *     counts as empty
     * @param seconds training time from the start of the run to the end of this iteration, in seconds
     */
    public Iteration {
        terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
        watched = Collections.unmodifiableMap(new LinkedHashMap<>(watched));
        // History files of earlier versions lack this field.
        skipped = Objects.requireNonNullElse(skipped, "");
    }

    /**
     * Returns the total loss.
     *
     * @return the sum of the terms; NaN during the discriminator warm-up, in which only the discriminator learns
     */
    public double total() {
        return terms.isEmpty()
                ? Double.NaN
                : terms.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
