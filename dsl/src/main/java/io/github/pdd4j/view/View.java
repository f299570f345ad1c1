package io.github.pdd4j.view;

/**
 * A neutral value to look at: plain text for a terminal and a fragment of HTML, without scripts, for a page.
 *
 * <pre>{@code
 * View view = new Html("two numbers", "<p>1 and 2</p>");
 * System.out.println(view.text());
 * }</pre>
 */
public sealed interface View extends Viewable permits Svg, Png, Html, Summary {
    /** One or a few lines that stand in for the view where nothing can be drawn. */
    String text();

    /** A fragment of HTML that needs no script, no network and no other file. */
    String html();

    @Override
    default View view() {
        return this;
    }
}
