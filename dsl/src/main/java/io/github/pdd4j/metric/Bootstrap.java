package io.github.pdd4j.metric;

import io.github.pdd4j.api.Internal;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.StandardDeviation;

/**
 * 95 % intervals by resampling with replacement (Efron 1979), with a fixed seed: equal input gives equal intervals.
 *
 * <pre>{@code
 * System.out.println(Bootstrap.ofMean(new double[] {1, 2, 4, 3}));
 * }</pre>
 */
@Internal
public final class Bootstrap {
    /** Enough for two digits of the interval bounds. */
    private static final int RESAMPLES_OF_A_MEAN = 10_000;

    private Bootstrap() {}

    /**
     * A 95 % interval.
     *
     * @param low the lower bound
     * @param high the upper bound
     */
    public record Interval(double low, double high) {}

    /**
     * The percentile interval of a mean: the 2.5th and 97.5th percentile of 10,000 resampled means.
     *
     * @param values the sample, at least one value
     * @return the interval; for one value, that value
     */
    public static Interval ofMean(double... values) {
        double[] means = drawn(
                RESAMPLES_OF_A_MEAN,
                random -> random.ints(values.length, 0, values.length)
                                .mapToDouble(i -> values[i])
                                .sum()
                        / values.length);
        double[] ends =
                Quantile.withDefaults().with(Quantile.EstimationMethod.HF6).evaluate(means, 0.025, 0.975);
        return new Interval(ends[0], ends[1]);
    }

    /**
     * The normal interval of a statistic: the estimate ± 1.96 standard deviations of the statistic over resamples
     * (Efron and Tibshirani 1993, Eq. 12.16).
     *
     * <p>Use it for statistics that are biased by repeated rows, where the percentiles may exclude the estimate.
     * Resamples for which the statistic is NaN are ignored.
     *
     * @param estimate the statistic of the sample
     * @param resamples number of resamples
     * @param statistic draws a resample with the given generator and returns its statistic
     * @return the interval; NaN if fewer than two resamples are left
     */
    public static Interval around(double estimate, int resamples, ToDoubleFunction<RandomGenerator> statistic) {
        double[] drawn = drawn(resamples, statistic);
        double half = drawn.length < 2
                ? Double.NaN
                : 1.96 * StandardDeviation.of(drawn).getAsDouble();
        return new Interval(estimate - half, estimate + half);
    }

    private static double[] drawn(int resamples, ToDoubleFunction<RandomGenerator> statistic) {
        SplittableRandom random = new SplittableRandom(0);
        return IntStream.range(0, resamples)
                .mapToDouble(i -> statistic.applyAsDouble(random))
                .filter(value -> !Double.isNaN(value))
                .toArray();
    }
}
