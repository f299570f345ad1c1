package io.github.pdd4j.balance;

import io.github.pdd4j.metric.Metric;

/**
 * A metric to keep near its value at the start; {@link #within} says how near.
 *
 * <pre>{@code
 * System.out.println(keep(psnr()).within(0.3));
 * }</pre>
 *
 * @param metric metric with a direction
 */
public record Keep(Metric metric) {
    static final int EVERY = 10;
    static final int CROPS = 8;

    /**
     * Sets how much worse than at the start the metric may become.
     *
     * @param margin in units of the metric, such as dB; finite and above 0
     * @return the constraint
     * @throws IllegalArgumentException if the margin is out of range
     */
    public Constraint within(double margin) {
        return new Constraint(metric, margin, EVERY, CROPS);
    }

    @Override
    public String toString() {
        return "keep(" + metric.name() + ")";
    }
}
