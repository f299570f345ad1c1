package io.github.pdd4j.view;

import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.internal.chartpart.IChart;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Converts a painted chart to SVG text: glyphs as outlines, so that the result does not depend on fonts; two
 * decimals; joined runs of elements; identifiers derived from the content; a title for screen readers.
 */
final class SvgSource {
    static final String NAME_SPACE = "http://www.w3.org/2000/svg";

    /** Attributes that the painter writes on every group and that have no effect without text and images. */
    private static final Set<String> IDLE = Set.of(
            "font-family",
            "font-size",
            "font-style",
            "font-weight",
            "text-rendering",
            "image-rendering",
            "shape-rendering",
            "color-rendering",
            "color-interpolation");

    private SvgSource() {}

    static String of(IChart chart, String title) {
        Element root = painted(chart);
        Element words = root.getOwnerDocument().createElementNS(NAME_SPACE, "title");
        words.setTextContent(title);
        root.insertBefore(words, root.getFirstChild());
        everyElement(root).forEach(element -> IDLE.forEach(element::removeAttribute));
        SvgRuns.join(root);
        String hash = Integer.toHexString(written(root).hashCode());
        everyElement(root).forEach(element -> rename(element, hash));
        return written(root);
    }

    private static Element painted(IChart chart) {
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
        context.setPrecision(2);
        context.setComment(null);
        SVGGraphics2D graphics = new SVGGraphics2D(context, true);
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        Element root = graphics.getRoot();
        graphics.dispose();
        root.setAttribute("width", Integer.toString(chart.getWidth()));
        root.setAttribute("height", Integer.toString(chart.getHeight()));
        root.setAttribute("viewBox", "0 0 " + chart.getWidth() + " " + chart.getHeight());
        // A page that is narrower scales the drawing instead of cutting its legend off.
        root.setAttribute("style", "max-width:100%;height:auto");
        return root;
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(NAME_SPACE, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the Java platform's XML parser is missing", e);
        }
    }

    static List<Element> children(Element parent) {
        return IntStream.range(0, parent.getChildNodes().getLength())
                .mapToObj(parent.getChildNodes()::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
    }

    private static Stream<Element> everyElement(Element root) {
        return Stream.concat(Stream.of(root), children(root).stream().flatMap(SvgSource::everyElement));
    }

    /**
     * Makes clip path identifiers unique per drawing but reproducible; the painter numbers them from one in every
     * drawing.
     */
    private static void rename(Element element, String hash) {
        if (element.hasAttribute("id")) {
            element.setAttribute("id", element.getAttribute("id") + "-" + hash);
        }
        if (element.getAttribute("clip-path").startsWith("url(#")) {
            element.setAttribute("clip-path", element.getAttribute("clip-path").replace(")", "-" + hash + ")"));
        }
    }

    private static String written(Element root) {
        try {
            Transformer writer = TransformerFactory.newDefaultInstance().newTransformer();
            writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter text = new StringWriter();
            writer.transform(new DOMSource(root), new StreamResult(text));
            return text.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException("writing a chart as SVG failed: " + e.getMessage(), e);
        }
    }
}
