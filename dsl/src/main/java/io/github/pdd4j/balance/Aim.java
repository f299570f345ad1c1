package io.github.pdd4j.balance;

import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import java.util.Map;
import java.util.Optional;

/**
 * Minimizes the distances while a metric stays near its value at the start: the weight of the supervised part is the
 * multiplier of that constraint.
 *
 * <p>The metric itself drives the multiplier; the network feels it through the supervised part, which stands in for the
 * metric because it has a gradient (proxy-Lagrangian, Cotter et al. 2019, arXiv 1804.06500). The multiplier θ starts at
 * 1 and follows the νPI controller (Sohrabi et al. 2024, arXiv 2406.04558, algorithm 1): with the violation e in units
 * of the margin, ξ ← ν ξ + (1 − ν) e and θ ← θ + κ_i e + κ_p (ξ − ξ before), kept above 0. Where the metric is better
 * than its bound the supervised part loses weight, and the distances gain.
 *
 * <p>The result of a run, {@code run.best()}, is the newest specialist that met the constraint when it was measured. It is
 * not the one with the smallest distances, since in EMA mode these are 0 at the start.
 *
 * <pre>{@code
 * System.out.println(distill().balance(aim(keep(psnr()).within(0.3))));
 * }</pre>
 *
 * @param keep metric and margin
 * @param damping ν, the part of the smoothed violation that is kept; at least 0 and below 1; default 0.9
 * @param proportional κ_p, the gain of a change of the smoothed violation; at least 0; default 1
 * @param integral κ_i, the gain of the violation; above 0; default 0.1
 */
public record Aim(Constraint keep, double damping, double proportional, double integral) implements Balance {
    private static final String MULTIPLIER = "multiplier";
    private static final String SMOOTHED = "smoothed violation";

    /** A multiplier that reached 0 could not come back under a limit of its relative change. */
    private static final double LEAST = 0.01;

    private static final double MOST = 100;

    private static final Settings<Aim> SETTINGS = Settings.of(
            Aim.class,
            Setting.of("keep"),
            Setting.of("damping")
                    .label("ν")
                    .within(
                            "damping of an aim",
                            value -> (double) value >= 0 && (double) value < 1,
                            "at least 0 and below 1",
                            "use damping(0.9)"),
            Setting.of("proportional")
                    .label("κ_p")
                    .within(
                            "proportional gain of an aim",
                            value -> (double) value >= 0 && Double.isFinite((double) value),
                            "finite and at least 0",
                            "use proportional(1)"),
            Setting.of("integral")
                    .label("κ_i")
                    .within(
                            "integral gain of an aim",
                            value -> (double) value > 0 && Double.isFinite((double) value),
                            "finite and above 0",
                            "use integral(0.1)"));

    /**
     * Checks the values.
     *
     * @param keep metric and margin
     * @param damping ν; at least 0 and below 1
     * @param proportional κ_p; at least 0
     * @param integral κ_i; above 0
     * @throws IllegalArgumentException if a value is out of range
     */
    public Aim {
        SETTINGS.check(keep, damping, proportional, integral);
    }

    /**
     * An aim with the default gains.
     *
     * @param keep metric and margin
     * @return ν = 0.9, κ_p = 1, κ_i = 0.1
     */
    public static Aim of(Constraint keep) {
        return new Aim(keep, 0.9, 1, 0.1);
    }

    /**
     * A copy with another ν.
     *
     * @param value at least 0 and below 1; default 0.9
     * @return the changed aim
     * @throws IllegalArgumentException if it is out of range
     */
    public Aim damping(double value) {
        return new Aim(keep, value, proportional, integral);
    }

    /**
     * A copy with another κ_p.
     *
     * @param value at least 0; default 1
     * @return the changed aim
     * @throws IllegalArgumentException if it is out of range
     */
    public Aim proportional(double value) {
        return new Aim(keep, damping, value, integral);
    }

    /**
     * A copy with another κ_i.
     *
     * @param value above 0; default 0.1
     * @return the changed aim
     * @throws IllegalArgumentException if it is out of range
     */
    public Aim integral(double value) {
        return new Aim(keep, damping, proportional, value);
    }

    @Override
    public Map<String, Double> weights(BalancedTerms terms) {
        Map<String, Double> state = terms.state();
        double multiplier = state.getOrDefault(MULTIPLIER, 1.0);
        if (terms.violation().isPresent()) {
            double violation = terms.violation().getAsDouble();
            // The smoothed violation starts at the first one, so that the start is no change.
            double before = state.getOrDefault(SMOOTHED, violation);
            double smoothed = damping * before + (1 - damping) * violation;
            multiplier += integral * violation + proportional * (smoothed - before);
            multiplier = Math.min(MOST, Math.max(LEAST, multiplier));
            state.put(SMOOTHED, smoothed);
            state.put(MULTIPLIER, multiplier);
        }
        return Map.of(SUPERVISED, multiplier);
    }

    @Override
    public Measurement measures() {
        return Measurement.VALUES;
    }

    @Override
    public int every() {
        return keep.every();
    }

    @Override
    public Optional<Constraint> constraint() {
        return Optional.of(keep);
    }

    @Override
    public void requireTerms(Map<String, Double> weights) {
        if (!weights.containsKey(SUPERVISED)) {
            throw new IllegalArgumentException("an aim needs a supervised part, whose weight keeps "
                    + keep.metric().name() + ", got a sentence without one: use wavelet(...) or perceptual(...) with a"
                    + " weight above 0");
        }
    }

    @Override
    public String formula() {
        return "θ · supervised + distances; θ ← θ + κ_i e + κ_p Δξ, ξ ← ν ξ + (1 − ν) e, e = violation / margin";
    }

    /** The Java code that makes this aim. */
    @Override
    public String toString() {
        return "aim(" + keep + ")" + String.join("", SETTINGS.words(this, of(keep)));
    }
}
