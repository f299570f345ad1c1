package io.github.pdd4j.balance;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Inner products of gradients at the last layer, scaled to unit length. */
final class UnitGradients {
    /** A gradient that is shorter, relative to the longest, counts as this long, so that noise is not scaled up. */
    private static final double FLOOR = 1e-3;

    /** Rounding in float32 can make the smallest eigenvalue negative. */
    private static final double RIDGE = 1e-6;

    private final List<String> names;

    /** Lengths of the gradients before. */
    private final double[] lengths;

    /** Inner products after; 1 on the diagonal, less for a gradient shorter than a thousandth of the longest. */
    private final double[][] gram;

    /** Weight of the first term, which it keeps. */
    private final double reference;

    private UnitGradients(List<String> names, double[] lengths, double[][] gram, double reference) {
        this.names = names;
        this.lengths = lengths;
        this.gram = gram;
        this.reference = reference;
    }

    static UnitGradients of(BalancedTerms terms) {
        double[][] gram = terms.gram();
        int n = gram.length;
        double[] lengths = new double[n];
        for (int i = 0; i < n; i++) {
            lengths[i] = Math.sqrt(Math.max(0, gram[i][i]));
        }
        double longest = Arrays.stream(lengths).max().orElse(0);
        double floor = longest == 0 ? 1 : FLOOR * longest;
        for (int i = 0; i < n; i++) {
            lengths[i] = Math.max(lengths[i], floor);
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                gram[i][j] /= lengths[i] * lengths[j];
            }
            gram[i][i] += RIDGE;
        }
        return new UnitGradients(
                terms.names(), lengths, gram, terms.weight(terms.names().get(0)));
    }

    /** The weights of the terms, from those of the unit gradients, so that the first term keeps its weight. */
    Map<String, Double> weights(Function<double[][], double[]> rule) {
        double[] ofUnits = rule.apply(gram);
        Map<String, Double> weights = new LinkedHashMap<>();
        for (int i = 1; i < ofUnits.length; i++) {
            weights.put(names.get(i), reference * (ofUnits[i] / ofUnits[0]) * (lengths[0] / lengths[i]));
        }
        return weights;
    }

    static void requireSeveral(String balance, Map<String, Double> weights) {
        if (weights.size() < 2) {
            throw new IllegalArgumentException(balance + " needs at least two terms that can conflict, got "
                    + String.join(", ", weights.keySet())
                    + " alone: give wavelet(...), perceptual(...), rIntra(...) or rInter(...) a weight above 0");
        }
    }
}
