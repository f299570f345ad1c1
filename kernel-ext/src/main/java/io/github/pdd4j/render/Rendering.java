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
import tech.tablesaw.api.Table;

/**
 * A view as one datum of the MIME type that suits it best, with HTML and text for hosts that ask for those.
 *
 * @param mime {@code image/svg+xml}, {@code image/png} or {@code text/html}
 * @param data the datum as a notebook file stores it: source, or base64 of the bytes
 * @param html the view as a fragment of HTML
 * @param text the view as text
 */
public record Rendering(String mime, String data, String html, String text) {
    /** What can be looked at. */
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

    /** A table: its first rows as HTML. */
    public static Rendering of(Table table) {
        Html html = Tables.html(table);
        return new Rendering("text/html", html.html(), html.html(), html.text());
    }

    /** An image: PNG of 8 bits a sample. */
    public static Rendering of(Image image) {
        return of(new Png(image.toString(), ImageFiles.png(image)));
    }
}
