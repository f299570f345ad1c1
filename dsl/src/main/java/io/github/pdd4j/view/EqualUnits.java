package io.github.pdd4j.view;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.knowm.xchart.XYChart;

/** Makes one unit equally long on both axes. The length of a unit is known only after painting. */
final class EqualUnits {
    /**
     * New axis limits change the size of the labels and so the length of a unit; the difference shrinks with each
     * round.
     */
    private static final int ROUNDS = 3;

    private EqualUnits() {}

    static void in(XYChart chart, List<Series> series) {
        double[] x = ends(series, Series::x);
        double[] y = ends(series, Series::y);
        for (int round = 0; round < ROUNDS; round++) {
            chart.getStyler().setXAxisMin(x[0]).setXAxisMax(x[1]);
            chart.getStyler().setYAxisMin(y[0]).setYAxisMax(y[1]);
            double ratio = ratio(chart, x, y);
            stretch(ratio > 1 ? x : y, Math.max(ratio, 1 / ratio));
        }
    }

    private static double[] ends(List<Series> series, Function<Series, double[]> axis) {
        double[] sorted = series.stream()
                .flatMapToDouble(one -> Arrays.stream(axis.apply(one)))
                .filter(Series::isPlaceable)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return new double[] {-0.5, 0.5};
        }
        double low = sorted[0];
        double high = sorted[sorted.length - 1];
        // A margin around a single value, large enough that tick labels of its magnitude differ.
        double room = Math.max(0.5, Math.abs(low) * 1e-3);
        return low < high ? new double[] {low, high} : new double[] {low - room, high + room};
    }

    /**
     * Returns the ratio of the unit length of the horizontal axis to that of the vertical one, measured over whole
     * axes because a single unit may be shorter than a pixel.
     */
    private static double ratio(XYChart chart, double[] x, double[] y) {
        Graphics2D nowhere = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        chart.paint(nowhere, chart.getWidth(), chart.getHeight());
        nowhere.dispose();
        double across = (chart.getScreenXFromChart(x[1]) - chart.getScreenXFromChart(x[0])) / (x[1] - x[0]);
        double up = (chart.getScreenYFromChart(y[0]) - chart.getScreenYFromChart(y[1])) / (y[1] - y[0]);
        return across / up;
    }

    private static void stretch(double[] ends, double factor) {
        double middle = (ends[0] + ends[1]) / 2;
        double half = factor * (ends[1] - ends[0]) / 2;
        ends[0] = middle - half;
        ends[1] = middle + half;
    }
}
