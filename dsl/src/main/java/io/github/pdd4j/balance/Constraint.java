package io.github.pdd4j.balance;

import io.github.pdd4j.metric.Metric;
import io.github.pdd4j.setting.Facts;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import java.util.Map;

/**
 * A metric that must stay within a margin of its value at the start, on crops of the labeled images.
 *
 * <p>The crops are the same ones in the whole training, of the size that the sentence trains on, and no batch has them.
 * Measuring every ten iterations on eight crops takes about as long as the forward pass of a few training batches.
 *
 * <pre>{@code
 * System.out.println(distill().balance(aim(keep(psnr()).within(0.3).every(20))));
 * }</pre>
 *
 * @param metric metric with a direction
 * @param margin how much worse than at the start it may become, in units of the metric; finite and above 0
 * @param every interval in iterations; at least 1; default 10
 * @param crops number of crops; at least 1; default 8
 */
public record Constraint(Metric metric, double margin, int every, int crops) implements Facts.Stated {
    private static final Settings<Constraint> SETTINGS = Settings.of(
            Constraint.class,
            Setting.of("metric"),
            Setting.of("margin")
                    .within(
                            "margin of within(...)",
                            value -> (double) value > 0 && Double.isFinite((double) value),
                            "finite and above 0",
                            "use keep(psnr()).within(0.3) for at most 0.3 dB below the start"),
            Setting.of("every").atLeast("interval of keep(...)", 1, "use every(10)"),
            Setting.of("crops").atLeast("number of crops of keep(...)", 1, "use crops(8)"));

    /**
     * Checks the values.
     *
     * @param metric metric with a direction
     * @param margin how much worse than at the start it may become, in units of the metric; finite and above 0
     * @param every interval in iterations; at least 1
     * @param crops number of crops; at least 1
     * @throws IllegalArgumentException if a value is out of range
     */
    public Constraint {
        SETTINGS.check(metric, margin, every, crops);
    }

    /**
     * A copy with another interval of measuring.
     *
     * @param iterations at least 1; default 10
     * @return the changed constraint
     * @throws IllegalArgumentException if it is below 1
     */
    public Constraint every(int iterations) {
        return new Constraint(metric, margin, iterations, crops);
    }

    /**
     * A copy that measures another number of crops.
     *
     * @param number at least 1; default 8
     * @return the changed constraint
     * @throws IllegalArgumentException if it is below 1
     */
    public Constraint crops(int number) {
        return new Constraint(metric, margin, every, number);
    }

    /**
     * How far a value is from the bound, in units of the metric.
     *
     * @param start value at the start
     * @param now value now
     * @return above 0 if the constraint is violated; minus the margin where both are equal
     */
    public double violation(double start, double now) {
        return (metric.higherIsBetter() ? start - now : now - start) - margin;
    }

    @Override
    public Object facts() {
        return Map.of(
                Facts.TYPE,
                "Constraint",
                "metric",
                metric.name(),
                "conventions",
                metric.conventionValues(),
                "margin",
                margin,
                "every",
                every,
                "crops",
                crops);
    }

    /** The Java code that makes this constraint; the metric is shown as dots. */
    @Override
    public String toString() {
        return "keep(...).within(" + margin + ")"
                + (every == Keep.EVERY ? "" : ".every(" + every + ")")
                + (crops == Keep.CROPS ? "" : ".crops(" + crops + ")");
    }
}
