package io.github.pdd4j.view;

import java.util.function.Supplier;

/** The process-wide settings of the host: where it shows single views, and where the progress of an operation. */
final class HostDisplays {
    static final Progress SILENT = new Progress() {
        @Override
        public void update(Supplier<? extends View> newer) {}

        @Override
        public void done(View last) {}
    };

    private static volatile Supplier<? extends Progress> progress = Terminal::progress;
    private static volatile Supplier<? extends Screen> screen = Terminal::screen;

    private HostDisplays() {}

    static Progress progress() {
        return progress.get();
    }

    static void progress(Supplier<? extends Progress> newer) {
        progress = newer;
    }

    static Screen screen() {
        return screen.get();
    }

    static void screen(Supplier<? extends Screen> newer) {
        screen = newer;
    }
}
