package io.github.pdd4j;

import static io.github.pdd4j.Pdd.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pdd4j.loss.Inter;
import io.github.pdd4j.view.Chart;
import io.github.pdd4j.view.Charts;
import io.github.pdd4j.view.LastError;
import io.github.pdd4j.view.Summary;
import io.github.pdd4j.view.Tables;
import io.github.pdd4j.view.View;
import java.awt.Color;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Text of views is readable on light and on dark pages: a ratio of at least 4.5 by WCAG 2.1, section 1.4.3. */
class ContrastTest {
    private static final double LEAST = 4.5;
    private static final Pattern STYLE = Pattern.compile("([\\w-]+)\\s*:\\s*([^;]+)");

    /** Pages in their own colors: background and text, of JupyterLab's themes and those that go further. */
    private static final List<Map.Entry<Color, Color>> PAGES =
            List.of(Map.entry(Color.WHITE, new Color(0x212121)), Map.entry(new Color(0x111111), new Color(0xe0e0e0)));

    /** What an element inherits; a color or background that is null is the page's. */
    private record Look(@Nullable Color text, @Nullable Color ground, double opacity) {
        Look within(Element element) {
            Map<String, String> style = new LinkedHashMap<>();
            Matcher each = STYLE.matcher(element.getAttribute("style"));
            while (each.find()) {
                style.put(each.group(1), each.group(2).strip());
            }
            return new Look(
                    style.containsKey("color") ? Color.decode(style.get("color")) : text,
                    style.containsKey("background") ? Color.decode(style.get("background")) : ground,
                    opacity * Double.parseDouble(style.getOrDefault("opacity", "1")));
        }

        double leastRatio() {
            return PAGES.stream()
                    .mapToDouble(page -> {
                        Color below = ground == null ? page.getKey() : ground;
                        Color above = text == null ? page.getValue() : text;
                        return ratio(mixed(above, below), below);
                    })
                    .min()
                    .orElseThrow();
        }

        private Color mixed(Color above, Color below) {
            return new Color(
                    (int) Math.round(opacity * above.getRed() + (1 - opacity) * below.getRed()),
                    (int) Math.round(opacity * above.getGreen() + (1 - opacity) * below.getGreen()),
                    (int) Math.round(opacity * above.getBlue() + (1 - opacity) * below.getBlue()));
        }
    }

    @Test
    void the_ratio_is_that_of_the_standard() {
        assertThat(ratio(Color.BLACK, Color.WHITE)).isEqualTo(21);
        assertThat(ratio(new Color(0x767676), Color.WHITE)).isBetween(4.5, 4.6);
        assertThat(new Look(null, null, 0.3).leastRatio()).isLessThan(LEAST);
        assertThat(new Look(new Color(0x0550ae), null, 1).leastRatio()).isLessThan(LEAST);
    }

    @Test
    void text_in_html_is_readable_on_light_and_dark_pages() {
        LastError.keep("java.lang.IllegalStateException: none\n    at a cell: (#1:1)");
        Table long1 = Table.create(
                "scores",
                DoubleColumn.create(
                        "PSNR", IntStream.range(0, 99).asDoubleStream().toArray()),
                DoubleColumn.create(
                        "dReal",
                        IntStream.range(0, 99).mapToDouble(i -> Double.NaN).toArray()),
                StringColumn.create(
                        "conventions",
                        IntStream.range(0, 99).mapToObj(i -> "RGB ".repeat(12)).toList()));
        List<View> views = List.of(
                distill().rInter(0.5).seed(3).view(),
                help(),
                help("rInter"),
                help("Inter"),
                lastError(),
                Tables.html(long1),
                Inter.PAPER.view(),
                paper().view(),
                pddProtocol().view(),
                study("s", distill()).view(),
                compactSpecialist().view(),
                Summary.of("Run").add("Scores", pddProtocol()));

        assertThat(views).allSatisfy(view -> assertThat(unreadable(view.html())).isEmpty());
    }

