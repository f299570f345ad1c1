package io.github.pdd4j.jupyter;

import io.github.pdd4j.render.Rendering;
import java.util.Map;
import java.util.function.Function;

/** A notebook kernel, by what this library asks of it. */
interface Host {
    /**
     * Registers a renderer.
     *
     * @param type values of this type and its subtypes are rendered
     * @param renderer makes the rendering of a value
     */
    <T> void register(Class<T> type, Function<T, Rendering> renderer);

    /** Returns whether a cell is running, whose output can show a display. */
    boolean isAttached();

    /**
     * Shows a display in the output of the running cell.
     *
     * @param bundle the content by MIME type
     * @param id the display's identifier for {@link #update}
     */
    void display(Map<String, String> bundle, String id);

    /**
     * Replaces the content of a display.
     *
     * @param bundle the new content by MIME type
     * @param id the identifier that the display was shown with
     */
    void update(Map<String, String> bundle, String id);

    /**
     * Evaluates a line of code as a cell does, without showing its value.
     *
     * @throws RuntimeException if the code is refused
     */
    void evaluate(String line);

    /** Runs an action as soon as the kernel can evaluate code, before the first cell. */
    default void whenStarted(Runnable action) {
        action.run();
    }
}
