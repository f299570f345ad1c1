package io.github.pdd4j.view;

import io.github.pdd4j.api.Internal;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Shows progress on a screen at a limited rate; skipped views are not created. Thread-safe.
 *
 * <pre>{@code
 * Progress progress = LiveProgress.on(new Screen() {
 *     public void show(View first) {
 *         System.out.println(first.text());
 *     }
 *     public void replace(View next) {
 *         System.out.println(next.text());
 *     }
 * });
 * progress.done(Html.paragraph("done"));
 * }</pre>
 */
@Internal
public final class LiveProgress implements Progress {
    private final Screen screen;
    private final long interval;
    private final boolean always;
    private final LongSupplier nanos;
    private boolean shown;
    private long newest;

    /**
     * Creates a progress display.
     *
     * @param screen the screen
     * @param interval the minimum time between two views
     * @param always whether the first view is shown at once and the last one always; otherwise nothing is shown for
     *     work that ends within the interval
     * @param nanos the clock in nanoseconds
     */
    LiveProgress(Screen screen, Duration interval, boolean always, LongSupplier nanos) {
        this.screen = screen;
        this.interval = interval.toNanos();
        this.always = always;
        this.nanos = nanos;
        this.newest = nanos.getAsLong() - (always ? this.interval : 0);
    }

    /**
     * Shows at most four views per second; the first is shown at once and the last one always.
     *
     * @param screen the screen
     * @return the progress display
     */
    public static Progress on(Screen screen) {
        return new LiveProgress(screen, Duration.ofMillis(250), true, System::nanoTime);
    }

    /**
     * Shows a view at every interval, for a screen that keeps all of them; nothing is shown for work that ends within
     * the interval.
     */
    static Progress on(Screen screen, Duration interval) {
        return new LiveProgress(screen, interval, false, System::nanoTime);
    }

    @Override
    public synchronized void update(Supplier<? extends View> newer) {
        long now = nanos.getAsLong();
        if (now - newest >= interval) {
            newest = now;
            put(newer.get());
        }
    }

    @Override
    public synchronized void done(View last) {
        if (shown || always) {
            put(last);
            screen.end();
        }
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
