package io.github.pdd4j.sentence;

import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.setting.Source;
import io.github.pdd4j.view.SettingsTable;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.util.Arrays;
import java.util.List;

/**
 * The learning rate of the optimizer: constant, multiplied by a factor after each milestone, or falling along half a
 * cosine, each after an optional linear warm-up.
 *
 * <pre>{@code
 * System.out.println(distill().learningRate(2e-4).learningRate(r -> r.milestones(300, 400)));
 * System.out.println(distill().learningRate(r -> r.warmUp(50).cosine(450).end(1e-6)));
 * }</pre>
 *
 * @param start learning rate of the first iteration after the warm-up; finite and above 0; default 1e-4, as in the
 *     paper
 * @param milestones iterations after which the rate is multiplied by the factor; default: none
 * @param factor multiplier at each milestone, in (0, 1]; default 0.5, as in the paper
 * @param cosine iterations of the cosine annealing (Loshchilov and Hutter 2017, Eq. 5, one period), counted after the
 *     warm-up; 0, the default, for none
 * @param end learning rate after the cosine annealing, finite and at least 0; default 0
 * @param warmUp first iterations in which the rate rises linearly to its start, at least 0; default 0
 */
public record LearningRate(double start, List<Integer> milestones, double factor, int cosine, double end, int warmUp)
        implements Viewable {
    private static final List<Integer> PAPER_MILESTONES = List.of(25_000, 100_000, 200_000, 300_000);
    private static final Settings<LearningRate> SETTINGS = Settings.of(
            LearningRate.class,
            Setting.of("start")
                    .label("learning rate")
                    .within(
                            "learning rate",
                            value -> (double) value > 0 && Double.isFinite((double) value),
                            "a finite number above 0",
                            "use learningRate(1e-4)")
                    .published(1e-4, Source.PAPER),
            Setting.of("milestones").published(PAPER_MILESTONES, Source.PAPER),
            Setting.of("factor")
                    .within(
                            "factor of the learning rate",
                            value -> (double) value > 0 && (double) value <= 1,
                            "in (0, 1]",
                            "use factor(0.5) to halve it")
                    .published(0.5, Source.PAPER),
            Setting.of("cosine")
                    .label("cosine annealing")
                    .atLeast("iterations of the cosine annealing", 0, "use cosine(500), or cosine(0) for none")
                    .whenAbsent(0),
            Setting.of("end")
                    .label("learning rate after the annealing")
                    .within(
                            "learning rate after the annealing",
                            value -> (double) value >= 0 && Double.isFinite((double) value),
                            "a finite number from 0 on",
                            "use end(1e-6)")
                    .whenAbsent(0.0),
            Setting.of("warmUp")
                    .label("learning-rate warm-up")
                    .atLeast("warm-up of the learning rate", 0, "use learningRate(r -> r.warmUp(100))")
                    .whenAbsent(0));

    /** The default: 1e-4, constant. */
    public static final LearningRate CONSTANT = new LearningRate(1e-4, List.of(), 0.5, 0, 0, 0);

    /** The schedule of the paper: 1e-4, halved after 25k, 100k, 200k and 300k iterations. */
    public static final LearningRate PAPER = new LearningRate(1e-4, PAPER_MILESTONES, 0.5, 0, 0, 0);

    /**
     * Checks the ranges, and copies the list. The milestones may be in any order.
     *
     * @param start learning rate of the first iteration after the warm-up; finite and above 0
     * @param milestones iterations after each of which the rate is multiplied by {@code factor}; empty for none
     * @param factor what the rate is multiplied by after a milestone; above 0 and at most 1
     * @param cosine iterations of the cosine annealing, at least 0; 0 for none
     * @param end learning rate after the annealing, finite and at least 0
     * @param warmUp iterations in which the rate rises to its start, at least 0
     * @throws IllegalArgumentException if a value is out of range, or there are both milestones and a cosine
     */
    public LearningRate {
        milestones = List.copyOf(milestones);
        SETTINGS.check(start, milestones, factor, cosine, end, warmUp);
        if (cosine > 0 && end > start) {
            throw new IllegalArgumentException("learning rate must fall in a cosine annealing, got " + start + " and "
                    + end + " at its end: use end(1e-6), or a larger start");
        }
        if (!milestones.isEmpty() && cosine > 0) {
            throw new IllegalArgumentException("learning rate must have milestones or a cosine annealing, got both: use"
                    + " milestones() or cosine(0) to leave one out");
        }
    }

    /**
     * Sets the learning rate of the first iteration after the warm-up.
     *
     * @param value finite and above 0
     * @return a copy with this setting
     * @throws IllegalArgumentException if the value is out of range
     */
    public LearningRate start(double value) {
        return SETTINGS.with(this, "start", value);
    }

    /**
     * Sets the milestones, in place of a cosine annealing.
     *
     * @param iterations iterations after which the rate is multiplied by the factor; none for a constant rate
     * @return a copy with this setting
     */
    public LearningRate milestones(int... iterations) {
        List<Integer> value = Arrays.stream(iterations).boxed().toList();
        return new LearningRate(start, value, factor, value.isEmpty() ? cosine : 0, end, warmUp);
    }

    /**
     * Sets the factor.
     *
     * @param value multiplier at each milestone, in (0, 1]
     * @return a copy with this setting
     * @throws IllegalArgumentException if the value is out of range
     */
    public LearningRate factor(double value) {
        return SETTINGS.with(this, "factor", value);
    }

    /**
     * Lets the rate fall along half a cosine, in place of milestones. It stays at {@link #end} afterward.
     *
     * @param iterations length of the fall, counted after the warm-up; at least 0, where 0 leaves it out
     * @return a copy with this setting
     * @throws IllegalArgumentException if the number is negative
     */
    public LearningRate cosine(int iterations) {
        return new LearningRate(start, iterations > 0 ? List.of() : milestones, factor, iterations, end, warmUp);
    }

    /**
     * Sets the learning rate after the cosine annealing.
     *
     * @param value finite and at least 0; default 0
     * @return a copy with this setting
     * @throws IllegalArgumentException if the value is out of range
     */
    public LearningRate end(double value) {
        return SETTINGS.with(this, "end", value);
    }

    /**
     * Lets the rate rise linearly to its start: iteration i of n has i / n of it.
     *
     * @param iterations length of the rise, at least 0; default 0
     * @return a copy with this setting
     * @throws IllegalArgumentException if the number is negative
     */
    public LearningRate warmUp(int iterations) {
        return SETTINGS.with(this, "warmUp", iterations);
    }

    /**
     * Returns the learning rate of an iteration. The rate falls after a milestone, not in it.
     *
     * @param iteration number of the iteration, starting at 1
     * @return the learning rate
     */
    public double at(int iteration) {
        double rate = cosine > 0 ? annealed(iteration) : stepped(iteration);
        return iteration < warmUp ? rate * iteration / warmUp : rate;
    }

    private double stepped(int iteration) {
        int passed = (int) milestones.stream().filter(m -> m < iteration).count();
        return start * Math.pow(factor, passed);
    }

    /** The first iteration after the warm-up has the start, and one after the last of the annealing its end. */
    private double annealed(int iteration) {
        double done = Math.min(1, Math.max(0, iteration - 1 - warmUp) / (double) cosine);
        return end + (start - end) * (1 + Math.cos(Math.PI * done)) / 2;
    }

    @Override
    public View view() {
        return SettingsTable.of(this);
    }
}
