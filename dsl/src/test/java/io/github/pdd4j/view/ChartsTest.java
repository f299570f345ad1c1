package io.github.pdd4j.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ChartsTest {
    @Test
    void a_curve_is_one_line_that_falls_where_its_values_fall() throws Exception {
        Chart chart = Charts.lines("Loss <total>", "iteration", "loss", Map.of("total", new double[] {3, 2, 1}));

        String points = polylines(chart).get(0);

        double[] heights = Arrays.stream(points.trim().split("\\s+"))
                .mapToDouble(point -> Double.parseDouble(point.substring(point.indexOf(',') + 1)))
                .toArray();
        assertThat(heights).hasSize(3).isSorted();
        assertThat(heights[2] - heights[1])
                .isCloseTo(heights[1] - heights[0], org.assertj.core.data.Offset.offset(0.02));
        assertThat(parsed(chart).getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("Loss <total>");
    }

    @Test
    void a_spike_among_a_hundred_thousand_values_is_drawn_and_the_file_stays_small() throws Exception {
        double[] values = new double[100_000];
        values[54_321] = 1;

        Chart chart = Charts.lines("spike", "x", "y", Map.of("a", values));

        assertThat(polylines(chart).get(0).trim().split("\\s+")).hasSizeBetween(400, 1000);
        long distinct = Arrays.stream(polylines(chart).get(0).trim().split("\\s+"))
                .map(point -> point.substring(point.indexOf(',') + 1))
                .distinct()
                .count();
        assertThat(distinct).isEqualTo(2);
        assertThat(chart.svg().source().length()).isLessThan(100_000);
    }

    @Test
    void values_that_cannot_be_placed_leave_a_gap() throws Exception {
        double[] values = {1, 2, Double.NaN, 3, Double.POSITIVE_INFINITY, 4, 5};

        assertThat(polylines(Charts.lines("gaps", "x", "y", Map.of("a", values))))
                .hasSize(2);
        assertThat(polylines(Charts.lines("gaps", "x", "y", Map.of("a", new double[] {1, 2, 0, -1, 2, 4}))
                        .logarithmic()))
                .hasSize(2);
    }

    @Test
    void the_same_chart_is_the_same_text_and_two_charts_share_no_name() {
        Chart one = Charts.lines("a", "x", "y", Map.of("a", new double[] {1, 2}));
        Chart other = Charts.lines("a", "x", "y", Map.of("a", new double[] {1, 3, 2}));

        assertThat(one.svg().source()).isEqualTo(one.svg().source());
        assertThat(clip(one)).isNotEqualTo(clip(other));
    }

    /** Readers of notebooks put the drawing into the page as it is. */
    @Test
    void a_narrow_page_scales_a_chart_and_does_not_cut_it_off() {
        String drawn = Charts.lines("a", "x", "y", Map.of("one", new double[] {1, 2, 3}))
                .svg()
                .source();

        assertThat(drawn.substring(0, drawn.indexOf('>')))
                .contains("viewBox=\"0 0 ", "style=\"max-width:100%;height:auto\"");
    }

    /** Letters are drawn as outlines, each text moved to its place: those of the horizontal axis lie in one row. */
    @Test
    void an_axis_of_iterations_has_a_few_round_labels() {
        for (int n : new int[] {9, 33, 60, 100, 1234}) {
            Chart chart = Charts.lines("loss", "iteration", "", Map.of("a", new double[n], "b", new double[n]));
            Map<String, Long> rows = Pattern.compile("matrix\\(1,0,0,1,[0-9.]+,([0-9.]+)\\)")
                    .matcher(chart.svg().source())
                    .results()
                    .collect(Collectors.groupingBy(found -> found.group(1), Collectors.counting()));
            assertThat(Collections.max(rows.values())).as(n + " iterations").isBetween(4L, 8L);
            assertThat(chart.svg().source()).as("a point that is not drawn").doesNotContain("NaN");
        }
    }

    @Test
    void clouds_and_bars_draw_every_point_and_every_bar() throws Exception {
        double[][] cloud =
                IntStream.range(0, 50).mapToObj(i -> new double[] {i, i * i}).toArray(double[][]::new);
        Chart bars = Charts.groupedBars(
                "Table 6",
                "PSNR",
                List.of("Canon", "Nikon"),
                Map.of("PDD", new double[] {26.13, 25.07}, "StableSR", new double[] {24.84, 24.9}));

        Document scatter = parsed(Charts.scatter("t-SNE", "", "", Map.of("labeled", cloud)));

        assertThat(scatter.getElementsByTagName("circle").getLength()).isEqualTo(50);
        assertThat(bars.svg().source().split("fill=\"rgb\\(0,114,178\\)\"", -1)).hasSizeGreaterThanOrEqualTo(3);
        assertThat(bars.toString()).startsWith("Table 6: ").contains("PDD [26.13, 25.07]");
    }

    @Test
    void a_name_stands_free_beside_each_point_and_a_dashed_line_joins_the_front() throws Exception {
        List<Charts.LabeledPoint> points = List.of(
                new Charts.LabeledPoint("base", true, 24, 0.2, 0.1, 0.004, true),
                new Charts.LabeledPoint("a long name", true, 24.01, 0.2, 0.1, 0.004, false),
                new Charts.LabeledPoint("sharp", true, 23, 0.15, Double.NaN, Double.NaN, true),
                new Charts.LabeledPoint("lost", true, Double.NaN, 0.15, Double.NaN, Double.NaN, false));

        Chart chart = Charts.labeledPoints("Fidelity", "PSNR", "LPIPS", points);
        String source = chart.svg().source();

        assertThat(source).contains("stroke-dasharray=\"6").doesNotContain("NaN");
        assertThat(chart.toString())
                .isEqualTo("Fidelity: base (24, 0.2000), a long name (24.01, 0.2000), sharp (23,"
                        + " 0.1500), lost (–, 0.1500)");
        assertThat(parsed(chart).getElementsByTagName("circle").getLength()).isGreaterThanOrEqualTo(3);
        assertThat(Charts.labeledPoints("one", "x", "y", points.subList(0, 1))
                        .svg()
                        .source())
                .doesNotContain("stroke-dasharray=\"6");
    }

    @Test
    void a_hollow_point_far_off_is_named_in_the_title_and_does_not_press_the_others_together() {
        List<Charts.LabeledPoint> points = List.of(
                new Charts.LabeledPoint("a", true, 24, 0.2, Double.NaN, Double.NaN, true),
                new Charts.LabeledPoint("b", true, 25, 0.3, Double.NaN, Double.NaN, false),
                new Charts.LabeledPoint("at the limit", false, 27, 0.2, Double.NaN, Double.NaN, false),
                new Charts.LabeledPoint("bicubic", false, 24, 0.51, Double.NaN, Double.NaN, false));

        assertThat(Charts.labeledPoints("Fidelity", "PSNR", "LPIPS", points).toString())
                .isEqualTo("Fidelity (far off: bicubic at 24.00, 0.5100): a (24, 0.2000), b (25, 0.3000), at the limit"
                        + " (27, 0.2000)");
        // One trained row has no range that could be compared with.
        assertThat(Charts.labeledPoints("one", "x", "y", List.of(points.get(0), points.get(3)))
                        .toString())
                .contains("bicubic (24, 0.5100)");
    }

    @Test
    void one_unit_is_as_long_on_both_axes_where_that_is_said() throws Exception {
        double[][] corners = {{0, 0}, {3, 0}, {0, 1}};

        Document drawn =
                parsed(Charts.scatter("plane", "", "", Map.of("a", corners)).equalUnits());

        double acrossThree = coordinate(drawn, 1, "cx") - coordinate(drawn, 0, "cx");
        double upOne = coordinate(drawn, 0, "cy") - coordinate(drawn, 2, "cy");
        assertThat(upOne).isPositive();
        assertThat(acrossThree / upOne).isCloseTo(3, within(0.03));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300, -1e300, 1e60, 1e-300})
    void points_that_no_axis_can_hold_are_left_out_and_the_others_drawn(double odd) throws Exception {
        double[][] cloud = {{0, 1}, {odd, 2}, {3, odd}, {odd, odd}, {2, 2}};
        Map<String, double[][]> clouds = Map.of("some", cloud, "none", new double[][] {{odd, odd}});

        for (Chart chart : List.of(
                Charts.scatter("odd", "", "", clouds),
                Charts.scatter("odd", "", "", clouds).equalUnits(),
                Charts.scatter("odd", "", "", Map.of("none", new double[][] {{odd, odd}}))
                        .equalUnits(),
                Charts.lines("odd", "", "", Map.of("some", new double[] {1, odd, 2, -odd}, "none", new double[] {odd})),
                Charts.bars("odd", "", Map.of("some", 2.0, "none", odd)))) {
            assertThat(parsed(chart).getElementsByTagName("title").getLength()).isEqualTo(1);
            assertThat(chart.svg().source()).doesNotContain("NaN", "Infinity");
        }
    }

    @Test
    void a_whisker_is_a_line_with_two_caps_where_both_ends_are_known() throws Exception {
        Map<String, double[]> heights = Map.of("a", new double[] {2, 4});
        double[][] ends = {{1, Double.NaN}, {4, Double.NaN}};
        Chart bars =
                Charts.groupedBars("KL", "nats", List.of("one", "two"), heights).whiskers(Map.of("a", ends));

        var lines = parsed(bars).getElementsByTagName("polyline");
        List<String> whisker = IntStream.range(0, lines.getLength())
                .mapToObj(i -> (org.w3c.dom.Element) lines.item(i))
                .filter(line -> ((org.w3c.dom.Element) line.getParentNode())
                        .getAttribute("stroke-width")
                        .equals("1.2"))
                .map(line -> line.getAttribute("points"))
                .toList();
        String[] stem = whisker.get(0).split("[ ,]", -1);

        assertThat(whisker).hasSize(3);
        assertThat(stem[0]).isEqualTo(stem[2]);
        assertThat(whisker.get(1)).contains("," + stem[1]);
        assertThat(whisker.get(2)).contains("," + stem[3]);
        assertThat(Double.parseDouble(stem[3])).isLessThan(Double.parseDouble(stem[1]));
    }

    private static double coordinate(Document drawing, int circle, String axis) {
        return Double.parseDouble(
                ((org.w3c.dom.Element) drawing.getElementsByTagName("circle").item(circle)).getAttribute(axis));
    }

    @Test
    void a_map_without_an_order_of_its_own_is_shown_by_name() {
        Map<String, Double> heights =
                Map.of("a", 1.0, "b", 2.0, "c", 3.0, "d", 4.0, "e", 5.0, "f", 6.0, "g", 7.0, "h", 8.0);
        Map<String, Double> falling = new LinkedHashMap<>();
        List.of("h", "g", "f").forEach(name -> falling.put(name, 1.0));

        assertThat(Charts.bars("KL", "nats", heights).svg())
                .isEqualTo(Charts.bars("KL", "nats", new TreeMap<>(heights)).svg());
        assertThat(Charts.inOrder(heights).keySet()).containsExactly("a", "b", "c", "d", "e", "f", "g", "h");
        assertThat(Charts.inOrder(falling).keySet()).containsExactly("h", "g", "f");
    }

    @Test
    void wrong_charts_are_refused_in_one_sentence() {
        Chart chart = Charts.lines("Loss", "x", "y", Map.of("a", new double[] {-1, 0}));

        assertThatThrownBy(() -> Charts.lines("Loss", "x", "y", Map.of("a", new double[0])))
                .hasMessage("chart 'Loss' must have at least one value, got none: pass a series that is not empty");
        assertThatThrownBy(chart::logarithmic)
                .hasMessage("logarithmic chart 'Loss' must have a positive value, got none: leave out logarithmic()");
        assertThatThrownBy(() -> chart.size(10, 400))
                .hasMessage("size of a chart must be 120 … 4000 pixels a side, got 10 × 400: try size(720, 400)");
        assertThatThrownBy(() -> chart.x(1))
                .hasMessage("horizontal positions of 'a' must be at least as many as its values (2), got 1: pass one"
                        + " position per value");
        assertThatThrownBy(() -> Charts.bars("KL", "nats", Map.of("P", 1.0)).whiskers(Map.of("nats", new double[1][1])))
                .hasMessage("whiskers of 'nats' must have two rows of ends, lower and upper, got 1: pass {{1.5}, {2.5}}"
                        + " for one bar");
        assertThatThrownBy(() -> Charts.scatter("s", "", "", Map.of("a", new double[][] {{1, 2, 3}})))
                .hasMessage("points of 'a' must have 2 coordinates, got 3: project them first");
    }

    @Test
    void a_chart_without_any_finite_value_is_still_drawn() throws Exception {
        assertThat(polylines(Charts.lines("nothing", "x", "y", Map.of("a", new double[] {Double.NaN}))))
                .isEmpty();
    }

    private static List<String> polylines(Chart chart) throws Exception {
        var lines = parsed(chart).getElementsByTagName("polyline");
        return IntStream.range(0, lines.getLength())
                .mapToObj(i -> (org.w3c.dom.Element) lines.item(i))
                .filter(line -> stroke(line).equals("rgb(0,114,178)"))
                .map(line -> line.getAttribute("points"))
                .toList();
    }

    private static String stroke(org.w3c.dom.Element element) {
        return element.hasAttribute("stroke")
                ? element.getAttribute("stroke")
                : stroke((org.w3c.dom.Element) element.getParentNode());
    }

    private static String clip(Chart chart) {
        return chart.svg().source().replaceAll("(?s).*?<clipPath [^>]*id=\"([^\"]+)\".*", "$1");
    }

    private static Document parsed(Chart chart) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(chart.svg().source())));
    }
}