    @Test
    void text_in_drawings_is_readable_on_the_ground_that_they_paint() {
        Map<String, double[]> series = new LinkedHashMap<>();
        IntStream.range(0, 8).forEach(i -> series.put("series " + i, new double[] {i + 1, 9 - i, 3}));
        Chart bars = Charts.bars("RealSR Canon", "PSNR [dB]", Map.of("PDD", 26.13, "ND", 25.2));

        assertThat(List.of(Charts.lines("Loss", "iteration", "loss", series), bars))
                .allSatisfy(chart -> {
                    Element drawing = parsed(chart.svg().source());
                    assertThat(paintsWhite(drawing))
                            .as(chart + " paints its ground")
                            .isTrue();
                    List<String> faint = new ArrayList<>();
                    letters(drawing, Color.BLACK, faint);
                    assertThat(faint).isEmpty();
                    assertThat(drawing.getElementsByTagName("path").getLength()).isGreaterThan(10);
                });
    }

    private static List<String> unreadable(String html) {
        List<String> found = new ArrayList<>();
        collect(parsed("<div>" + html.replace("<wbr>", "") + "</div>"), new Look(null, null, 1), found);
        return found;
    }

    private static void collect(Element element, Look inherited, List<String> found) {
        Look look = inherited.within(element);
        NodeList children = element.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            Node child = children.item(i);
            if (child instanceof Element inner) {
                collect(inner, look, found);
            } else if (!child.getTextContent().isBlank() && look.leastRatio() < LEAST) {
                found.add(String.format(Locale.ROOT, "%.2f: %s", look.leastRatio(), child.getTextContent()));
            }
        }
    }

    private static boolean paintsWhite(Element drawing) {
        NodeList rectangles = drawing.getElementsByTagName("rect");
        return IntStream.range(0, rectangles.getLength())
                .mapToObj(i -> (Element) rectangles.item(i))
                .anyMatch(each -> each.getAttribute("width").equals(drawing.getAttribute("width"))
                        && fill(each, fill((Element) each.getParentNode(), Color.BLACK))
                                .equals(Color.WHITE));
    }

    /** Letters are drawn as outlines that are filled and not stroked, in groups that move them to their place. */
    private static void letters(Element element, Color inherited, List<String> faint) {
        Color fill = fill(element, inherited);
        if (element.getTagName().equals("path")
                && element.getAttribute("stroke").equals("none")
                && element.getParentNode() instanceof Element group
                && group.hasAttribute("transform")) {
            double ratio = ratio(fill, Color.WHITE);
            faint.addAll(ratio < LEAST ? List.of(String.format(Locale.ROOT, "%.2f: %s", ratio, fill)) : List.of());
        }
        NodeList children = element.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i) instanceof Element inner) {
                letters(inner, fill, faint);
            }
        }
    }

    private static Color fill(Element element, Color inherited) {
        Matcher style = Pattern.compile("fill:\\s*([^;]+)").matcher(element.getAttribute("style"));
        String said = style.find() ? style.group(1) : element.getAttribute("fill");
        Matcher rgb = Pattern.compile("rgb\\((\\d+),\\s*(\\d+),\\s*(\\d+)\\)").matcher(said);
        if (rgb.matches()) {
            return new Color(
                    Integer.parseInt(rgb.group(1)), Integer.parseInt(rgb.group(2)), Integer.parseInt(rgb.group(3)));
        }
        return switch (said) {
            case "", "none" -> inherited;
            case "white" -> Color.WHITE;
            case "black" -> Color.BLACK;
            default -> Color.decode(said);
        };
    }

    private static Element parsed(String markup) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            return factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(markup)))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException(markup.substring(0, Math.min(300, markup.length())), e);
        }
    }

    private static double ratio(Color a, Color b) {
        double light = Math.max(luminance(a), luminance(b));
        double dark = Math.min(luminance(a), luminance(b));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(int level) {
        double v = level / 255.0;
        return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    }
}
