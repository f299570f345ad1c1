package io.github.pdd4j.view;

/**
 * A value that a notebook, a report or a terminal can show.
 *
 * <pre>{@code
 * Viewable greeting = () -> new Html("Hello", "<b>Hello</b>");
 * System.out.println(greeting.view().text());
 * }</pre>
 */
@FunctionalInterface
public interface Viewable {
    /**
     * Returns the view of this value; it may be created anew on each call.
     *
     * @return the view
     */
    View view();
}
