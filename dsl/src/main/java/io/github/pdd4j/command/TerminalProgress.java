package io.github.pdd4j.command;

import io.github.pdd4j.view.Progress;
import io.github.pdd4j.view.View;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Supplier;

/** A line now and then, which reads well in a terminal and in a log. */
final class TerminalProgress implements Progress {
    private static final long PAUSE = Duration.ofSeconds(5).toNanos();

    private final PrintWriter out;
    private long shown = System.nanoTime();

    TerminalProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void update(Supplier<? extends View> newer) {
        if (System.nanoTime() - shown >= PAUSE) {
            shown = System.nanoTime();
            out.println(newer.get().text());
            out.flush();
        }
    }

    /** The command itself prints how it ended. */
    @Override
    public void done(View last) {}
}
