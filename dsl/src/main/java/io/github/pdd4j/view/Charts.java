package io.github.pdd4j.view;

import io.github.pdd4j.api.Internal;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Creates line charts, bar charts and scatter charts as static SVG.
 *
 * <pre>{@code
 * Chart chart = Charts.lines("Total loss", "iteration", "loss", Map.of("total", new double[] {3.0, 1.5, 0.9}));
 * System.out.println(chart.logarithmic().svg().source().length());
 * }</pre>
 */
@Internal
public final class Charts {
    private Charts() {}

    /**
     * Creates a line chart over 1 ... n with one curve per map entry, in the order of {@link #inOrder}.
     *
     * <pre>{@code
     * Map<String, double[]> losses = new LinkedHashMap<>();
     * losses.put("R_intra", new double[] {3, 2, 1});
     * losses.put("R_inter", new double[] {2, 1.5, 1.2});
     * Charts.lines("Distillation", "iteration", "loss", losses).x(100, 200, 300).svg();
     * }</pre>
     *
     * @param title the title
     * @param xLabel the label of the horizontal axis; empty for none
     * @param yLabel the label of the vertical axis; empty for none
     * @param curves the values of each curve by name; non-finite values leave gaps
     * @return the chart
     * @throws IllegalArgumentException if there is no value
     */
    public static Chart lines(String title, String xLabel, String yLabel, Map<String, double[]> curves) {
        Map<String, double[][]> points = new LinkedHashMap<>();
        inOrder(curves)
                .forEach((name, y) -> points.put(name, new double[][] {
                    IntStream.rangeClosed(1, y.length).asDoubleStream().toArray(), y
                }));
        return Chart.of(Chart.Kind.LINES, List.of(title, xLabel, yLabel), points);
    }

    /**
     * Creates a bar chart with one bar per map entry, in the order of {@link #inOrder}, and values above the bars.
     *
     * <pre>{@code
     * Charts.bars("RealSR Canon", "PSNR [dB]", Map.of("PDD", 26.13, "StableSR", 24.84)).svg();
     * }</pre>
     *
     * @param title the title
     * @param yLabel the label of the vertical axis; empty for none
     * @param heights the value of each bar by name
     * @return the chart
     * @throws IllegalArgumentException if there is no value
     */
    public static Chart bars(String title, String yLabel, Map<String, Double> heights) {
        Map<String, Double> ordered = inOrder(heights);
        double[] values =
                ordered.values().stream().mapToDouble(Double::doubleValue).toArray();
        return groupedBars(title, yLabel, List.copyOf(ordered.keySet()), Map.of(yLabel, values));
    }

    /**
     * Creates a bar chart with one group of bars per category and one bar per map entry in each group.
     *
     * <pre>{@code
     * Charts.groupedBars("Table 6", "PSNR [dB]", List.of("Canon", "Nikon"),
     *     Map.of("PDD", new double[] {26.13, 25.07}, "StableSR", new double[] {24.84, 24.9})).svg();
     * }</pre>
     *
     * @param title the title
     * @param yLabel the label of the vertical axis; empty for none
     * @param categories the labels of the groups
     * @param heights for each name one value per category
     * @return the chart
     * @throws IllegalArgumentException if there is no value, or the number of values and categories differs
     */
    public static Chart groupedBars(
            String title, String yLabel, List<String> categories, Map<String, double[]> heights) {
        Map<String, double[][]> points = new LinkedHashMap<>();
        inOrder(heights).forEach((name, y) -> points.put(name, new double[][] {positions(name, categories, y), y}));
        return Chart.of(Chart.Kind.BARS, List.of(title, "", yLabel), points).categories(categories);
    }

    /**
     * Creates a scatter chart with one point set per map entry.
     *
     * <pre>{@code
     * double[][] points = {{0, 1}, {2, 3}};
     * Charts.scatter("t-SNE", "", "", Map.of("labeled", points)).svg();
     * }</pre>
     *
     * @param title the title
     * @param xLabel the label of the horizontal axis; empty for none
     * @param yLabel the label of the vertical axis; empty for none
     * @param clouds for each name the points, each {x, y}
     * @return the chart
     * @throws IllegalArgumentException if there is no point, or a point does not have 2 coordinates
     */
    public static Chart scatter(String title, String xLabel, String yLabel, Map<String, double[][]> clouds) {
        Map<String, double[][]> points = new LinkedHashMap<>();
        inOrder(clouds)
                .forEach((name, cloud) ->
                        points.put(name, new double[][] {column(name, cloud, 0), column(name, cloud, 1)}));
        return Chart.of(Chart.Kind.SCATTER, List.of(title, xLabel, yLabel), points);
    }

