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

    /**
     * Shows this value where the program runs: in the output of the running cell, or as text on standard output where
     * no notebook displays it. The last expression of a cell is shown without this call.
     *
     * <pre>{@code
     * Viewable greeting = () -> new Html("Hello", "<b>Hello</b>");
     * greeting.show();
     * }</pre>
     */
    default void show() {
        Screen.open().show(view());
    }
}
