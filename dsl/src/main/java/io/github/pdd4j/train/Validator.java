package io.github.pdd4j.train;

import io.github.pdd4j.metric.Evaluation;
import io.github.pdd4j.metric.Metric;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.Parameterization;
import io.github.pdd4j.network.Upscaler;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.sentence.Validation;
import io.github.pdd4j.weights.StateDict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Measures the networks of a training on the pairs of its validation, and keeps the weights of the best one. */
final class Validator {
    /** The share of the training time that validations without an interval of their own may take. */
    private static final double SHARE = 0.04;

    private static final double NANOS = 1e9;

    private final Plan plan;
    private final TrainingLog log;
    private final Validation validation;
    private final Optional<Metric> bestMetric;
    private final CurrentNetworks networks;
    private @Nullable StateDict best;
    private long ended;
    private long took;

    Validator(Plan plan, TrainingLog log, Validation validation, CurrentNetworks networks) {
        this.plan = plan;
        this.log = log;
        this.validation = validation;
        this.networks = networks;
        this.bestMetric = plan.sentence().execution().bestMetric();
    }

    /** Measures the initial specialist, unless an earlier session of the run did. */
    void begin() {
        Map<String, Double> scores = new LinkedHashMap<>(log.validation().start());
        List<Metric> unknown = validation.metrics().stream()
                .filter(metric -> !scores.containsKey(metric.name()))
                .toList();
        ended = System.nanoTime();
        if (unknown.isEmpty()) {
            took = (long) (NANOS * log.validation().seconds());
            ended -= (long) (NANOS * ValidationBaseline.secondsSinceLast(log.rows()));
        } else {
            timed(() -> scores.putAll(measure(plan.specialist(), unknown)));
        }
        log.validation(ValidationBaseline.of(scores, validation, bestMetric, took / NANOS));
        if (bestMetric.isPresent() && best == null) {
            best = plan.schedule().parameterization().start(plan.specialist());
        }
    }

    /** The scores after an iteration, by column; empty if no validation is due. */
    Map<String, Double> after(int iteration) {
        if (!isDue(iteration)) {
            return Map.of();
        }
        Map<String, Double> scores = new LinkedHashMap<>();
        timed(() -> {
            Network now = networks.specialist();
            measure(now, validation.metrics())
                    .forEach((metric, value) -> scores.put(ValidationBaseline.column(metric), value));
            Optional<Network> average = networks.average();
            Network averaged = average.orElse(now);
            if (average.isPresent()) {
                measure(averaged, validation.metrics())
                        .forEach((metric, value) -> scores.put(ValidationBaseline.averageColumn(metric), value));
            }
            ValidationBaseline facts = log.validation();
            facts.best(log.rows())
                    .map(before -> facts.better(before, iteration, scores))
                    .filter(after -> after.iteration() == iteration)
                    .ifPresent(after -> best = after.isAverage() ? networks.stateOfAverage() : networks.state());
        });
        log.validation(log.validation().lasting(took / NANOS));
        return scores;
    }

    private boolean isDue(int iteration) {
        if (iteration == plan.schedule().iterations()) {
            return true;
        }
        return validation.every() == null
                ? SHARE * (System.nanoTime() - ended) > took
                : iteration % validation.every() == 0;
    }

    private Map<String, Double> measure(Network network, List<Metric> metrics) {
        Upscaler upscaler = plan.sentence().execution().placed(network).upscaling(u -> u.precision(plan.precision()));
        Evaluation scores = Evaluation.of(upscaler, validation.pairs(), metrics.toArray(Metric[]::new));
        Map<String, Double> means = new LinkedHashMap<>();
        metrics.forEach(metric -> means.put(metric.name(), scores.mean(upscaler, metric.name())));
        return means;
    }

    private void timed(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        ended = System.nanoTime();
        took = ended - begun;
    }

    /** The weights of the best network so far, as a part of each checkpoint. */
    List<CheckpointEntry> checkpointEntries() {
        return bestMetric.isEmpty()
                ? List.of()
                : List.of(new CheckpointEntry(
                        CheckpointEntry.BEST, () -> Objects.requireNonNull(best), state -> best = state, false));
    }

    /** The best network; empty if the sentence does not ask for it. */
    Optional<Network> best() {
        return Optional.ofNullable(best).map(state -> Parameterization.merged(plan.specialist(), state, "best"));
    }
}
