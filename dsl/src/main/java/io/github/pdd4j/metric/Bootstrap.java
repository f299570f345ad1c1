package io.github.pdd4j.metric;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * Intervals by resampling (Efron 1979): the 2.5th and the 97.5th percentile of a statistic over samples drawn with
 * replacement. Seeded: equal input gives equal intervals.
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
     * Where 95 of 100 resamples lie.
     *
     * @param low the lower end
     * @param high the upper end
     */
    public record Interval(double low, double high) {}

    /** The interval of a mean; of one value it is that value. */
    public static Interval ofMean(double... values) {
        return of(
                RESAMPLES_OF_A_MEAN,
                random -> random.ints(values.length, 0, values.length)
                                .mapToDouble(i -> values[i])
                                .sum()
                        / values.length);
    }

    /** The interval of a statistic that draws its own resample; resamples that it answers NaN for do not count. */
    public static Interval of(int resamples, ToDoubleFunction<RandomGenerator> statistic) {
        SplittableRandom random = new SplittableRandom(0);
        double[] drawn = IntStream.range(0, resamples)
                .mapToDouble(i -> statistic.applyAsDouble(random))
                .filter(value -> !Double.isNaN(value))
                .toArray();
        if (drawn.length == 0) {
            return new Interval(Double.NaN, Double.NaN);
        }
        Percentile percentile = new Percentile();
        percentile.setData(drawn);
        return new Interval(percentile.evaluate(2.5), percentile.evaluate(97.5));
    }
}
