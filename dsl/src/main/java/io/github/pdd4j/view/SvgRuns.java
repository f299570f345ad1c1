package io.github.pdd4j.view;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;

/** Joins consecutive line segments to polylines and groups the points of a scatter chart, to shorten the SVG. */
final class SvgRuns {
    private static final Set<String> STROKE = Set.of("x1", "x2", "y1", "y2");
    private static final Set<String> DOT = Set.of("cx", "cy", "r");

    private final Element parent;
    private @Nullable Element open;
    private Map<String, String> look = Map.of();
    private String end = "";
    private final StringBuilder points = new StringBuilder();

    private SvgRuns(Element parent) {
        this.parent = parent;
    }

    static void join(Element parent) {
        SvgRuns runs = new SvgRuns(parent);
        for (Element child : SvgSource.children(parent)) {
            switch (child.getTagName()) {
                case "line" -> runs.addStroke(child);
                case "circle" -> runs.addDot(child);
                default -> {
                    runs.close();
                    join(child);
                }
            }
        }
        runs.close();
    }

    private void addStroke(Element stroke) {
        String from = stroke.getAttribute("x1") + "," + stroke.getAttribute("y1");
        Map<String, String> shared = without(stroke, STROKE);
        if (!from.equals(end) || !shared.equals(look)) {
            start("polyline", shared, stroke);
            points.append(from);
        }
        end = stroke.getAttribute("x2") + "," + stroke.getAttribute("y2");
        points.append(' ').append(end);
        parent.removeChild(stroke);
    }

    private void addDot(Element dot) {
        Map<String, String> shared = without(dot, DOT);
        Element group = open != null && end.isEmpty() && shared.equals(look) ? open : start("g", shared, dot);
        shared.keySet().forEach(dot::removeAttribute);
        group.appendChild(dot);
    }

    private Element start(String tag, Map<String, String> shared, Element before) {
        close();
        Element element = parent.getOwnerDocument().createElementNS(SvgSource.NAME_SPACE, tag);
        shared.forEach(element::setAttribute);
        parent.insertBefore(element, before);
        open = element;
        look = shared;
        return element;
    }

    private void close() {
        if (open != null && points.length() > 0) {
            open.setAttribute("points", points.toString());
        }
        open = null;
        end = "";
        points.setLength(0);
    }

    private static Map<String, String> without(Element element, Set<String> geometry) {
        NamedNodeMap attributes = element.getAttributes();
        Map<String, String> others = new TreeMap<>();
        for (int i = 0; i < attributes.getLength(); i++) {
            if (!geometry.contains(attributes.item(i).getNodeName())) {
                others.put(attributes.item(i).getNodeName(), attributes.item(i).getNodeValue());
            }
        }
        return others;
    }
}
