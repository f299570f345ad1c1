package io.github.pdd4j.view;

import io.github.pdd4j.api.Internal;
import java.util.function.Supplier;

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

    /**
     * Opens a screen of the host for one view. Without a host, its text is printed to standard output.
     *
     * @return the screen
     */
    static Screen open() {
        return HostDisplays.screen();
    }

    /**
     * Returns a screen that prints the text of each view to standard output.
     *
     * @return the screen
     */
    static Screen text() {
        return Terminal.screen();
    }

    /**
     * Sets the screens that {@link #open()} returns, for the whole process.
     *
     * @param host creates a screen for each view
     */
    static void sink(Supplier<? extends Screen> host) {
        HostDisplays.screen(host);
    }
}
