package io.github.pdd4j.view;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.knowm.xchart.internal.chartpart.Annotation;

/** Points with their names beside them where nothing else is, their error bars, and a line through a front. */
final class PointLabels extends Annotation {
    private static final Color INK = new Color(0x333333);
    private static final Color BARS = new Color(0x999999);
    private static final Color FRONT = new Color(0xD55E00);
    private static final double RADIUS = 4;
    private static final double CAP = 3;
    private static final double GAP = 4;

    /** Share of the range that is left free around the points, so that names fit. */
    private static final double MARGIN = 0.14;

    private final List<Charts.LabeledPoint> points;

    PointLabels(List<Charts.LabeledPoint> points) {
        super(false);
        this.points = points;
    }

    /** The ends of the horizontal axis. */
    double[] across() {
        return ends(Charts.LabeledPoint::x, Charts.LabeledPoint::xSpread);
    }

    /** The ends of the vertical axis. */
    double[] up() {
        return ends(Charts.LabeledPoint::y, Charts.LabeledPoint::ySpread);
    }

    private double[] ends(ToDoubleFunction<Charts.LabeledPoint> place, ToDoubleFunction<Charts.LabeledPoint> spread) {
        double[] ends = points.stream()
                .flatMapToDouble(point -> {
                    double half = spread.applyAsDouble(point);
                    double at = place.applyAsDouble(point);
                    return Double.isFinite(half) ? DoubleStream.of(at - half, at + half) : DoubleStream.of(at);
                })
                .sorted()
                .toArray();
        if (ends.length == 0) {
            return new double[] {0, 1};
        }
        double low = ends[0];
        double high = ends[ends.length - 1];
        double room = low < high ? MARGIN * (high - low) : Math.max(Math.abs(low) * 0.05, 1e-6);
        return new double[] {low - room, high + room};
    }

    @Override
    public void paint(Graphics2D graphics) {
        front(graphics);
        points.forEach(point -> bars(graphics, point));
        List<Rectangle2D> taken = new ArrayList<>();
        points.forEach(point -> taken.addAll(marks(point)));
        for (int i = 0; i < points.size(); i++) {
            Charts.LabeledPoint point = points.get(i);
            Color color = ChartStyle.color(i);
            Ellipse2D dot = new Ellipse2D.Double(x(point) - RADIUS, y(point) - RADIUS, 2 * RADIUS, 2 * RADIUS);
            graphics.setColor(point.emphasized() ? color : Color.WHITE);
            graphics.fill(dot);
            graphics.setColor(point.emphasized() ? INK : color);
            graphics.setStroke(new BasicStroke(point.emphasized() ? 0.8f : 1.8f));
            graphics.draw(dot);
        }
        graphics.setFont(ChartStyle.SMALL);
        for (Charts.LabeledPoint point : points) {
            label(graphics, point, taken);
        }
    }

    private double x(Charts.LabeledPoint point) {
        return chart.getScreenXFromChart(point.x());
    }

    private double y(Charts.LabeledPoint point) {
        return chart.getScreenYFromChart(point.y());
    }

    /** What names should not cover: the marker and the error bars. */
    private List<Rectangle2D> marks(Charts.LabeledPoint point) {
        List<Rectangle2D> marks = new ArrayList<>();
        double half = RADIUS + 1;
        marks.add(new Rectangle2D.Double(x(point) - half, y(point) - half, 2 * half, 2 * half));
        if (Double.isFinite(point.xSpread())) {
            double left = chart.getScreenXFromChart(point.x() - point.xSpread());
            double right = chart.getScreenXFromChart(point.x() + point.xSpread());
            marks.add(new Rectangle2D.Double(left, y(point) - CAP, right - left, 2 * CAP));
        }
        if (Double.isFinite(point.ySpread())) {
            double high = chart.getScreenYFromChart(point.y() + point.ySpread());
            double low = chart.getScreenYFromChart(point.y() - point.ySpread());
            marks.add(new Rectangle2D.Double(x(point) - CAP, high, 2 * CAP, low - high));
        }
        return marks;
    }

