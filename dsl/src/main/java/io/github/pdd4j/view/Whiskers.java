package io.github.pdd4j.view;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.internal.chartpart.Annotation;

/** Intervals on grouped bars with values above them; the error bars of XChart are symmetric only. */
final class Whiskers extends Annotation {
    private static final Color INK = new Color(0x333333);
    private static final double CAP = 4;
    private static final int GAP = 4;

    private final List<Series> series;
    private final double groupWidth;

    /** {@code groupWidth} is the fraction of a category's width that its bars take. */
    Whiskers(List<Series> series, double groupWidth) {
        super(false);
        this.series = series;
        this.groupWidth = groupWidth;
    }

    double lowest() {
        return ends().min().orElse(0);
    }

    double highest() {
        return ends().max().orElse(1);
    }

    /** Returns the values of all bars and interval ends. */
    private DoubleStream ends() {
        return series.stream()
                .flatMapToDouble(one -> DoubleStream.concat(Arrays.stream(one.y()), one.ends()))
                .filter(Double::isFinite);
    }

    @Override
    public void paint(Graphics2D graphics) {
        graphics.setColor(INK);
        graphics.setStroke(new BasicStroke(1.2f));
        for (int s = 0; s < series.size(); s++) {
            Series one = series.get(s);
            for (int category = 0; category < one.size(); category++) {
                if (Double.isFinite(one.low(category)) && Double.isFinite(one.high(category))) {
                    paint(graphics, one, s, category);
                }
            }
        }
    }

    private void paint(Graphics2D graphics, Series one, int s, int category) {
        double room = chart.getScreenXFromChart(1) - chart.getScreenXFromChart(0);
        double width = groupWidth * room / series.size();
        double x = chart.getScreenXFromChart(category + 0.5) + (s + 0.5 - series.size() / 2.0) * width;
        double low = chart.getScreenYFromChart(one.low(category));
        double high = chart.getScreenYFromChart(one.high(category));
        line(graphics, x, low, x, high);
        line(graphics, x - CAP, low, x + CAP, low);
        line(graphics, x - CAP, high, x + CAP, high);
        String value = Numbers.tick(Numbers.aboveBar(one.y(category)));
        graphics.setFont(ChartStyle.SMALL);
        double fits = Math.min(1, 0.95 * width / graphics.getFontMetrics().stringWidth(value));
        graphics.setFont(ChartStyle.SMALL.deriveFont((float) fits * ChartStyle.SMALL.getSize2D()));
        int half = graphics.getFontMetrics().stringWidth(value) / 2;
        graphics.drawString(value, (float) x - half, (float) high - GAP);
    }

    private static void line(Graphics2D graphics, double x1, double y1, double x2, double y2) {
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }
}
