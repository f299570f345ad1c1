package io.github.pdd4j.view;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An immutable chart, drawn when its view is requested.
 *
 * <pre>{@code
 * Chart chart = Charts.lines("Total loss", "iteration", "loss", Map.of("total", new double[] {3.0, 1.5, 0.9}))
 *     .logarithmic()
 *     .size(480, 300);
 * System.out.println(chart);
 * }</pre>
 */
public final class Chart implements Viewable {
    enum Kind {
        LINES,
        BARS,
        SCATTER
    }

    /** The properties of a chart without its data. */
    record Look(
            Kind kind,
            List<String> labels,
            List<String> categories,
            Size size,
            Scale scale,
            List<Charts.LabeledPoint> points) {
        String title() {
            return labels.get(0);
        }

        int width() {
            return size.width;
        }

        int height() {
            return size.height;
        }

        boolean logarithmic() {
            return scale == Scale.LOGARITHMIC;
        }
    }

    record Size(int width, int height) {}

    enum Scale {
        PLAIN,
        LOGARITHMIC,
        EQUAL_UNITS
    }

    private final Look look;
    private final List<Series> series;

    private Chart(Look look, List<Series> series) {
        this.look = look;
        this.series = List.copyOf(series);
    }

    static Chart of(Kind kind, List<String> labels, Map<String, double[][]> points) {
        Look look = new Look(kind, labels, List.of(), new Size(720, 400), Scale.PLAIN, List.of());
        List<Series> series = points.entrySet().stream()
                .map(e -> new Series(e.getKey(), e.getValue()[0], e.getValue()[1]))
                .toList();
        if (series.stream().allMatch(s -> s.size() == 0)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "chart '%s' must have at least one value, got none: pass a series that is not empty",
                    look.title()));
        }
        return new Chart(look, series);
    }

    Chart categories(List<String> categories) {
        return new Chart(
                new Look(look.kind, look.labels, List.copyOf(categories), look.size, look.scale, look.points), series);
    }

    Chart labeled(List<Charts.LabeledPoint> points) {
        return new Chart(
                new Look(look.kind, look.labels, look.categories, look.size, look.scale, List.copyOf(points)), series);
    }

    private Chart scale(Scale scale) {
        return new Chart(new Look(look.kind, look.labels, look.categories, look.size, scale, look.points), series);
    }

    /**
     * Returns this chart with a logarithmic vertical axis; values of 0 and below are omitted.
     *
     * @return the new chart
     * @throws IllegalArgumentException if no value is positive
     */
    public Chart logarithmic() {
        if (series.stream().noneMatch(Series::hasPositive)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "logarithmic chart '%s' must have a positive value, got none: leave out logarithmic()",
                    look.title()));
        }
        return scale(Scale.LOGARITHMIC);
    }

    /**
     * Returns this scatter chart with equal unit lengths on both axes, for points in one space.
     *
     * @return the new chart
     */
    public Chart equalUnits() {
        return scale(Scale.EQUAL_UNITS);
    }

    /**
     * Returns this chart in another size.
     *
     * @param width the width in pixels, 120 to 4000; default 720
     * @param height the height in pixels, 120 to 4000; default 400
     * @return the new chart
     * @throws IllegalArgumentException if a side is out of range
     */
    public Chart size(int width, int height) {
        if (Math.min(width, height) < 120 || Math.max(width, height) > 4000) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "size of a chart must be 120 … 4000 pixels a side, got %d × %d: try size(720, 400)",
                    width,
                    height));
        }
        return new Chart(
                new Look(look.kind, look.labels, look.categories, new Size(width, height), look.scale, look.points),
                series);
    }

    /**
     * Returns this bar chart with an error bar on every bar.
     *
     * <pre>{@code
     * Charts.bars("RealSR Canon", "PSNR [dB]", Map.of("PDD", 26.13))
     *     .whiskers(Map.of("PSNR [dB]", new double[][] {{25.9}, {26.4}})).svg();
     * }</pre>
     *
     * @param ends for each series name two rows, the lower and the upper ends, with one value per category;
     *     non-finite ends are not drawn
     * @return the new chart
     * @throws IllegalArgumentException if a series does not have two rows
     */
    public Chart whiskers(Map<String, double[][]> ends) {
        return new Chart(
                look,
                series.stream()
                        .map(s -> s.between(ends.getOrDefault(s.name(), new double[2][0])))
                        .toList());
    }

    /**
     * Returns this line chart with other horizontal positions, shared by all series.
     *
     * @param positions one position per value; default 1 to n
     * @return the new chart
     * @throws IllegalArgumentException if a series has more values than there are positions
     */
    public Chart x(double... positions) {
        return new Chart(look, series.stream().map(s -> s.over(positions)).toList());
    }

    /**
     * Draws this chart.
     *
     * @return the drawing
     */
    public Svg svg() {
        return new Svg(toString(), ChartDrawing.svg(look, series));
    }

    @Override
    public View view() {
        return svg();
    }

    @Override
    public String toString() {
        String newest = series.stream().map(this::describe).collect(Collectors.joining(", "));
        return look.title() + ": " + newest;
    }

    private String describe(Series one) {
        return switch (look.kind()) {
            case SCATTER ->
                look.points.isEmpty()
                        ? String.format(Locale.ROOT, "%s (%d points)", one.name(), one.size())
                        : String.format(
                                Locale.ROOT,
                                "%s (%s, %s)",
                                one.name(),
                                Numbers.shortly(one.x()[0]),
                                Numbers.shortly(one.y(0)));
            case LINES ->
                String.format(
                        Locale.ROOT,
                        "%s %s after %d",
                        one.name(),
                        one.size() == 0 ? "–" : Numbers.shortly(one.y(one.size() - 1)),
                        one.size());
            case BARS ->
                one.name() + " "
                        + Arrays.stream(one.y()).mapToObj(Numbers::shortly).toList();
        };
    }
}
