package io.github.pdd4j.data;

import io.github.pdd4j.api.Internal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a function of a number for first, first + 1, ..., in this order, on background threads so that training
 * does not wait for images. The number of threads does not affect the results.
 *
 * <pre>{@code
 * Crops crops = new Crops(4, 16, 2, 7);
 * Images images = Images.in(folder);
 * try (Prefetch<Batch> batches = Prefetch.of(k -> crops.unlabeled(images, k), 0)) {
 *     Batch first = batches.next();
 * }
 * }</pre>
 *
 * @param <T> the type of the results
 */
@Internal
public final class Prefetch<T> implements AutoCloseable {
    private final LongFunction<T> maker;
    private final ExecutorService workers;
    private final Deque<Future<T>> ahead = new ArrayDeque<>();
    private long next;
    private long waited;

    private Prefetch(LongFunction<T> maker, long first, int threads) {
        this.maker = maker;
        this.next = first;
        this.workers = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "pdd4j-prefetch");
            thread.setDaemon(true);
            return thread;
        });
        for (int i = 0; i < 2 * threads; i++) {
            submit();
        }
    }

    /**
     * Starts prefetching with two threads, which compute up to four results ahead.
     *
     * @param <T> the type of the results
     * @param maker computes the result of a number; called from background threads
     * @param first the first number
     * @return the open prefetcher
     */
    public static <T> Prefetch<T> of(LongFunction<T> maker, long first) {
        return of(maker, first, 2);
    }

    /**
     * Starts prefetching; up to twice as many results as threads are computed ahead.
     *
     * @param <T> the type of the results
     * @param maker computes the result of a number; called from background threads
     * @param first the first number
     * @param threads the number of threads, 1 to 64
     * @return the open prefetcher
     * @throws IllegalArgumentException if {@code threads} is out of range
     */
    public static <T> Prefetch<T> of(LongFunction<T> maker, long first, int threads) {
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException("prefetching needs 1 to 64 threads, got " + threads + ": use 2");
        }
        return new Prefetch<>(maker, first, threads);
    }

    /**
     * Returns the next result, waiting for it if necessary. An exception of the function is thrown here.
     *
     * @return the next result
     * @throws CancellationException if the calling thread is interrupted while it waits, or this prefetcher is closed
     */
    public T next() {
        if (workers.isShutdown()) {
            throw new CancellationException("a prefetch must be open, got a closed one: make another");
        }
        long start = System.nanoTime();
        try {
            T made = ahead.remove().get();
            submit();
            return made;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for a batch");
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        } finally {
            waited += System.nanoTime() - start;
        }
    }

    /**
     * Returns how long {@link #next()} has waited in total; near zero if the threads keep up.
     *
     * @return the time in seconds
     */
    public double waited() {
        return waited / 1e9;
    }

    private void submit() {
        long number = next++;
        ahead.add(workers.submit(() -> maker.apply(number)));
    }

    private static RuntimeException thrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    /** Stops the threads and discards the results computed ahead. */
    @Override
    public void close() {
        workers.shutdownNow();
    }
}
