package io.github.pdd4j.balance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Draws the weights of all terms anew in every iteration, as a control for the other balances: random loss weighting
 * (Lin et al. 2022, arXiv 2111.10603).
 *
 * <p>A weight is its start times m · softmax(z), with z one standard normal number for each of the m terms, so that its
 * mean is its start. It depends on the seed and on the iteration only.
 *
 * <pre>{@code
 * System.out.println(distill().balance(randomWeights(1)));
 * }</pre>
 *
 * @param seed seed of the numbers
 */
public record RandomWeights(long seed) implements Balance {
    @Override
    public Map<String, Double> weights(BalancedTerms terms) {
        SplittableRandom random = new SplittableRandom(seed).split();
        random = new SplittableRandom(random.nextLong() + terms.iteration());
        List<String> names = terms.names();
        double[] draws = new double[names.size()];
        double sum = 0;
        for (int i = 0; i < draws.length; i++) {
            draws[i] = Math.exp(random.nextGaussian());
            sum += draws[i];
        }
        Map<String, Double> weights = new LinkedHashMap<>();
        for (int i = 0; i < draws.length; i++) {
            weights.put(names.get(i), terms.start(names.get(i)) * draws.length * draws[i] / sum);
        }
        return weights;
    }

    @Override
    public Measurement measures() {
        return Measurement.VALUES;
    }

    @Override
    public int every() {
        return 1;
    }

    @Override
    public double largestStep() {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public String formula() {
        return "w_i = start_i · m · softmax(z)_i, z normal, drawn anew in every iteration";
    }

    @Override
    public String toString() {
        return "randomWeights(" + seed + ")";
    }
}
