package io.github.pdd4j.view;

import java.util.Locale;

/**
 * A fragment of HTML with its text.
 *
 * <pre>{@code
 * Html note = Html.paragraph("PSNR > 30 dB");
 * System.out.println(note.html());
 * }</pre>
 *
 * @param text what a terminal shows
 * @param html the fragment; it may hold no script
 */
public record Html(String text, String html) implements View {
    /** Refuses scripts, for nothing of this library needs one. */
    public Html {
        if (html.toLowerCase(Locale.ROOT).contains("<script")) {
            throw new IllegalArgumentException(
                    "html of a view must hold no script, got <script>: use static HTML, SVG or PNG");
        }
    }

    /** A paragraph with the text, escaped. */
    public static Html paragraph(String text) {
        return new Html(text, "<p>" + escape(text) + "</p>");
    }

    /** The text with the five characters replaced that mean something to HTML and XML. */
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
