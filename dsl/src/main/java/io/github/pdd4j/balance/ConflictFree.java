package io.github.pdd4j.balance;

import java.util.Map;

/**
 * Weighs the terms so that a small step lets none of them grow: UPGrad (Quinton and Rey 2024, arXiv 2406.16232) on
 * gradients of unit length.
 *
 * <p>Each unit gradient is projected onto the cone of directions that have no negative inner product with any gradient;
 * the direction is the mean of the projections. Gradients are those with respect to the weights of the specialist's last
 * layer: at the predictions, a supervised term sees labeled images only, so there its inner product with others hides
 * conflicts. All terms count the same, so the weights of the sentence are where a training starts and nothing more. The
 * supervised part keeps its weight.
 *
 * <pre>{@code
 * System.out.println(distill().balance(conflictFree()));
 * }</pre>
 */
public record ConflictFree() implements Balance {
    @Override
    public Map<String, Double> weights(BalancedTerms terms) {
        return UnitGradients.of(terms).weights(ConeProjection::weights);
    }

    @Override
    public Measurement measures() {
        return Measurement.PRODUCTS;
    }

    @Override
    public void requireTerms(Map<String, Double> weights) {
        UnitGradients.requireSeveral("conflictFree()", weights);
    }

    @Override
    public String formula() {
        return "UPGrad: the mean of each unit gradient's projection onto the cone without conflicts, at the last layer";
    }

    @Override
    public String toString() {
        return "conflictFree()";
    }
}
