package io.github.pdd4j.render;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.Png;
import io.github.pdd4j.view.Svg;
import io.github.pdd4j.view.Tables;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.util.Base64;
import java.util.Map;
import tech.tablesaw.api.Table;

/**
 * A view encoded for its preferred MIME type, with HTML and text as alternatives.
 *
 * @param mime {@code image/svg+xml}, {@code image/png} or {@code text/html}
 * @param data the content as stored in a notebook file: SVG or HTML source, or Base64 of the PNG bytes
 * @param html the view as a fragment of HTML
 * @param text the view as plain text
 */
public record Rendering(String mime, String data, String html, String text) {
    /**
     * Renders a viewable value.
     *
     * @param value the value
     * @return its rendering as SVG, PNG or HTML
     */
    public static Rendering of(Viewable value) {
        View view = value.view();
        if (view instanceof Svg svg) {
            return new Rendering("image/svg+xml", svg.source(), svg.html(), svg.text());
        }
        if (view instanceof Png png) {
            return new Rendering("image/png", Base64.getEncoder().encodeToString(png.bytes()), png.html(), png.text());
        }
        return new Rendering("text/html", view.html(), view.html(), view.text());
    }

    /**
     * Renders the first rows of a table.
     *
     * @param table the table
     * @return its rendering as HTML
     */
    public static Rendering of(Table table) {
        Html html = Tables.html(table);
        return new Rendering("text/html", html.html(), html.html(), html.text());
    }

    /**
     * Returns what a kernel sends for one display: the content by MIME type, with the plain text beside it.
     *
     * @return the MIME bundle, of two entries
     */
    public Map<String, String> bundle() {
        return Map.of(mime, data, "text/plain", text);
    }

    /**
     * Returns the MIME bundle for a caller that asks for one type.
     *
     * @param requested the MIME type that is wanted; HTML is returned for other types than that of this view
     * @return the MIME bundle, of one or two entries
     */
    public Map<String, String> bundle(String requested) {
        if (requested.equals("text/plain")) {
            return Map.of(requested, text);
        }
        return requested.equals(mime) ? bundle() : Map.of("text/html", html, "text/plain", text);
    }

    /**
     * Renders an image with 8 bits per sample.
     *
     * @param image the image
     * @return its rendering as PNG
     */
    public static Rendering of(Image image) {
        return of(new Png(image.toString(), ImageFiles.png(image)));
    }
}
