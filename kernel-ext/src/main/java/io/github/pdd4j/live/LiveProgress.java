package io.github.pdd4j.live;

import io.github.pdd4j.view.Progress;
import io.github.pdd4j.view.View;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Progress on one screen, at most four views a second; the last view is always shown.
 *
 * <p>Views in between are not even made. Callable from any thread while the cell runs.
 */
public final class LiveProgress implements Progress {
    private static final long INTERVAL = Duration.ofMillis(250).toNanos();

    private final Screen screen;
    private final LongSupplier nanos;
    private boolean shown;
    private long newest;

    /** Progress on a fresh screen. */
    public LiveProgress(Screen screen) {
        this(screen, System::nanoTime);
    }

    LiveProgress(Screen screen, LongSupplier nanos) {
        this.screen = screen;
        this.nanos = nanos;
    }

    @Override
    public synchronized void update(Supplier<? extends View> newer) {
        long now = nanos.getAsLong();
        if (!shown || now - newest >= INTERVAL) {
            newest = now;
            put(newer.get());
        }
    }

    @Override
    public synchronized void done(View last) {
        put(last);
    }

    private void put(View view) {
        if (shown) {
            screen.replace(view);
        } else {
            screen.show(view);
        }
        shown = true;
    }
}
