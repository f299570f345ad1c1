package io.github.pdd4j.analysis;

import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Runs independent pieces of work on the current thread, or on a pool of the given number of threads. */
final class Workers {
    private Workers() {}

    static void run(int threads, IntStream pieces, IntConsumer work) {
        if (threads == 1) {
            pieces.forEach(work);
            return;
        }
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            pool.submit(() -> pieces.parallel().forEach(work)).join();
        } finally {
            pool.shutdown();
        }
    }
}
