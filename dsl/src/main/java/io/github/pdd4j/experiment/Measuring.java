package io.github.pdd4j.experiment;

import ai.djl.Device;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.experiment.PreparedStudy.PreparedSet;
import io.github.pdd4j.experiment.ScoreFile.ScoreKey;
import io.github.pdd4j.experiment.ScoreFile.Scores;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.metric.Evaluation;
import io.github.pdd4j.metric.Metric;
import io.github.pdd4j.network.Upscaler;
import io.github.pdd4j.tensor.Torch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * Measures networks on the test sets of a study, each metric's network loaded once, on a thread of its own that an
 * interrupt of the user does not reach.
 */
final class Measuring implements AutoCloseable {
    private final PreparedStudy study;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "pdd4j measuring");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<SessionKey, Metric.Session> opened = new HashMap<>();
    private volatile boolean stopped;

    /** A metric's network is loaded once for each device. */
    private record SessionKey(Metric metric, Device device) {}

    Measuring(PreparedStudy study) {
        this.study = study;
    }

    /**
     * Measures what a file has no scores of and stores it.
     *
     * @param network which network it is
     * @param upscaler opens the network, only if something is missing
     * @return whether the study goes on; false if the calling thread was interrupted
     */
    boolean complete(ScoreFile file, String network, Supplier<? extends Upscaler> upscaler) {
        Optional<Upscaler> loaded = Optional.empty();
        for (PreparedSet set : study.sets()) {
            List<Metric> missing = set.missing(file, network);
            if (!missing.isEmpty()) {
                Upscaler measured = loaded.isPresent() ? loaded.get() : upscaler.get();
                loaded = Optional.of(measured);
                Optional<Evaluation> scores =
                        waitFor(worker.submit(() -> evaluate(measured, set.set().pairs(), missing)));
                if (scores.isEmpty()) {
                    return false;
                }
                store(file, network, set, missing, scores.get().table());
                if (stopped) {
                    return false;
                }
            }
        }
        return true;
    }

    private void store(ScoreFile file, String network, PreparedSet set, List<Metric> metrics, Table table) {
        List<Scores> scores = new ArrayList<>();
        for (Metric metric : metrics) {
            ScoreKey key = set.key(network, metric);
            scores.add(new Scores(
                    network,
                    key.set(),
                    key.metric(),
                    key.probe(),
                    table.stringColumn("image").asList(),
                    table.doubleColumn(metric.name()).asList().stream()
                            .map(value -> value == null ? Double.NaN : value)
                            .toList(),
                    table.stringColumn("problem").asList()));
        }
        file.add(scores);
    }

    private Evaluation evaluate(Upscaler upscaler, Pairs pairs, List<Metric> metrics) {
        return Torch.on(
                upscaler.device(),
                () -> Evaluation.of(
                        upscaler, pairs, metrics.stream().map(LoadedOnce::new).toArray(Metric[]::new)));
    }

    /**
     * Waits for the worker. An interrupt stops it after the current image, and is remembered here only: an interrupted
     * thread cannot write scores.
     *
     * @return the scores; empty if it was stopped before the last image
     */
    private Optional<Evaluation> waitFor(Future<Evaluation> work) {
        while (true) {
            try {
                return Optional.of(work.get());
            } catch (InterruptedException e) {
                stopped = true;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof CancellationException) {
                    return Optional.empty();
                }
                throw rethrown(e.getCause());
            }
        }
    }

    private static RuntimeException rethrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception ? exception : new IllegalStateException(cause);
    }

    /** Releases the networks of the metrics, on the thread that loaded them. */
    @Override
    public void close() {
        worker.execute(() -> opened.values().forEach(Metric.Session::close));
        worker.shutdown();
    }

    /** A metric whose session stays open from one evaluation to the next, and that ends one when the user stops it. */
    private final class LoadedOnce implements Metric {
        private final Metric metric;

        LoadedOnce(Metric metric) {
            this.metric = metric;
        }

        @Override
        public String name() {
            return metric.name();
        }

        @Override
        public String conventions() {
            return metric.conventions();
        }

        @Override
        public Map<String, String> conventionValues() {
            return metric.conventionValues();
        }

        @Override
        public boolean higherIsBetter() {
            return metric.higherIsBetter();
        }

        @Override
        public double of(Image prediction, Image truth) {
            return metric.of(prediction, truth);
        }

        @Override
        public Session open() {
            Session session = opened.computeIfAbsent(new SessionKey(metric, Torch.device()), key -> metric.open());
            // Without the session's own close(): the study closes it.
            return (prediction, truth) -> {
                if (stopped) {
                    throw new CancellationException("stopped by the user");
                }
                return session.of(prediction, truth);
            };
        }
    }
}
