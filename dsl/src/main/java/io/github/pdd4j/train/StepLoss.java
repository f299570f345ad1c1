package io.github.pdd4j.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.loss.PerDomain;
import io.github.pdd4j.loss.Predictions;
import io.github.pdd4j.loss.Term;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.tensor.Tensors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** The total loss of one iteration, as the sum of its terms. */
public final class StepLoss {
    private final int iteration;
    private final Predictions predictions;
    private final Map<String, NDArray> numbers = new LinkedHashMap<>();
    private final Map<String, Double> weights = new LinkedHashMap<>();
    private final Map<String, NDArray> watched = new LinkedHashMap<>();
    private final Map<String, Double> noted = new LinkedHashMap<>();
    private final Map<String, NDArray> terms = new LinkedHashMap<>();
    private @Nullable NDArray total;
    private @Nullable List<NDArray> atPredictions;

    StepLoss(int iteration, Predictions predictions) {
        this.iteration = iteration;
        this.predictions = predictions;
    }

    int iteration() {
        return iteration;
    }

    void add(List<Term> added) {
        for (Term term : added) {
            numbers.put(term.name(), term.number(predictions));
            weights.put(term.name(), term.weight());
        }
    }

    /** The names of the terms. */
    Collection<String> names() {
        return numbers.keySet();
    }

    /** The value of a term without its weight. */
    NDArray number(String name) {
        return Objects.requireNonNull(numbers.get(name));
    }

    /** The weight of a term. */
    double weight(String name) {
        return Objects.requireNonNull(weights.get(name));
    }

    /** Replaces the weight of a term, before the terms are summed. */
    void weigh(String name, double weight) {
        weights.put(name, weight);
    }

    /** The specialist's predictions of labeled and of unlabeled input. */
    List<NDArray> predictions() {
        PerDomain predicted = predictions.specialist();
        return List.of(predicted.labeled(), predicted.unlabeled());
    }

    /** Sets the gradients of the total with respect to the predictions, where they are known. */
    void atPredictions(List<NDArray> gradients) {
        atPredictions = gradients;
    }

    /** The gradients of the total with respect to weights of the specialist. The graph is freed. */
    NDList gradients(List<NDArray> parameters) {
        NDArray sum = total();
        return atPredictions == null
                ? Tensors.gradients(sum, parameters)
                : Tensors.pulledBack(predictions(), atPredictions, parameters, false);
    }

    /** The gradients of the total with respect to the predictions. The graph is freed. */
    List<NDArray> gradientsAtPredictions() {
        return Tensors.gradients(total(), predictions());
    }

    /** The sum of all terms, checked to have a gradient path to the specialist. */
    private NDArray total() {
        for (NDArray number : terms().values()) {
            total = total == null ? number : total.add(number);
        }
        if (total == null) {
            throw new IllegalStateException("iteration " + iteration
                    + " must have one loss term with a weight above 0, got none: set rIntra, rInter, wavelet"
                    + " or loss(...)");
        }
        if (!Tensors.hasPath(total)) {
            throw new IllegalArgumentException(
                    "total loss must have a gradient with respect to the specialist, got none in iteration "
                            + iteration + " from " + String.join(", ", terms.keySet())
                            + ": use p.specialist() or p.features(layer).specialist() and do not detach the result, see"
                            + " check(loss)");
        }
        return total;
    }

    /** The weighted terms by name. */
    Map<String, NDArray> terms() {
        if (terms.isEmpty()) {
            numbers.forEach((name, number) -> terms.put(name, Tensors.scaled(number, weight(name))));
        }
        return terms;
    }

    /** Records the norm of each term's gradient with respect to the specialist's predictions. */
    void watchGradients() {
        terms().forEach((name, part) ->
                watched.put(Iteration.GRADIENT + name, Tensors.norm(Tensors.firstGradients(part, predictions()))));
    }

    /** Records values that are not part of the total. */
    void watch(Map<String, NDArray> values) {
        watched.putAll(values);
    }

    /** Records a known number that is not part of the total. */
    void note(String name, double value) {
        noted.put(name, value);
    }

    /**
     * The iteration with the values of all terms and recorded diagnostics. Synchronizes with the device once and reads
     * the clock afterward.
     */
    Iteration row(Map<String, Double> scores, String skipped, DoubleSupplier seconds) {
        List<NDArray> all = new ArrayList<>(terms().values());
        all.addAll(watched.values());
        double[] numbers = Tensors.numbers(all);
        Map<String, Double> values = named(terms.keySet(), numbers, 0);
        Map<String, Double> others = named(watched.keySet(), numbers, terms.size());
        others.putAll(noted);
        others.putAll(scores);
        return new Iteration(iteration, values, others, skipped, seconds.getAsDouble());
    }

    private static Map<String, Double> named(Collection<String> names, double[] numbers, int from) {
        Map<String, Double> named = new LinkedHashMap<>();
        names.forEach(name -> named.put(name, numbers[from + named.size()]));
        return named;
    }
}
