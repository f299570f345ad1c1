package io.github.pdd4j.balance;

import java.util.Map;
import java.util.Optional;

/**
 * Chooses the weights of the loss terms during a training.
 *
 * <p>It weighs each distillation term of the sentence by its name, {@code rIntra}, {@code rInter} and {@code
 * naiveDistillation}, and {@link #SUPERVISED}: wavelet, perceptual and custom terms together, with the sentence's own
 * weights inside. The adversarial weight stays as the sentence says. Measuring begins after the warm-up.
 *
 * <p>The training limits what a balance says: a weight changes at most by the factor {@link #largestStep()} in an
 * iteration, and stays within a hundredth and a hundred times its value at the start.
 *
 * <pre>{@code
 * Balance equalValues = t -> Map.of("rInter", t.weight("rIntra") * t.value("rIntra") / t.value("rInter"));
 * System.out.println(distill().balance(equalValues));
 * }</pre>
 */
@FunctionalInterface
public interface Balance {
    /** Name of the supervised part: wavelet, perceptual and custom terms together. Its weight starts at 1. */
    String SUPERVISED = "supervised";

    /**
     * The weights that the terms should have.
     *
     * @param terms the terms as measured, and the numbers that this balance keeps between its calls
     * @return weights above 0 by the name of the term; a term that is left out keeps its weight
     */
    Map<String, Double> weights(BalancedTerms terms);

    /**
     * What is measured for this balance.
     *
     * @return default: values and gradient norms
     */
    default Measurement measures() {
        return Measurement.NORMS;
    }

    /**
     * The interval at which terms are measured and {@link #weights} is called.
     *
     * @return interval in iterations, at least 1; default 10
     */
    default int every() {
        return 10;
    }

    /**
     * The largest factor by which a weight changes in one iteration.
     *
     * @return a factor above 1; default 1.1
     */
    default double largestStep() {
        return 1.1;
    }

    /**
     * A measure of quality that the training must keep.
     *
     * @return default: none
     */
    default Optional<Constraint> constraint() {
        return Optional.empty();
    }

    /**
     * Checks that this balance can weigh the terms of a sentence, before anything runs.
     *
     * @param weights the weights that the terms start with, by name; {@link #SUPERVISED} only if the sentence has
     *     supervised or custom terms
     * @throws IllegalArgumentException if it cannot
     */
    default void requireTerms(Map<String, Double> weights) {}

    /**
     * The formula of the weights.
     *
     * @return a text for display
     */
    default String formula() {
        return "your own";
    }

    /** What a training measures for its balance. */
    enum Measurement {
        /** Values of the terms; costs nothing. */
        VALUES,

        /** Also the norm of each term's gradient with respect to the predictions. */
        NORMS,

        /** Also the inner products of the terms' gradients with respect to the weights of the specialist's last layer. */
        PRODUCTS
    }
}
