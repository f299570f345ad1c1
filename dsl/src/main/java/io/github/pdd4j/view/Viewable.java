package io.github.pdd4j.view;

/**
 * Anything that a notebook, a report or a terminal can show: it knows its {@link View}.
 *
 * <pre>{@code
 * Viewable greeting = () -> new Html("Hello", "<b>Hello</b>");
 * System.out.println(greeting.view().text());
 * }</pre>
 */
@FunctionalInterface
public interface Viewable {
    /** What to show; made anew at each call where making it is cheap. */
    View view();
}
