package io.github.pdd4j.view;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The charts of reports and notebooks: curves, bars and point clouds as static SVG.
 *
 * <pre>{@code
 * Chart chart = Charts.lines("Total loss", "iteration", "loss", Map.of("total", new double[] {3.0, 1.5, 0.9}));
 * System.out.println(chart.logarithmic().svg().source().length());
 * }</pre>
 */
public final class Charts {
    private Charts() {}

    /**
     * Curves over 1 … n, one a name, in the map's order; values that are not finite leave gaps.
     *
     * <pre>{@code
     * Map<String, double[]> losses = new LinkedHashMap<>();
     * losses.put("R_intra", new double[] {3, 2, 1});
     * losses.put("R_inter", new double[] {2, 1.5, 1.2});
     * Charts.lines("Distillation", "iteration", "loss", losses).x(100, 200, 300).svg();
     * }</pre>
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
     * One bar a name, in the map's order, with its value above it.
     *
     * <pre>{@code
     * Charts.bars("RealSR Canon", "PSNR [dB]", Map.of("PDD", 26.13, "StableSR", 24.84)).svg();
     * }</pre>
     */
    public static Chart bars(String title, String yLabel, Map<String, Double> heights) {
        Map<String, Double> ordered = inOrder(heights);
        double[] values =
                ordered.values().stream().mapToDouble(Double::doubleValue).toArray();
        return groupedBars(title, yLabel, List.copyOf(ordered.keySet()), Map.of(yLabel, values));
    }

    /**
     * Groups of bars: each category of the horizontal axis has one bar of every name.
     *
     * <pre>{@code
     * Charts.groupedBars("Table 6", "PSNR [dB]", List.of("Canon", "Nikon"),
     *     Map.of("PDD", new double[] {26.13, 25.07}, "StableSR", new double[] {24.84, 24.9})).svg();
     * }</pre>
     */
    public static Chart groupedBars(
            String title, String yLabel, List<String> categories, Map<String, double[]> heights) {
        Map<String, double[][]> points = new LinkedHashMap<>();
        inOrder(heights).forEach((name, y) -> points.put(name, new double[][] {positions(name, categories, y), y}));
        return Chart.of(Chart.Kind.BARS, List.of(title, "", yLabel), points).categories(categories);
    }

    /**
     * Clouds of points, one a name; each point is {x, y}.
     *
     * <pre>{@code
     * double[][] points = {{0, 1}, {2, 3}};
     * Charts.scatter("t-SNE", "", "", Map.of("labeled", points)).svg();
     * }</pre>
     */
    public static Chart scatter(String title, String xLabel, String yLabel, Map<String, double[][]> clouds) {
        Map<String, double[][]> points = new LinkedHashMap<>();
        inOrder(clouds)
                .forEach((name, cloud) ->
                        points.put(name, new double[][] {column(name, cloud, 0), column(name, cloud, 1)}));
        return Chart.of(Chart.Kind.SCATTER, List.of(title, xLabel, yLabel), points);
    }

    /**
     * The map, or its entries by name where it was made by {@code Map.of}, whose order is another in every kernel.
     *
     * <pre>{@code
     * System.out.println(Charts.inOrder(Map.of("b", 2, "a", 1)).keySet());
     * }</pre>
     */
    public static <V> Map<String, V> inOrder(Map<String, V> map) {
        return map.getClass() == Map.of().getClass() ? new TreeMap<>(map) : map;
    }

    private static double[] positions(String name, List<String> categories, double[] y) {
        if (y.length != categories.size()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "bars of '%s' must be as many as the categories (%d), got %d: pass one value a category",
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
