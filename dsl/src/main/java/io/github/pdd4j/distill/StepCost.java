package io.github.pdd4j.distill;

import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.train.Checkpointer;
import io.github.pdd4j.train.CropBatchSource;
import io.github.pdd4j.train.Loop;
import io.github.pdd4j.train.TrainingLog;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Measures the cost of a loss by running the same few iterations without it and with it. */
final class StepCost {
    /** The first two iterations are not timed, since they warm up the engine. */
    private static final int ITERATIONS = 5;

    private final Distillation small;

    StepCost(Distillation sentence) {
        small = shortened(sentence);
    }

    /** A short version of the sentence, with batch size 1, in which every term begins as early as possible. */
    private static Distillation shortened(Distillation sentence) {
        return early(sentence.batch(1).accumulate(1).iterations(ITERATIONS));
    }

    /** A copy in which every term begins as early as possible, and nothing is measured on the way. */
    private static Distillation early(Distillation sentence) {
        Distillation brief = sentence.gradientNorms(0).learningRate(r -> r.warmUp(0));
        boolean adversarial = sentence.sentence().objective().adversarial() != null;
        boolean warms = sentence.sentence().roles().generalist() != null
                && Objects.requireNonNull(sentence.sentence().roles().generalist())
                                .warmUp()
                        > 0;
        Distillation soon = adversarial ? brief.adversarial(a -> a.discriminatorWarmUp(0)) : brief;
        return soon.warmUp(warms ? 1 : 0);
    }

    /** The short version with one more term. */
    Distillation with(Loss loss) {
        return small.loss(freeName(), 1, loss);
    }

    double share(Loss loss) {
        double without = seconds(small);
        double with = seconds(with(loss));
        return Math.max(0, with - without) / with;
    }

    /** A term name that differs from all others without case, since a taken name would be rejected or replaced. */
    private String freeName() {
        Set<String> taken = small.sentence().objective().loss().stream()
                .map(term -> term.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return IntStream.iterate(1, i -> i + 1)
                .mapToObj(i -> "checked " + i)
                .filter(name -> !taken.contains(name))
                .findFirst()
                .orElseThrow();
    }

    /** Seconds of the fastest iteration; others may have been slowed by other work on the machine. */
    private static double seconds(Distillation sentence) {
        return seconds(sentence, ITERATIONS);
    }

    /**
     * Seconds of an iteration in which all terms are active.
     *
     * @param iterations number of iterations to make, of which the first two are not timed; at least 3
     */
    static double ofSentence(Distillation sentence, int iterations) {
        int warmUps = 3;
        return seconds(early(sentence.iterations(Math.max(warmUps, iterations))), Math.max(warmUps, iterations));
    }

    private static double seconds(Distillation sentence, int iterations) {
        TrainingLog log = new TrainingLog(Map.of());
        Plan plan = Plan.of(sentence.sentence()).brief(iterations);
        try (CropBatchSource batches = CropBatchSource.from(1, plan)) {
            new Loop(plan, log, Checkpointer.NONE).runOrThrow(batches);
        }
        List<Iteration> done = log.rows();
        return IntStream.range(2, done.size())
                .mapToDouble(i -> done.get(i).seconds() - done.get(i - 1).seconds())
                .min()
                .orElseThrow();
    }
}
