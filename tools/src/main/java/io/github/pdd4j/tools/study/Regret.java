package io.github.pdd4j.tools.study;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.DoubleStatistics;
import org.apache.commons.statistics.descriptive.Statistic;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How far each row of a cell is behind the best weights of a grid, in fidelity and perception together.
 *
 * <p>The gain of a training is the mean of its gains over the network that was started from, in PSNR and in LPIPS, each
 * divided by the range of that measure over the grid. The regret of a row is the gain of the best row of the grid less
 * the row's own, for each seed; a negative regret is a row that is better than every weight of the grid. The best of
 * the grid is known only after all of it was trained and measured, which favors the grid.
 */
final class Regret {
    private static final double LEVEL = 0.95;

    private final Map<String, double[]> gains = new LinkedHashMap<>();
    private final Map<String, double[]> psnr;
    private final Map<String, double[]> lpips;
    private final List<String> grid;

    /**
     * Compares the rows of one cell.
     *
     * @param start PSNR in dB and LPIPS of the network that was started from
     * @param psnr PSNR in dB of each row, a value for each seed
     * @param lpips LPIPS of each row, a value for each seed
     * @param grid names of the rows of the grid, at least two
     */
    Regret(Point start, Map<String, double[]> psnr, Map<String, double[]> lpips, List<String> grid) {
        this.psnr = psnr;
        this.lpips = lpips;
        this.grid = grid;
        double ofPsnr = range(psnr);
        double ofLpips = range(lpips);
        psnr.forEach((row, values) -> {
            double[] other = of(lpips, row);
            gains.put(
                    row,
                    IntStream.range(0, values.length)
                            .mapToDouble(seed ->
                                    ((values[seed] - start.psnr()) / ofPsnr + (start.lpips() - other[seed]) / ofLpips)
                                            / 2)
                            .toArray());
        });
    }

    /** PSNR in dB, higher is better, and LPIPS, lower is better. */
    record Point(double psnr, double lpips) {
        boolean dominates(Point other) {
            return psnr >= other.psnr && lpips <= other.lpips && (psnr > other.psnr || lpips < other.lpips);
        }
    }

    /**
     * A mean over seeds with its interval, which is not a number with one seed.
     *
     * @param mean mean over the seeds
     * @param low lower end of the 95 % interval by Student's t distribution
     * @param high upper end
     * @param deviation standard deviation over the seeds
     */
    record Interval(double mean, double low, double high, double deviation) {
        static Interval of(double... values) {
            DoubleStatistics of = DoubleStatistics.of(EnumSet.of(Statistic.MEAN, Statistic.STANDARD_DEVIATION), values);
            double mean = of.getAsDouble(Statistic.MEAN);
            if (values.length < 2) {
                return new Interval(mean, Double.NaN, Double.NaN, Double.NaN);
            }
            double t = TDistribution.of(values.length - 1).inverseSurvivalProbability((1 - LEVEL) / 2);
            double deviation = of.getAsDouble(Statistic.STANDARD_DEVIATION);
            double half = t * deviation / Math.sqrt(values.length);
            return new Interval(mean, mean - half, mean + half, deviation);
        }
    }

    /** {@return the gain of a row over the start, a value for each seed, in ranges of the grid} */
    double[] gains(String row) {
        return of(gains, row).clone();
    }

    /** {@return the row of the grid with the largest mean gain} */
    String best() {
        return grid.stream()
                .max(Comparator.comparingDouble(row -> mean(of(gains, row))))
                .orElseThrow();
    }

    /** {@return how far a row is behind the best of the grid, paired by seed} */
    Interval of(String row) {
        return behind(best(), row);
    }

    /** {@return how far a row is behind another one, paired by seed} */
    Interval behind(String other, String row) {
        double[] ahead = of(gains, other);
        double[] own = of(gains, row);
        return Interval.of(IntStream.range(0, own.length)
                .mapToDouble(seed -> ahead[seed] - own[seed])
                .toArray());
    }

    /** {@return whether a row of the grid is at least as good in both measures, and better in one} */
    boolean isDominated(String row) {
        return grid.stream()
                .filter(other -> !other.equals(row))
                .anyMatch(other -> point(other).dominates(point(row)));
    }

    private Point point(String row) {
        return new Point(mean(of(psnr, row)), mean(of(lpips, row)));
    }

    private double range(Map<String, double[]> values) {
        DoubleStatistics found = grid.stream()
                .mapToDouble(row -> mean(of(values, row)))
                .collect(
                        () -> DoubleStatistics.of(EnumSet.of(Statistic.MIN, Statistic.MAX)),
                        DoubleStatistics::accept,
                        DoubleStatistics::combine);
        double range = found.getAsDouble(Statistic.MAX) - found.getAsDouble(Statistic.MIN);
        if (!(range > 0)) {
            throw new IllegalArgumentException("rows of the grid must differ in PSNR and in LPIPS, got a range of "
                    + range + " over " + grid + ": train longer, or with more different weights");
        }
        return range;
    }

    private static double mean(double... values) {
        return DoubleStream.of(values).average().orElseThrow();
    }

    private static double[] of(Map<String, double[]> values, String row) {
        return Objects.requireNonNull(values.get(row), row);
    }
}
