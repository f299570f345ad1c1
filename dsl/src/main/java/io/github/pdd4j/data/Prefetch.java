package io.github.pdd4j.data;

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
 * What a function makes of the numbers first, first + 1, ..., in this order, some of it made ahead by other threads so
 * that training does not wait for images; how many threads there are changes nothing.
 *
 * <pre>{@code
 * Crops crops = new Crops(4, 16, 2, 7);
 * Images images = Images.in(folder);
 * try (Prefetch<Batch> batches = Prefetch.of(k -> crops.unlabeled(images, k), 0)) {
 *     Batch first = batches.next();
 * }
 * }</pre>
 *
 * @param <T> what is made
 */
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

    /** Two threads, which make up to four ahead. */
    public static <T> Prefetch<T> of(LongFunction<T> maker, long first) {
        return of(maker, first, 2);
    }

    /**
     * Some threads, which make up to twice their number ahead.
     *
     * @throws IllegalArgumentException if there are not 1 to 64 threads
     */
    public static <T> Prefetch<T> of(LongFunction<T> maker, long first, int threads) {
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException("prefetching needs 1 to 64 threads, got " + threads + ": use 2");
        }
        return new Prefetch<>(maker, first, threads);
    }

    /**
     * The next one; what making it threw is thrown here.
     *
     * @throws CancellationException if the calling thread is interrupted while it waits, or this is closed
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

    /** The seconds that {@link #next()} has waited in all: near zero where the workers keep up. */
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

    /** Stops the threads; what they have made ahead is dropped. */
    @Override
    public void close() {
        workers.shutdownNow();
    }
}