    /**
     * A point with its name beside it.
     *
     * @param label the name
     * @param emphasized whether the marker is filled; others are hollow
     * @param x the horizontal position
     * @param y the vertical position
     * @param xSpread half the length of the horizontal error bar; NaN for none
     * @param ySpread half the length of the vertical error bar; NaN for none
     * @param onFront whether the point is on the line that is drawn through a front, in the order of x
     */
    public record LabeledPoint(
            String label, boolean emphasized, double x, double y, double xSpread, double ySpread, boolean onFront) {}

    /**
     * Creates a scatter chart of single points with their names beside them, error bars, and a dashed line through the
     * points of a front. A hollow point that is more than twice the range of the filled ones away from them would press
     * those together: it is named in the title instead.
     *
     * <pre>{@code
     * Charts.labeledPoints("Fidelity and perception", "PSNR", "LPIPS", List.of(
     *     new Charts.LabeledPoint("base", true, 24.3, 0.21, 0.1, 0.004, true),
     *     new Charts.LabeledPoint("bicubic", false, 23.9, 0.36, Double.NaN, Double.NaN, false))).svg();
     * }</pre>
     *
     * @param title the title
     * @param xLabel the label of the horizontal axis
     * @param yLabel the label of the vertical axis
     * @param points the points, at least one; those that are not finite are left out
     * @return the chart
     * @throws IllegalArgumentException if there is no point
     */
    public static Chart labeledPoints(String title, String xLabel, String yLabel, List<LabeledPoint> points) {
        List<LabeledPoint> filled =
                points.stream().filter(LabeledPoint::emphasized).toList();
        Predicate<LabeledPoint> near = isNear(filled, LabeledPoint::x)
                .and(isNear(filled, LabeledPoint::y))
                .or(LabeledPoint::emphasized);
        List<LabeledPoint> shown = points.stream().filter(near).toList();
        String away = points.stream()
                .filter(near.negate())
                .map(point -> String.format(Locale.ROOT, "%s at %.4g, %.4g", point.label, point.x, point.y))
                .collect(Collectors.joining("; "));
        Map<String, double[][]> series = new LinkedHashMap<>();
        for (LabeledPoint point : shown) {
            series.put(point.label, new double[][] {{point.x}, {point.y}});
        }
        String said = away.isEmpty() ? title : title + " (far off: " + away + ")";
        return Chart.of(Chart.Kind.SCATTER, List.of(said, xLabel, yLabel), series)
                .labeled(shown);
    }

    /** Whether a coordinate is at most twice the range of those of some points away from them; always without a range. */
    private static Predicate<LabeledPoint> isNear(
            List<LabeledPoint> points, ToDoubleFunction<LabeledPoint> coordinate) {
        DoubleSummaryStatistics of =
                points.stream().mapToDouble(coordinate).filter(Double::isFinite).summaryStatistics();
        double range = of.getMax() - of.getMin();
        if (!(range > 0)) {
            return point -> true;
        }
        return point -> {
            double value = coordinate.applyAsDouble(point);
            return !(value < of.getMin() - 2 * range || value > of.getMax() + 2 * range);
        };
    }

    /**
     * Returns a map with a reproducible order: a map made by {@code Map.of}, whose order varies between processes, is
     * sorted by key; other maps are returned as they are.
     *
     * <pre>{@code
     * System.out.println(Charts.inOrder(Map.of("b", 2, "a", 1)).keySet());
     * }</pre>
     *
     * @param <V> the type of the values
     * @param map the map
     * @return the map, or a sorted copy of it
     */
    public static <V> Map<String, V> inOrder(Map<String, V> map) {
        return map.getClass() == Map.of().getClass() ? new TreeMap<>(map) : map;
    }

    private static double[] positions(String name, List<String> categories, double[] y) {
        if (y.length != categories.size()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "bars of '%s' must have one value per category (%d), got %d: pass one value per category",
                    name,
                    categories.size(),
                    y.length));
        }
        return IntStream.range(0, y.length).asDoubleStream().toArray();
    }

    private static double[] column(String name, double[][] cloud, int axis) {
        for (double[] point : cloud) {
            if (point.length != 2) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "points of '%s' must have 2 coordinates, got %d: project them first",
                        name,
                        point.length));
            }
        }
        return Arrays.stream(cloud).mapToDouble(point -> point[axis]).toArray();
    }
}
