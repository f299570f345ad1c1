package io.github.pdd4j.distill;

import io.github.pdd4j.api.Internal;
import io.github.pdd4j.runs.DirectoryCheckpointer;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.sentence.Sentence;
import io.github.pdd4j.tensor.Torch;
import io.github.pdd4j.view.Progress;

/**
 * What a study needs of a distillation beyond its language: the sentence as data, and a training within another
 * display.
 *
 * <pre>{@code
 * System.out.println(DistillationAccess.sentence(distill().rIntra(0.3)).facts());
 * }</pre>
 */
@Internal
public final class DistillationAccess {
    private DistillationAccess() {}

    /**
     * Returns the settings of a distillation.
     *
     * @param distillation the distillation
     * @return its sentence
     */
    public static Sentence sentence(Distillation distillation) {
        return distillation.sentence();
    }

    /**
     * Returns the distillation of a sentence.
     *
     * @param sentence the settings
     * @return the distillation
     */
    public static Distillation of(Sentence sentence) {
        return new Distillation(sentence);
    }

    /**
     * Trains as {@link Distillation#train()} does, and shows the progress on a display. If the calling thread was
     * interrupted meanwhile, it is so again at the end.
     *
     * @param distillation a complete distillation
     * @param progress the display, which is told when the run has ended
     * @return the run
     */
    public static Run train(Distillation distillation, Progress progress) {
        DirectoryCheckpointer.requireOwn(distillation.sentence().execution());
        Training training = new Training(Plan.of(distillation.sentence()));
        try {
            return training.run(progress);
        } finally {
            if (training.wasInterrupted()) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Checks that the run of this name on the disk is one of this distillation, without training.
     *
     * @param distillation a complete distillation with the name of an existing run
     * @throws IllegalArgumentException if settings, images or weights differ, or a lambda computes something else
     */
    public static void requireSame(Distillation distillation) {
        Plan plan = Plan.of(distillation.sentence());
        Training.alone(() -> Torch.on(plan.sentence().execution().chosen(), () -> {
            DirectoryCheckpointer.requireSame(plan);
            return true;
        }));
    }

    /**
     * Measures the duration of an iteration in which all terms are active; nothing is kept.
     *
     * @param distillation a complete distillation
     * @param iterations number of iterations to make; the first two of at least three are not timed
     * @return seconds of the fastest one
     */
    public static double secondsOfAnIteration(Distillation distillation, int iterations) {
        return Training.alone(() -> Torch.on(
                distillation.sentence().execution().chosen(), () -> StepCost.ofSentence(distillation, iterations)));
    }
}
