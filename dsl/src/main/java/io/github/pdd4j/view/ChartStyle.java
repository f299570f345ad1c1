package io.github.pdd4j.view;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The chart style: white background, thin grid lines, and the color-blind safe palette of Okabe and Ito. */
final class ChartStyle {
    static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 15);
    private static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final Color INK = new Color(0x333333);
    private static final Color GRID = new Color(0xE4E4E4);
    private static final Color AXIS = new Color(0x888888);

    /** Okabe and Ito, "Color Universal Design" (2008); pale yellow is last because it has little contrast on white. */
    private static final List<Color> OKABE_ITO = List.of(
            new Color(0x0072B2),
            new Color(0xD55E00),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0xE69F00),
            new Color(0x56B4E9),
            new Color(0x000000),
            new Color(0xF0E442));

    private ChartStyle() {}

    static Color color(int index) {
        return OKABE_ITO.get(index % OKABE_ITO.size());
    }

    static void apply(AxesChart<?, ?> chart, Chart.Look look, int seriesCount) {
        chart.setTitle(look.title());
        chart.setXAxisTitle(look.labels().get(1));
        chart.setYAxisTitle(look.labels().get(2));
        AxesChartStyler style = (AxesChartStyler) chart.getStyler();
        ground(style);
        letters(style);
        grid(style);
        legend(style, seriesCount);
        style.setYAxisLogarithmic(look.logarithmic());
        style.setYAxisLogarithmicDecadeOnly(false);
        style.setYAxisTickLabelsFormattingFunction(look.logarithmic() ? Numbers::logarithmicTick : Numbers::tick);
        if (look.kind() != Chart.Kind.BARS) {
            style.setXAxisTickLabelsFormattingFunction(Numbers::tick);
        }
        style.setXAxisTitleVisible(!look.labels().get(1).isEmpty());
        style.setYAxisTitleVisible(!look.labels().get(2).isEmpty());
    }

    /** Starts the axis at zero with integer ticks; XChart finds round ticks only without a formatting function. */
    static void roundTicks(XYChart chart) {
        chart.getStyler().setXAxisMin(0.0);
        chart.getStyler().setXAxisTickLabelsFormattingFunction(null);
        chart.getStyler().setXAxisDecimalPattern("0");
    }

    static void valuesAboveBars(CategoryChart chart) {
        CategoryStyler style = chart.getStyler();
        style.setLabelsVisible(true);
        style.setLabelsPosition(1.06);
        style.setLabelsFont(SMALL);
        style.setLabelsFontColorAutomaticEnabled(false);
    }

    private static void ground(AxesChartStyler style) {
        style.setSeriesColors(OKABE_ITO.toArray(Color[]::new));
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBackgroundColor(Color.WHITE);
        style.setPlotBorderVisible(false);
        style.setChartTitleBoxVisible(false);
        style.setChartPadding(10);
        style.setPlotContentSize(0.94);
        style.setLocale(Locale.ROOT);
    }

    private static void letters(AxesChartStyler style) {
        style.setChartFontColor(INK);
        style.setChartTitleFont(TITLE);
        style.setAxisTitleFont(LABEL);
        style.setAxisTickLabelsFont(SMALL);
        style.setLegendFont(LABEL);
        style.setAxisTickLabelsColor(INK);
    }

    private static void grid(AxesChartStyler style) {
        style.setPlotGridLinesColor(GRID);
        style.setPlotGridLinesStroke(new BasicStroke(0.8f));
        style.setPlotGridVerticalLinesVisible(false);
        style.setAxisTickMarksColor(AXIS);
        style.setAxisTickMarksStroke(new BasicStroke(0.8f));
        style.setAxisTickMarkLength(4);
        style.setPlotMargin(0);
        style.setXAxisTickMarkSpacingHint(90);
        style.setYAxisTickMarkSpacingHint(48);
    }

    private static void legend(AxesChartStyler style, int seriesCount) {
        style.setLegendVisible(seriesCount > 1);
        style.setLegendPosition(LegendPosition.OutsideE);
        style.setLegendBorderColor(Color.WHITE);
        style.setLegendBackgroundColor(Color.WHITE);
        style.setLegendPadding(6);
    }
}
