package io.github.pdd4j.view;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A static vector drawing.
 *
 * <pre>{@code
 * Svg dot = new Svg("a dot",
 *     "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><circle cx='4' cy='4' r='4'/></svg>");
 * System.out.println(dot.html().length());
 * }</pre>
 *
 * @param text the plain text, for terminals and screen readers
 * @param source the {@code <svg>} element with its namespace declaration
 */
public record Svg(String text, String source) implements View {
    /**
     * Checks the source.
     *
     * @param text plain text that is shown where drawings cannot be, and read aloud by screen readers
     * @param source an {@code <svg>} element with its namespace declaration, without an XML declaration
     * @throws IllegalArgumentException if {@code source} does not start with {@code <svg}
     */
    public Svg {
        if (!source.startsWith("<svg")) {
            throw new IllegalArgumentException("source of an SVG view must start with <svg, got "
                    + source.substring(0, Math.min(20, source.length())) + ": leave out the XML declaration");
        }
    }

    /**
     * Returns an image element with the drawing in a data URL, so that identifiers of several drawings on a page do
     * not conflict.
     *
     * @return the HTML fragment
     */
    @Override
    public String html() {
        String data = Base64.getEncoder().encodeToString(source.getBytes(StandardCharsets.UTF_8));
        return "<img alt=\"" + Html.escape(text) + "\" style=\"max-width:100%\" src=\"data:image/svg+xml;base64," + data
                + "\"/>";
    }

    @Override
    public String toString() {
        return text;
    }
}
