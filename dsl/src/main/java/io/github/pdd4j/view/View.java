package io.github.pdd4j.view;

/**
 * A displayable value: plain text for a terminal and script-free HTML for a page.
 *
 * <pre>{@code
 * View view = new Html("two numbers", "<p>1 and 2</p>");
 * System.out.println(view.text());
 * }</pre>
 */
public sealed interface View extends Viewable permits Svg, Png, Html, Summary {
    /**
     * Returns plain text to show where the view cannot be drawn.
     *
     * @return one or a few lines
     */
    String text();

    /**
     * Returns a self-contained fragment of HTML, without scripts, network access or other files.
     *
     * @return the fragment
     */
    String html();

    @Override
    default View view() {
        return this;
    }
}
