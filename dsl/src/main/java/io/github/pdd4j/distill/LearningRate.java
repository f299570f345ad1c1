package io.github.pdd4j.distill;

import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.setting.Source;
import java.util.Arrays;
import java.util.List;

/**
 * Adam's learning rate over the iterations: constant, or multiplied by a factor after each milestone.
 *
 * <pre>{@code
 * System.out.println(distill().learningRate(2e-4).learningRate(r -> r.milestones(300, 400)));
 * }</pre>
 *
 * @param start in the first iteration, 1e-4 in the paper, finite and above 0
 * @param milestones iterations after which it falls, none by default
 * @param factor what it is multiplied by then, 0.5 in the paper, in (0, 1]
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

    /** 1e-4 throughout. */
    public static final LearningRate CONSTANT = new LearningRate(1e-4, List.of(), 0.5);

    /** The paper's: 1e-4, halved after 25k, 100k, 200k and 300k iterations. */
    public static final LearningRate PAPER = new LearningRate(1e-4, PAPER_MILESTONES, 0.5);

    /** Checks the ranges, and copies. */
    public LearningRate {
        milestones = List.copyOf(milestones);
        SETTINGS.check(start, milestones, factor);
    }

    /** The same from another start. */
    public LearningRate start(double value) {
        return new LearningRate(value, milestones, factor);
    }

    /** The same with other milestones. */
    public LearningRate milestones(int... iterations) {
        return new LearningRate(start, Arrays.stream(iterations).boxed().toList(), factor);
    }

    /** The same with another factor. */
    public LearningRate factor(double value) {
        return new LearningRate(start, milestones, value);
    }

    /** The rate of an iteration, the first being 1: a milestone is the last iteration before the fall. */
    public double at(int iteration) {
        int passed = (int) milestones.stream().filter(m -> m < iteration).count();
        return start * Math.pow(factor, passed);
    }
}
