package io.github.pdd4j.view;

/** A place that shows one view at a time. */
public interface Screen {
    /** Shows the first view. */
    void show(View first);

    /** Shows another in its place. */
    void replace(View next);

    /** The view shown now was the last. */
    default void end() {}
}
