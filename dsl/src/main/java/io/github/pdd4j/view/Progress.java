package io.github.pdd4j.view;

import java.util.function.Supplier;

/**
 * One display that changes while something long runs; the host (a notebook, a terminal) decides how and how often.
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
public interface Progress {
    /** Offers a newer view; the host asks for it only when it is about to show it. */
    void update(Supplier<? extends View> newer);

    /** Shows the last view, whatever was left out before. */
    void done(View last);

    /** A new progress display of the host; without one, a line of the terminal, or a line every ten seconds in a file. */
    static Progress start() {
        return ProgressSink.start();
    }

    /** Replaces, for the whole process, what {@link #start()} hands out. */
    static void sink(Supplier<? extends Progress> host) {
        ProgressSink.replace(host);
    }

    /** A progress that shows nothing and never asks for a view. */
    static Progress silent() {
        return ProgressSink.SILENT;
    }
}
