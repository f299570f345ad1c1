package io.github.pdd4j.view;

import java.util.Arrays;
import java.util.List;
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
    record Look(Kind kind, List<String> labels, List<String> categories, int width, int height, boolean logarithmic) {
        String title() {
            return labels.get(0);
        }
    }

    private final Look look;
    private final List<Series> series;

    private Chart(Look look, List<Series> series) {
        this.look = look;
        this.series = List.copyOf(series);
    }

    static Chart of(Kind kind, List<String> labels, Map<String, double[][]> points) {
        Look look = new Look(kind, labels, List.of(), 720, 400, false);
        List<Series> series = points.entrySet().stream()
                .map(e -> new Series(e.getKey(), e.getValue()[0], e.getValue()[1]))
                .toList();
        if (series.stream().allMatch(s -> s.size() == 0)) {
            throw new IllegalArgumentException(
                    "chart '%s' must have at least one value, got none: pass a series that is not empty"
                            .formatted(look.title()));
        }
        return new Chart(look, series);
    }

    Chart categories(List<String> categories) {
        return new Chart(
                new Look(
                        look.kind(),
                        look.labels(),
                        List.copyOf(categories),
                        look.width(),
                        look.height(),
                        look.logarithmic()),
                series);
    }

    /** The same chart with a logarithmic vertical axis; values that are not positive are left out. */
    public Chart logarithmic() {
        if (series.stream().noneMatch(Series::hasPositive)) {
            throw new IllegalArgumentException(
                    "logarithmic chart '%s' must have a positive value, got none: leave out logarithmic()"
                            .formatted(look.title()));
        }
        return new Chart(
                new Look(look.kind(), look.labels(), look.categories(), look.width(), look.height(), true), series);
    }

    /** The same chart in another size, in pixels, 120 … 4000 each; default 720 × 400. */
    public Chart size(int width, int height) {
        if (Math.min(width, height) < 120 || Math.max(width, height) > 4000) {
            throw new IllegalArgumentException(
                    "size of a chart must be 120 … 4000 pixels a side, got %d × %d: try size(720, 400)"
                            .formatted(width, height));
        }
        return new Chart(
                new Look(look.kind(), look.labels(), look.categories(), width, height, look.logarithmic()), series);
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
            case SCATTER -> "%s (%d points)".formatted(one.name(), one.size());
            case LINES ->
                "%s %s after %d"
                        .formatted(
                                one.name(), one.size() == 0 ? "–" : Numbers.shortly(one.y(one.size() - 1)), one.size());
            case BARS ->
                one.name() + " "
                        + Arrays.stream(one.y()).mapToObj(Numbers::shortly).toList();
        };
    }
}
