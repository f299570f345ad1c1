package io.github.pdd4j.view;

import java.util.function.Supplier;

/** The process-wide setting of the host's progress display. */
final class ProgressSink {
    static final Progress SILENT = new Progress() {
        @Override
        public void update(Supplier<? extends View> newer) {}

        @Override
        public void done(View last) {}
    };

    private static volatile Supplier<? extends Progress> host = Terminal::progress;

    private ProgressSink() {}

    static Progress start() {
        return host.get();
    }

    static void replace(Supplier<? extends Progress> newer) {
        host = newer;
    }
}
