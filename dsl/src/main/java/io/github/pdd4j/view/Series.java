package io.github.pdd4j.view;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** A named, immutable sequence of points. */
final class Series {
    private static final double MOST = 1e100;

    private final String name;
    private final double[] x;
    private final double[] y;
    private final double[][] ends;

    Series(String name, double[] x, double[] y) {
        this(name, x, y, new double[2][0]);
    }

    private Series(String name, double[] x, double[] y, double[][] ends) {
        this.name = name;
        this.x = x.clone();
        this.y = y.clone();
        this.ends = ends;
    }

    /**
     * Returns these points with intervals, {lower ends, upper ends}; missing ends at the end of a row mean no
     * interval.
     */
    Series between(double[][] lowAndHigh) {
        if (lowAndHigh.length != 2) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "whiskers of '%s' must have two rows of ends, lower and upper, got %d: pass {{1.5}, {2.5}} for one bar",
                    name,
                    lowAndHigh.length));
        }
        return new Series(name, x, y, new double[][] {lowAndHigh[0].clone(), lowAndHigh[1].clone()});
    }

    boolean hasIntervals() {
        return ends[0].length > 0;
    }

    DoubleStream ends() {
        return Arrays.stream(ends).flatMapToDouble(Arrays::stream);
    }

    double low(int index) {
        return index < ends[0].length ? ends[0][index] : Double.NaN;
    }

    double high(int index) {
        return index < ends[1].length ? ends[1][index] : Double.NaN;
    }

    String name() {
        return name;
    }

    int size() {
        return y.length;
    }

    double[] x() {
        return x.clone();
    }

    double[] y() {
        return y.clone();
    }

    double y(int index) {
        return y[index];
    }

    boolean hasPositive() {
        return Arrays.stream(y).anyMatch(v -> v > 0 && Double.isFinite(v));
    }

    Series over(double[] positions) {
        if (positions.length < y.length) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "horizontal positions of '%s' must be at least as many as its values (%d), got %d: pass one"
                            + " position per value",
                    name,
                    y.length,
                    positions.length));
        }
        return new Series(name, Arrays.copyOf(positions, y.length), y);
    }

    /** Replaces values that XChart cannot place by gaps: it computes differences of values and their squares. */
    Series drawable(boolean logarithmic) {
        double[] kept = IntStream.range(0, y.length)
                .mapToDouble(
                        i -> isPlaceable(x[i]) && isPlaceable(y[i]) && (!logarithmic || y[i] > 0) ? y[i] : Double.NaN)
                .toArray();
        double[] places = Arrays.stream(x).map(v -> isPlaceable(v) ? v : 0).toArray();
        return new Series(name, places, kept);
    }

    static boolean isPlaceable(double value) {
        return Math.abs(value) < MOST;
    }

    /** Returns every k-th point, at most {@code most} points. */
    Series sampled(int most) {
        int step = Math.max(1, (size() + most - 1) / most);
        return at(IntStream.iterate(0, i -> i < size(), i -> i + step).toArray());
    }

    /** Returns the minimum and maximum of each of {@code buckets} sections, so that spikes are kept. */
    Series outlined(int buckets) {
        if (size() <= 2 * buckets) {
            return this;
        }
        return at(IntStream.range(0, buckets)
                .flatMap(b -> extremes((int) ((long) b * size() / buckets), (int) ((b + 1L) * size() / buckets)))
                .toArray());
    }

    private IntStream extremes(int from, int to) {
        int low = from;
        int high = from;
        for (int i = from; i < to; i++) {
            low = Double.isNaN(y[low]) || y[i] < y[low] ? i : low;
            high = Double.isNaN(y[high]) || y[i] > y[high] ? i : high;
        }
        return IntStream.of(low, high).sorted().distinct();
    }

    private Series at(int[] indices) {
        return new Series(
                name,
                Arrays.stream(indices).mapToDouble(i -> x[i]).toArray(),
                Arrays.stream(indices).mapToDouble(i -> y[i]).toArray());
    }
}
