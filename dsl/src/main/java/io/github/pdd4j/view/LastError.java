package io.github.pdd4j.view;

import io.github.pdd4j.api.Internal;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** The whole trace of the cell that failed last, which the host of the cells keeps. */
@Internal
public final class LastError {
    private static final AtomicReference<View> KEPT = new AtomicReference<>(new Html("", ""));

    private LastError() {}

    /**
     * Keeps a trace in place of the earlier one.
     *
     * @param trace the lines of the trace
     */
    public static void keep(String trace) {
        KEPT.set(new Html(
                trace,
                "<pre style=\"margin:0;font-family:monospace;font-size:12px;white-space:pre-wrap\">"
                        + Html.escape(trace) + "</pre>"));
    }

    /**
     * Returns the trace that was kept last.
     *
     * @return the trace
     * @throws IllegalStateException if none was kept
     */
    public static View view() {
        View kept = Objects.requireNonNull(KEPT.get());
        if (kept.text().isEmpty()) {
            throw new IllegalStateException(
                    "lastError() must come after a cell that failed, got none: in a program or in"
                            + " a kernel without the extension, the exception itself has the trace");
        }
        return kept;
    }
}
