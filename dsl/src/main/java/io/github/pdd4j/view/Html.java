package io.github.pdd4j.view;

import io.github.pdd4j.api.Internal;
import java.util.Locale;

/**
 * A fragment of HTML with its plain text.
 *
 * <pre>{@code
 * Html note = Html.paragraph("PSNR > 30 dB");
 * System.out.println(note.html());
 * }</pre>
 *
 * @param text the plain text, for terminals
 * @param html the fragment; it must not contain a script
 */
@Internal
public record Html(String text, String html) implements View {
    /**
     * Checks that the fragment contains no script.
     *
     * @param text plain text that is shown where HTML cannot be
     * @param html HTML fragment without script elements
     * @throws IllegalArgumentException if {@code html} contains a script element
     */
    public Html {
        if (html.toLowerCase(Locale.ROOT).contains("<script")) {
            throw new IllegalArgumentException(
                    "html of a view must not contain a script, got <script>: use static HTML, SVG or PNG");
        }
    }

    /**
     * Creates a paragraph.
     *
     * @param text the text, which is escaped
     * @return the paragraph
     */
    public static Html paragraph(String text) {
        return new Html(text, "<p>" + escape(text) + "</p>");
    }

    /**
     * Escapes the five special characters of HTML and XML.
     *
     * @param text the text
     * @return the escaped text
     */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    @Override
    public String toString() {
        return text;
    }
}
