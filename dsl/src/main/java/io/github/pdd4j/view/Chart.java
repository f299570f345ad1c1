package io.github.pdd4j.view;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A chart as a value: what it shows and how; drawn when asked for its view.
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

    /** Everything about a chart but its data. */
    record Look(Kind kind, List<String> labels, List<String> categories, Size size, Scale scale) {
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
        Look look = new Look(kind, labels, List.of(), new Size(720, 400), Scale.PLAIN);
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
        return new Chart(new Look(look.kind, look.labels, List.copyOf(categories), look.size, look.scale), series);
    }

    private Chart scale(Scale scale) {
        return new Chart(new Look(look.kind, look.labels, look.categories, look.size, scale), series);
    }

    /** The same chart with a logarithmic vertical axis; values that are not positive are left out. */
    public Chart logarithmic() {
        if (series.stream().noneMatch(Series::hasPositive)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "logarithmic chart '%s' must have a positive value, got none: leave out logarithmic()",
                    look.title()));
        }
        return scale(Scale.LOGARITHMIC);
    }

    /** The same chart with units of one length on both axes, for points of one space. */
    public Chart equalUnits() {
        return scale(Scale.EQUAL_UNITS);
    }

    /** The same chart in another size, in pixels, 120 … 4000 each; default 720 × 400. */
    public Chart size(int width, int height) {
        if (Math.min(width, height) < 120 || Math.max(width, height) > 4000) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "size of a chart must be 120 … 4000 pixels a side, got %d × %d: try size(720, 400)",
                    width,
                    height));
        }
        return new Chart(
                new Look(look.kind, look.labels, look.categories, new Size(width, height), look.scale), series);
    }

    /**
     * The same bars with a whisker each, from its lower to its upper end, by the bars' names.
     *
     * <pre>{@code
     * Charts.bars("RealSR Canon", "PSNR [dB]", Map.of("PDD", 26.13))
     *     .whiskers(Map.of("PSNR [dB]", new double[][] {{25.9}, {26.4}})).svg();
     * }</pre>
     *
     * @param ends {lower, upper} of each category's bar; ends that are not finite draw nothing
     */
    public Chart whiskers(Map<String, double[][]> ends) {
        return new Chart(
                look,
                series.stream()
                        .map(s -> s.between(ends.getOrDefault(s.name(), new double[2][0])))
                        .toList());
    }

    /** The same curves over other horizontal positions, shared by all; default 1 … n. */
    public Chart x(double... positions) {
        return new Chart(look, series.stream().map(s -> s.over(positions)).toList());
    }

    /** The drawing. */
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
            case SCATTER -> String.format(Locale.ROOT, "%s (%d points)", one.name(), one.size());
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