    private void front(Graphics2D graphics) {
        List<Charts.LabeledPoint> front = points.stream()
                .filter(Charts.LabeledPoint::onFront)
                .sorted(Comparator.comparingDouble(Charts.LabeledPoint::x))
                .toList();
        if (front.size() < 2) {
            return;
        }
        Path2D path = new Path2D.Double();
        path.moveTo(x(front.get(0)), y(front.get(0)));
        front.stream().skip(1).forEach(point -> path.lineTo(x(point), y(point)));
        graphics.setColor(FRONT);
        graphics.setStroke(
                new BasicStroke(1.3f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0));
        graphics.draw(path);
    }

    private void bars(Graphics2D graphics, Charts.LabeledPoint point) {
        graphics.setColor(BARS);
        graphics.setStroke(new BasicStroke(1.1f));
        if (Double.isFinite(point.xSpread())) {
            double left = chart.getScreenXFromChart(point.x() - point.xSpread());
            double right = chart.getScreenXFromChart(point.x() + point.xSpread());
            line(graphics, left, y(point), right, y(point));
            line(graphics, left, y(point) - CAP, left, y(point) + CAP);
            line(graphics, right, y(point) - CAP, right, y(point) + CAP);
        }
        if (Double.isFinite(point.ySpread())) {
            double low = chart.getScreenYFromChart(point.y() - point.ySpread());
            double high = chart.getScreenYFromChart(point.y() + point.ySpread());
            line(graphics, x(point), low, x(point), high);
            line(graphics, x(point) - CAP, low, x(point) + CAP, low);
            line(graphics, x(point) - CAP, high, x(point) + CAP, high);
        }
    }

    private static void line(Graphics2D graphics, double x1, double y1, double x2, double y2) {
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    /** Takes the first free place around the point, the nearest ones first, or the one that covers least. */
    private void label(Graphics2D graphics, Charts.LabeledPoint point, List<Rectangle2D> taken) {
        FontMetrics metrics = graphics.getFontMetrics();
        double width = metrics.stringWidth(point.label());
        double height = metrics.getAscent();
        List<double[]> places = new ArrayList<>();
        for (double near : new double[] {RADIUS + GAP, 2.5 * RADIUS + GAP, 5 * RADIUS + GAP}) {
            double[] sides = {near, -near - width, -width / 2};
            places.add(new double[] {sides[0], -height / 2});
            places.add(new double[] {sides[1], -height / 2});
            for (double side : new double[] {sides[2], sides[0], sides[1]}) {
                places.add(new double[] {side, -near - height});
                places.add(new double[] {side, near});
            }
        }
        Rectangle2D plot = new Rectangle2D.Double(
                chart.getScreenXFromChart(across()[0]),
                chart.getScreenYFromChart(up()[1]),
                chart.getScreenXFromChart(across()[1]) - chart.getScreenXFromChart(across()[0]),
                chart.getScreenYFromChart(up()[0]) - chart.getScreenYFromChart(up()[1]));
        Rectangle2D best = null;
        double least = Double.POSITIVE_INFINITY;
        for (double[] place : places) {
            Rectangle2D box = new Rectangle2D.Double(x(point) + place[0], y(point) + place[1], width, height);
            double covered = width * height - area(box.createIntersection(plot));
            for (Rectangle2D other : taken) {
                covered += area(box.createIntersection(other));
            }
            if (covered < least - 1e-9) {
                least = covered;
                best = box;
            }
        }
        if (best != null) {
            taken.add(best);
            lead(graphics, point, best);
            graphics.setColor(INK);
            graphics.drawString(
                    point.label(), (float) best.getX(), (float) (best.getY() + height - metrics.getDescent() / 2.0));
        }
    }

    /** A thin line from a name that is not beside its point. */
    private void lead(Graphics2D graphics, Charts.LabeledPoint point, Rectangle2D box) {
        double x = Math.max(box.getMinX(), Math.min(x(point), box.getMaxX()));
        double y = Math.max(box.getMinY(), Math.min(y(point), box.getMaxY()));
        if (Math.hypot(x - x(point), y - y(point)) > 2.5 * RADIUS + GAP - 1) {
            graphics.setColor(BARS);
            graphics.setStroke(new BasicStroke(0.7f));
            line(graphics, x(point), y(point), x, y);
        }
    }

    private static double area(Rectangle2D box) {
        return box.getWidth() > 0 && box.getHeight() > 0 ? box.getWidth() * box.getHeight() : 0;
    }
}
