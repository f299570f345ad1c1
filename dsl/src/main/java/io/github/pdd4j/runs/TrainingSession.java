package io.github.pdd4j.runs;

import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.train.FirstIterationValues;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One training session of a run, from its start or resume to its end.
 *
 * @param started start time
 * @param from iteration after which the session started, 0 for a new run
 * @param to last iteration that a checkpoint of the session holds
 * @param precision precision of the networks
 * @param environment machine, versions, device and state of the checkout
 * @param changed changes since the previous session that the sentence allowed
 * @param images images that changed since the previous session, by role
 * @param firstIteration values of the first iteration, which show what the user's lambdas compute; null before it
 */
record TrainingSession(
        String started,
        int from,
        int to,
        Precision precision,
        Environment environment,
        List<String> changed,
        Map<String, Provenance.ImageSet> images,
        @Nullable FirstIterationValues firstIteration) {
    TrainingSession {
        Objects.requireNonNull(started);
        Objects.requireNonNull(precision);
        Objects.requireNonNull(environment);
        changed = List.copyOf(changed);
        images = Collections.unmodifiableMap(new TreeMap<>(images));
    }

    /** The first session of a new run. */
    static TrainingSession first(Plan plan, String now) {
        return new TrainingSession(now, 0, 0, plan.precision(), Environment.now(plan), List.of(), Map.of(), null);
    }

    TrainingSession after(int iteration, List<String> differing, Map<String, Provenance.ImageSet> others) {
        return new TrainingSession(
                started, iteration, iteration, precision, environment, differing, others, firstIteration);
    }

    TrainingSession to(int iteration) {
        return new TrainingSession(started, from, iteration, precision, environment, changed, images, firstIteration);
    }

    TrainingSession firstIteration(@Nullable FirstIterationValues value) {
        return new TrainingSession(started, from, to, precision, environment, changed, images, value);
    }
}
