package io.github.pdd4j.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the encoder's SVG small and repeatable: two decimals, one path for a curve that comes as single strokes, one
 * group for the dots of a cloud, names that follow from the content, and a title for screen readers.
 */
final class SvgSource {
    private static final Pattern DECIMALS = Pattern.compile("-?[0-9]+\\.[0-9]{3,}");
    private static final Pattern CLIP = Pattern.compile("clip[0-9]+");
    private static final Pattern STROKE = Pattern.compile(
            "<line style=\"([^\"]+)\" x1=\"([^\"]+)\" x2=\"([^\"]+)\" y1=\"([^\"]+)\" y2=\"([^\"]+)\"/>");
    private static final Pattern DOT = Pattern.compile("<ellipse (.+) style=\"([^\"]+)\"/>");

    private final List<String> out = new ArrayList<>();
    private String style = "";
    private String end = "";
    private String closing = "";

    private SvgSource() {}

    static String tidy(String source, String title) {
        String element = shortened(source.substring(source.indexOf("<svg")));
        SvgSource tidied = new SvgSource();
        element.lines().map(String::strip).forEach(tidied::add);
        String joined = String.join("\n", tidied.out);
        int head = joined.indexOf('>') + 1;
        return named(joined.substring(0, head) + "<title>" + Html.escape(title) + "</title>" + joined.substring(head));
    }

    private static String shortened(String element) {
        return DECIMALS.matcher(element)
                .replaceAll(m -> String.format(Locale.ROOT, "%.2f", Double.parseDouble(m.group())));
    }

    /** The encoder numbers its clips by object identity; two charts on a page must differ, two runs must not. */
    private static String named(String element) {
        List<String> names = CLIP.matcher(element)
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
        String anonymous = CLIP.matcher(element).replaceAll(m -> "clip-" + names.indexOf(m.group()));
        String hash = Integer.toHexString(anonymous.hashCode());
        return anonymous.replace("\"clip-", "\"clip-" + hash + "-").replace("#clip-", "#clip-" + hash + "-");
    }

    private void add(String line) {
        Matcher stroke = STROKE.matcher(line);
        Matcher dot = DOT.matcher(line);
        if (stroke.matches()) {
            addStroke(stroke);
        } else if (dot.matches()) {
            addDot(dot);
        } else {
            close();
            out.add(line);
        }
    }

    private void addStroke(Matcher stroke) {
        String from = stroke.group(2) + "," + stroke.group(4);
        String to = stroke.group(3) + "," + stroke.group(5);
        if (!stroke.group(1).equals(style) || !from.equals(end)) {
            close();
            out.add("<polyline style=\"" + stroke.group(1) + "\" points=\"" + from);
            closing = "\"/>";
        }
        out.add(to);
        style = stroke.group(1);
        end = to;
    }

    private void addDot(Matcher dot) {
        if (!dot.group(2).equals(style)) {
            close();
            out.add("<g style=\"" + dot.group(2) + "\">");
            closing = "</g>";
        }
        out.add("<ellipse " + dot.group(1) + "/>");
        style = dot.group(2);
    }

    private void close() {
        if (!closing.isEmpty()) {
            out.add(closing);
        }
        closing = "";
        style = "";
        end = "";
    }
}
