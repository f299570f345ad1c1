package io.github.pdd4j.view;

import io.github.pdd4j.api.Internal;
import java.util.function.Supplier;

/**
 * A display that is updated during a long operation; the host (a notebook, a terminal) decides how and how often.
 *
 * <pre>{@code
 * Progress progress = Progress.start();
 * for (int i = 1; i <= 3; i++) {
 *     int step = i;
 *     progress.update(() -> Html.paragraph("step " + step));
 * }
 * progress.done(Html.paragraph("three steps"));
 * }</pre>
 */
@Internal
public interface Progress {
    /**
     * Offers a newer view.
     *
     * @param newer creates the view; called only if the view is shown
     */
    void update(Supplier<? extends View> newer);

    /**
     * Shows the last view and ends the display.
     *
     * @param last the view
     */
    void done(View last);

    /**
     * Starts a display of the host. Without a host it is one changing line in a terminal, or a line every ten seconds
     * if the output is not a terminal.
     *
     * @return the display
     */
    static Progress start() {
        return HostDisplays.progress();
    }

    /**
     * Sets the display that {@link #start()} returns, for the whole process.
     *
     * @param host creates a display for each operation
     */
    static void sink(Supplier<? extends Progress> host) {
        HostDisplays.progress(host);
    }

    /**
     * Returns a display that shows nothing and never requests a view.
     *
     * @return the display
     */
    static Progress silent() {
        return HostDisplays.SILENT;
    }
}
