package io.github.pdd4j.analysis;

import io.github.pdd4j.metric.Bootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The table of divergence estimates: each estimator in both directions, with interval and control. Columns that do not
 * apply to an estimator are missing.
 */
final class Estimates {
    static final String NEIGHBORS = "nearest neighbors";

    private static final int RESAMPLES = 200;

    private final KullbackLeibler settings;
    private final double[][] p;
    private final double[][] q;
    private final List<double[][]> shuffled;
    private final Table table = Table.create("Kullback–Leibler divergence")
            .addColumns(
                    StringColumn.create("estimator"),
                    StringColumn.create("direction"),
                    IntColumn.create("k"),
                    IntColumn.create("bins"),
                    IntColumn.create("n"),
                    IntColumn.create("m"),
                    IntColumn.create("dimension"),
                    IntColumn.create("coincident"),
                    DoubleColumn.create("shrinkage"),
                    DoubleColumn.create("KL [nats]"),
                    DoubleColumn.create("low"),
                    DoubleColumn.create("high"),
                    DoubleColumn.create("control"));

    Estimates(KullbackLeibler settings, double[][] p, double[][] q) {
        this.settings = settings;
        this.p = p;
        this.q = q;
        this.shuffled = Stream.of(p, q).map(Estimates::shuffled).toList();
    }

    Table table() {
        neighbors(true);
        neighbors(false);
        control(settings::nearestNeighbors);
        gaussian(true);
        gaussian(false);
        control(settings::gaussian);
        histograms(true);
        histograms(false);
        control(new HistogramEstimate(settings.bins(), p, q)::of);
        return table;
    }

    private static double[][] shuffled(double[][] rows) {
        List<double[]> shuffled = new ArrayList<>(Arrays.asList(rows));
        Collections.shuffle(shuffled, new Random(0));
        return shuffled.toArray(double[][]::new);
    }

    /**
     * Sets the control of the last two rows: the estimate between two halves of one set, the largest in magnitude over
     * both sets and directions.
     */
    private void control(ToDoubleBiFunction<double[][], double[][]> estimate) {
        double largest = 0;
        for (double[][] rows : shuffled) {
            try {
                double there = estimate.applyAsDouble(Patches.everyOther(rows, 0), Patches.everyOther(rows, 1));
                double back = estimate.applyAsDouble(Patches.everyOther(rows, 1), Patches.everyOther(rows, 0));
                largest = Math.max(largest, Math.max(Math.abs(there), Math.abs(back)));
            } catch (IllegalArgumentException tooFewDifferentRows) {
                return;
            }
        }
        table.doubleColumn("control").set(table.rowCount() - 2, largest).set(table.rowCount() - 1, largest);
    }

    /** Resamples the terms of the rows, not the rows: a repeated row would be its own neighbor at distance zero. */
    private void neighbors(boolean forward) {
        NeighborEstimate estimate =
                new NeighborEstimate(settings.k(), settings.threads(), name(forward), name(!forward));
        NeighborEstimate.Result found = estimate.of(first(forward), second(forward));
        Row row = row(NEIGHBORS, forward, found.divergence(), found.interval());
        row.setInt("dimension", p[0].length);
        row.setInt("k", settings.k());
        row.setInt("coincident", found.coincident());
    }

    private void gaussian(boolean forward) {
        GaussianFit ofFirst = GaussianFit.of(name(forward), first(forward));
        GaussianFit ofSecond = GaussianFit.of(name(!forward), second(forward));
        double divergence = ofFirst.divergence(ofSecond);
        Bootstrap.Interval interval = Bootstrap.around(divergence, RESAMPLES, random -> gaussian(forward, random));
        Row row = row("Gaussian", forward, divergence, interval);
        row.setInt("dimension", p[0].length);
        row.setDouble("shrinkage", Math.max(ofFirst.shrinkage(), ofSecond.shrinkage()));
    }

    private double gaussian(boolean forward, RandomGenerator random) {
        GaussianFit a;
        GaussianFit b;
        try {
            a = GaussianFit.of(name(forward), drawn(first(forward), random));
            b = GaussianFit.of(name(!forward), drawn(second(forward), random));
        } catch (IllegalArgumentException withoutVariance) {
            // A resample of very few rows may consist of one repeated row; ignore it.
            return Double.NaN;
        }
        return a.divergence(b);
    }

    private void histograms(boolean forward) {
        HistogramEstimate estimate = new HistogramEstimate(settings.bins(), p, q);
        double divergence = estimate.of(first(forward), second(forward));
        Bootstrap.Interval interval = Bootstrap.around(
                divergence,
                RESAMPLES,
                random -> estimate.of(drawn(first(forward), random), drawn(second(forward), random)));
        Row row = row("histograms", forward, divergence, interval);
        row.setInt("bins", settings.bins());
        row.setInt("dimension", estimate.axes());
    }

    private Row row(String estimator, boolean forward, double divergence, Bootstrap.Interval interval) {
        Row row = table.appendRow();
        row.setString("estimator", estimator);
        row.setString("direction", name(forward) + " ‖ " + name(!forward));
        row.setInt("n", first(forward).length);
        row.setInt("m", second(forward).length);
        row.setDouble("KL [nats]", divergence);
        row.setDouble("low", interval.low());
        row.setDouble("high", interval.high());
        return row;
    }

    private double[][] first(boolean forward) {
        return forward ? p : q;
    }

    private double[][] second(boolean forward) {
        return forward ? q : p;
    }

    private String name(boolean ofP) {
        return ofP ? settings.first() : settings.second();
    }

    private static double[][] drawn(double[][] rows, RandomGenerator random) {
        return IntStream.range(0, rows.length)
                .mapToObj(i -> rows[random.nextInt(rows.length)])
                .toArray(double[][]::new);
    }
}
