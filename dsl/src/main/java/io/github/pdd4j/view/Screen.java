package io.github.pdd4j.view;

import io.github.pdd4j.api.Internal;

/** A place that shows one view at a time. */
@Internal
public interface Screen {
    /**
     * Shows the first view.
     *
     * @param first the view
     */
    void show(View first);

    /**
     * Replaces the current view.
     *
     * @param next the new view
     */
    void replace(View next);

    /** Called after the last view. */
    default void end() {}
}
