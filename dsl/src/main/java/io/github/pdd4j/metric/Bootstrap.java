package io.github.pdd4j.metric;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.StandardDeviation;

/**
 * 95 % intervals by resampling with replacement (Efron 1979). Seeded: equal input gives equal intervals.
 *
 * <pre>{@code
 * System.out.println(Bootstrap.ofMean(new double[] {1, 2, 4, 3}));
 * }</pre>
 */
public final class Bootstrap {
    /** Enough for two digits of the interval's ends. */
    private static final int RESAMPLES_OF_A_MEAN = 10_000;

    private Bootstrap() {}

    /**
     * Where the statistic would lie in 95 of 100 such samples.
     *
     * @param low the lower end
     * @param high the upper end
     */
    public record Interval(double low, double high) {}

    /** The interval of a mean between the 2.5th and the 97.5th percentile of resamples; of one value it is that value. */
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
     * The normal interval of a statistic that draws its own resample: the estimate and 1.96 standard deviations of the
     * resamples to either side (Efron and Tibshirani 1993, Eq. 12.16).
     *
     * <p>For statistics that repeated rows bias, whose percentiles may lie beside the estimate. Resamples for which the
     * statistic is NaN do not count.
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
