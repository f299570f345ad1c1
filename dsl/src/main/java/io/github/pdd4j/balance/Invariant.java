package io.github.pdd4j.balance;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Minimizes the sum of the logarithms of the terms, so that no unit of a term matters: w_i = L_supervised / L_i.
 *
 * <p>The gradient of Σ log L_i is Σ ∇L_i / L_i; it is scaled here so that the supervised part keeps its weight. The
 * geometric mean of losses is from Chennupati et al. 2019, section 3.3 (arXiv 1904.08492). A value counts as at least a
 * thousandth of the largest one, since a distance is 0 at the start of EMA mode. The cross-entropy of R_intra is not 0
 * where the distances agree, so its own size says little.
 *
 * <pre>{@code
 * System.out.println(distill().balance(invariant()));
 * }</pre>
 */
public record Invariant() implements Balance {
    @Override
    public Map<String, Double> weights(BalancedTerms terms) {
        String reference = terms.names().get(0);
        Map<String, Double> weights = new LinkedHashMap<>();
        terms.names().stream()
                .skip(1)
                .forEach(name -> weights.put(
                        name, terms.weight(reference) * terms.value(reference) / terms.value(name)));
        return weights;
    }

    @Override
    public Measurement measures() {
        return Measurement.VALUES;
    }

    @Override
    public String formula() {
        return "Σ log L_i: w_i = L_supervised / L_i, each L_i at least 0.001 of the largest";
    }

    @Override
    public String toString() {
        return "invariant()";
    }
}
