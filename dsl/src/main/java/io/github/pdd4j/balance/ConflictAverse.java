package io.github.pdd4j.balance;

import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import java.util.Map;

/**
 * Weighs the terms so that the one that gains least gains as much as it can near the mean gradient: CAGrad (Liu et al.
 * 2021, arXiv 2110.14048) on gradients of unit length.
 *
 * <p>The direction is g_0 + c · |g_0| / |g_w| · g_w, with g_0 the mean of the unit gradients and g_w their convex
 * combination that minimizes g_w · g_0 + c · |g_0| · |g_w|. Gradients and scale are those of {@link ConflictFree}.
 *
 * <pre>{@code
 * System.out.println(distill().balance(cagrad(0.5)));
 * }</pre>
 *
 * @param c how far the direction may be from the mean, in its lengths; at least 0 and below 1; 0 for the mean itself
 */
public record ConflictAverse(double c) implements Balance {
    private static final Settings<ConflictAverse> SETTINGS = Settings.of(
            ConflictAverse.class,
            Setting.of("c")
                    .within(
                            "c of cagrad(c)",
                            value -> (double) value >= 0 && (double) value < 1,
                            "at least 0 and below 1",
                            "use cagrad(0.5)"));

    /**
     * Checks the value.
     *
     * @param c how far the direction may be from the mean, in its lengths; at least 0 and below 1
     * @throws IllegalArgumentException if it is out of range
     */
    public ConflictAverse {
        SETTINGS.check(c);
    }

    @Override
    public Map<String, Double> weights(BalancedTerms terms) {
        return UnitGradients.of(terms).weights(gram -> SimplexMinimum.cagrad(gram, c));
    }

    @Override
    public Measurement measures() {
        return Measurement.PRODUCTS;
    }

    @Override
    public void requireTerms(Map<String, Double> weights) {
        UnitGradients.requireSeveral(toString(), weights);
    }

    @Override
    public String formula() {
        return "CAGrad: g_0 + c · |g_0| / |g_w| · g_w of unit gradients at the last layer";
    }

    @Override
    public String toString() {
        return "cagrad(" + c + ")";
    }
}
