package io.github.pdd4j.sentence;

import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.setting.Source;
import java.util.Arrays;
import java.util.List;

/**
 * The learning rate of Adam: constant, or multiplied by a factor after each milestone.
 *
 * <pre>{@code
 * System.out.println(distill().learningRate(2e-4).learningRate(r -> r.milestones(300, 400)));
 * }</pre>
 *
 * @param start learning rate of the first iteration; finite and above 0; default 1e-4, as in the paper
 * @param milestones iterations after which the rate is multiplied by the factor; default: none
 * @param factor multiplier at each milestone, in (0, 1]; default 0.5, as in the paper
 */
public record LearningRate(double start, List<Integer> milestones, double factor) {
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
                    .published(0.5, Source.PAPER));

    /** The default: 1e-4, constant. */
    public static final LearningRate CONSTANT = new LearningRate(1e-4, List.of(), 0.5);

    /** The schedule of the paper: 1e-4, halved after 25k, 100k, 200k and 300k iterations. */
    public static final LearningRate PAPER = new LearningRate(1e-4, PAPER_MILESTONES, 0.5);

    /**
     * Checks the start and the factor, and copies the list. The milestones may be in any order.
     *
     * @param start learning rate of Adam in the first iteration; finite and above 0
     * @param milestones iterations after each of which the rate is multiplied by {@code factor}; empty for a constant
     *     rate
     * @param factor what the rate is multiplied by after a milestone; above 0 and at most 1
     * @throws IllegalArgumentException if {@code start} or {@code factor} is out of range
     */
    public LearningRate {
        milestones = List.copyOf(milestones);
        SETTINGS.check(start, milestones, factor);
    }

    /**
     * Sets the learning rate of the first iteration.
     *
     * @param value finite and above 0
     * @return a copy with this setting
     * @throws IllegalArgumentException if the value is out of range
     */
    public LearningRate start(double value) {
        return new LearningRate(value, milestones, factor);
    }

    /**
     * Sets the milestones.
     *
     * @param iterations iterations after which the rate is multiplied by the factor
     * @return a copy with this setting
     */
    public LearningRate milestones(int... iterations) {
        return new LearningRate(start, Arrays.stream(iterations).boxed().toList(), factor);
    }

    /**
     * Sets the factor.
     *
     * @param value multiplier at each milestone, in (0, 1]
     * @return a copy with this setting
     * @throws IllegalArgumentException if the value is out of range
     */
    public LearningRate factor(double value) {
        return new LearningRate(start, milestones, value);
    }

    /**
     * Returns the learning rate of an iteration. The rate falls after a milestone, not in it.
     *
     * @param iteration number of the iteration, starting at 1
     * @return the learning rate
     */
    public double at(int iteration) {
        int passed = (int) milestones.stream().filter(m -> m < iteration).count();
        return start * Math.pow(factor, passed);
    }
}
