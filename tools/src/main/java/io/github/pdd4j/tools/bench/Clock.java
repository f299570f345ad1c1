package io.github.pdd4j.tools.bench;

import io.github.pdd4j.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Measures repeated work, with a new scope for each repetition. */
final class Clock {
    private static final int FIRST = 2;
    private static final int COUNTED = 7;

    private Clock() {}

    /** Returns the median time in seconds, without the first repetitions. */
    static double median(Scope run, Consumer<Scope> work) {
        return seconds(FIRST + COUNTED, run, work).subList(FIRST, FIRST + COUNTED).stream()
                .sorted()
                .toList()
                .get(COUNTED / 2);
    }

    static List<Double> seconds(int times, Scope run, Consumer<Scope> work) {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            run.await();
            long start = System.nanoTime();
            try (Scope step = run.recorded()) {
                work.accept(step);
            }
            run.await();
            seconds.add((System.nanoTime() - start) / 1e9);
        }
        return seconds;
    }
}
