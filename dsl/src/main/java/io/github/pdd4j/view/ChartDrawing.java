package io.github.pdd4j.view;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws a chart as static SVG, without a display. */
final class ChartDrawing {
    private static final int BUCKETS = 400;
    private static final int MAX_POINTS = 3000;
    private static final int MARKER_SIZE = 6;

    /** Different shapes keep overlapping point sets distinguishable, also in grayscale. */
    private static final List<Marker> SHAPES = List.of(
            SeriesMarkers.CIRCLE,
            SeriesMarkers.TRIANGLE_UP,
            SeriesMarkers.SQUARE,
            SeriesMarkers.CROSS,
            SeriesMarkers.DIAMOND);

    private ChartDrawing() {}

    static String svg(Chart.Look look, List<Series> series) {
        IChart chart = switch (look.kind()) {
            case LINES -> lines(look, series);
            case BARS -> bars(look, series);
            case SCATTER -> scatter(look, series);
        };
        return SvgSource.of(chart, look.title());
    }

    private static XYChart lines(Chart.Look look, List<Series> series) {
        XYChart chart = new XYChart(look.width(), look.height());
        ChartStyle.apply(chart, look, series.size());
        if (beginsAtOne(series)) {
            ChartStyle.roundTicks(chart);
        }
        for (Series one : series) {
            Series drawn = one.drawable(look.logarithmic()).outlined(BUCKETS);
            if (hasValue(drawn)) {
                XYSeries line = chart.addSeries(name(one), drawn.x(), drawn.y());
                line.setMarker(drawn.size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
                line.setLineStyle(new BasicStroke(
                        drawn.size() > 200 ? 1.1f : 1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            }
        }
        return chart;
    }

    private static XYChart scatter(Chart.Look look, List<Series> series) {
        if (!look.points().isEmpty()) {
            return labeledPoints(look);
        }
        XYChart chart = new XYChart(look.width(), look.height());
        ChartStyle.apply(chart, look, series.size());
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        chart.getStyler().setMarkerSize(MARKER_SIZE);
        for (Series one : series) {
            Series drawn = one.drawable(look.logarithmic()).sampled(MAX_POINTS / series.size());
            if (hasValue(drawn)) {
                Color color = ChartStyle.color(series.indexOf(one));
                chart.addSeries(name(one), drawn.x(), drawn.y())
                        .setMarker(SHAPES.get(series.indexOf(one) % SHAPES.size()))
                        .setMarkerColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 150));
            }
        }
        if (look.scale() == Chart.Scale.EQUAL_UNITS) {
            EqualUnits.in(chart, series);
        }
        return chart;
    }

    /** The markers are painted with their names: XChart would place them without regard to each other. */
    private static XYChart labeledPoints(Chart.Look look) {
        XYChart chart = new XYChart(look.width(), look.height());
        ChartStyle.apply(chart, look, 1);
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        List<Charts.LabeledPoint> points = look.points().stream()
                .filter(point -> Series.isPlaceable(point.x()) && Series.isPlaceable(point.y()))
                .toList();
        PointLabels labels = new PointLabels(points);
        double[] x = labels.across();
        double[] y = labels.up();
        chart.getStyler().setXAxisMin(x[0]).setXAxisMax(x[1]);
        chart.getStyler().setYAxisMin(y[0]).setYAxisMax(y[1]);
        chart.getStyler().setPlotGridVerticalLinesVisible(true);
        if (!points.isEmpty()) {
            chart.addSeries(
                            " ",
                            points.stream().mapToDouble(Charts.LabeledPoint::x).toArray(),
                            points.stream().mapToDouble(Charts.LabeledPoint::y).toArray())
                    .setMarker(SeriesMarkers.NONE);
        }
        chart.addAnnotation(labels);
        return chart;
    }

    private static CategoryChart bars(Chart.Look look, List<Series> series) {
        CategoryChart chart = new CategoryChart(look.width(), look.height());
        ChartStyle.apply(chart, look, series.size());
        double filled = series.size() > 1 ? 0.8 : 0.55;
        chart.getStyler().setAvailableSpaceFill(filled);
        if (series.stream().anyMatch(Series::hasIntervals)) {
            whiskers(chart, new Whiskers(series, filled));
        } else {
            ChartStyle.valuesAboveBars(chart);
        }
        for (Series one : series) {
            Double[] heights = Arrays.stream(one.drawable(look.logarithmic()).y())
                    .mapToObj(y -> Double.isNaN(y) ? null : Numbers.aboveBar(y))
                    .toArray(Double[]::new);
            chart.addSeries(name(one), look.categories(), Arrays.asList(heights));
        }
        return chart;
    }

    /** Extends the axis to the longest error bar and the value above it. */
    private static void whiskers(CategoryChart chart, Whiskers whiskers) {
        chart.addAnnotation(whiskers);
        chart.getStyler().setYAxisMax(1.06 * whiskers.highest());
        if (whiskers.lowest() < 0) {
            chart.getStyler().setYAxisMin(whiskers.lowest());
        }
    }

    /** XChart rejects empty series names. */
    private static String name(Series series) {
        return series.name().isEmpty() ? " " : series.name();
    }

    /** Tells whether x counts iterations from 1; an axis that starts at zero then has round tick labels. */
    private static boolean beginsAtOne(List<Series> series) {
        return series.stream().allMatch(one -> one.x().length > 1 && one.x()[0] == 1);
    }

    private static boolean hasValue(Series series) {
        return Arrays.stream(series.y()).anyMatch(Double::isFinite);
    }
}
