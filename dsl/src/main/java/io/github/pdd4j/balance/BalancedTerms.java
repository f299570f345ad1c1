package io.github.pdd4j.balance;

import io.github.pdd4j.io.Listing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The terms of a loss as a {@link Balance} sees them.
 *
 * <p>Values, norms and inner products are those of the terms without their weights, as moving averages of what was
 * measured: decay 0.99 for each iteration, with bias correction. Norms and values are at least a thousandth of the
 * largest one.
 *
 * <pre>{@code
 * var measured = Map.of("supervised", new BalancedTerms.Term(1, 1, 0.2, 3), "rIntra", new BalancedTerms.Term(1, 1, 5, 6));
 * BalancedTerms terms = new BalancedTerms(1, measured, Map.of(), OptionalDouble.empty(), new HashMap<>());
 * System.out.println(shares().rIntra(0.5).weights(terms));
 * }</pre>
 *
 * @param iteration number of the iteration, from 1
 * @param terms measured terms by name
 * @param products inner products of the gradients with respect to the weights of the last layer, by the names of both
 *     terms; empty unless the balance measures {@link Balance.Measurement#PRODUCTS}
 * @param violation how far the measure of {@link Balance#constraint()} is from its bound, in units of the margin: above
 *     0 outside, −1 at the value of the start; empty before the first measurement and without a constraint
 * @param state numbers that the balance keeps between its calls; they may be changed here, and are a part of each
 *     checkpoint
 */
public record BalancedTerms(
        int iteration,
        Map<String, Term> terms,
        Map<String, Map<String, Double>> products,
        OptionalDouble violation,
        Map<String, Double> state) {
    /**
     * One measured term.
     *
     * @param weight weight that it has now
     * @param start weight that it had at the start
     * @param value moving average of the value without the weight
     * @param norm moving average of the norm of the gradient with respect to the predictions, without the weight; NaN
     *     unless the balance measures norms
     */
    public record Term(double weight, double start, double value, double norm) {}

    /**
     * Copies the terms, in their order; the state is not copied, so that a balance can change it.
     *
     * @param iteration number of the iteration, from 1
     * @param terms measured terms by name
     * @param products inner products by the names of both terms
     * @param violation how far the constraint is from its bound
     * @param state numbers that the balance keeps
     */
    public BalancedTerms {
        terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
    }

    /**
     * The names of the terms: {@link Balance#SUPERVISED} first, if the sentence has supervised terms.
     *
     * @return the names
     */
    public List<String> names() {
        return List.copyOf(terms.keySet());
    }

    /**
     * The weight that a term has now.
     *
     * @param name name of the term
     * @return the weight
     * @throws IllegalArgumentException if there is no such term
     */
    public double weight(String name) {
        return term(name).weight;
    }

    /**
     * The weight that a term had at the start.
     *
     * @param name name of the term
     * @return the weight
     * @throws IllegalArgumentException if there is no such term
     */
    public double start(String name) {
        return term(name).start;
    }

    /**
     * The value of a term without its weight.
     *
     * @param name name of the term
     * @return the moving average
     * @throws IllegalArgumentException if there is no such term
     */
    public double value(String name) {
        return term(name).value;
    }

    /**
     * The norm of a term's gradient with respect to the predictions, without its weight.
     *
     * @param name name of the term
     * @return the moving average; NaN unless the balance measures norms
     * @throws IllegalArgumentException if there is no such term
     */
    public double norm(String name) {
        return term(name).norm;
    }

    /**
     * The inner product of two terms' gradients with respect to the weights of the last layer, without their weights.
     *
     * @param a name of a term
     * @param b name of a term
     * @return the moving average
     * @throws IllegalArgumentException if there is no such term, or no products are measured
     */
    public double product(String a, String b) {
        term(a);
        term(b);
        if (products.isEmpty()) {
            throw new IllegalArgumentException("product(...) needs inner products, got a balance that measures none:"
                    + " let its measures() return Measurement.PRODUCTS");
        }
        return Objects.requireNonNull(Objects.requireNonNull(products.get(a)).get(b));
    }

    /** The inner products in the order of the names. */
    double[][] gram() {
        List<String> names = names();
        return names.stream()
                .map(a -> names.stream().mapToDouble(b -> product(a, b)).toArray())
                .toArray(double[][]::new);
    }

    private Term term(String name) {
        Term term = terms.get(name);
        if (term == null) {
            throw new IllegalArgumentException("a balance must ask for a term that it weighs, got \"" + name
                    + "\": use one of " + Listing.first(5, new ArrayList<>(terms.keySet())));
        }
        return term;
    }
}
