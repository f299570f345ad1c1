package io.github.pdd4j.metric;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Gamma;

/**
 * The asymmetric generalized Gaussian fitted to a sample by its moments (Lasmar, Stitou, Berthoumieu 2009; NIQE,
 * equation 7).
 *
 * @param shape γ, from the grid 0.2, 0.201 … 10 of the published code
 * @param left scale of the negative values
 * @param right scale of the positive values
 */
record GeneralizedGaussian(double shape, double left, double right) {
    private static final double LEAST = 0.2;
    private static final double STEP = 0.001;

    /** Γ(2/γ)² / (Γ(1/γ) Γ(3/γ)) on the grid of γ, increasing. */
    private static final double[] RATIOS = IntStream.rangeClosed(0, 9800)
            .mapToDouble(i -> LEAST + STEP * i)
            .map(shape ->
                    Math.exp(2 * Gamma.logGamma(2 / shape) - Gamma.logGamma(1 / shape) - Gamma.logGamma(3 / shape)))
            .toArray();

    /** All parameters are NaN if all values are zero or have the same sign. */
    static GeneralizedGaussian of(double[] values) {
        double below = 0;
        double above = 0;
        double absolute = 0;
        int negative = 0;
        int positive = 0;
        for (double value : values) {
            below += value < 0 ? value * value : 0;
            above += value > 0 ? value * value : 0;
            negative += value < 0 ? 1 : 0;
            positive += value > 0 ? 1 : 0;
            absolute += Math.abs(value);
        }
        double left = Math.sqrt(below / negative);
        double right = Math.sqrt(above / positive);
        double skew = left / right;
        double mean = absolute / values.length;
        double spread = mean * mean * values.length / (below + above);
        double ratio = spread * (skew * skew * skew + 1) * (skew + 1) / Math.pow(skew * skew + 1, 2);
        double shape = Double.isNaN(ratio) ? Double.NaN : LEAST + STEP * nearest(ratio);
        double scale = Math.exp(0.5 * (Gamma.logGamma(1 / shape) - Gamma.logGamma(3 / shape)));
        return new GeneralizedGaussian(shape, left * scale, right * scale);
    }

    /** The mean, η of equation 8. */
    double mean() {
        return (right - left) * Math.exp(Gamma.logGamma(2 / shape) - Gamma.logGamma(1 / shape));
    }

    private static int nearest(double ratio) {
        int at = Arrays.binarySearch(RATIOS, ratio);
        int above = Math.min(RATIOS.length - 1, at < 0 ? -at - 1 : at);
        int below = Math.max(0, above - 1);
        return ratio - RATIOS[below] <= RATIOS[above] - ratio ? below : above;
    }
}
