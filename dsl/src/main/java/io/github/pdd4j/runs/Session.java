package io.github.pdd4j.runs;

import ai.djl.Device;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.train.Fingerprint;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * @param fingerprint fingerprint of the user's lambdas; null before the first iteration
 */
record Session(
        String started,
        int from,
        int to,
        Precision precision,
        Map<String, String> environment,
        List<String> changed,
        Map<String, Provenance.ImageSet> images,
        @Nullable Fingerprint fingerprint) {
    Session {
        Objects.requireNonNull(started);
        Objects.requireNonNull(precision);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        changed = List.copyOf(changed);
        images = Map.copyOf(images);
    }

    /** The first session of a new run. */
    static Session first(Plan plan, String now) {
        return new Session(now, 0, 0, plan.precision(), Environment.now(plan), List.of(), Map.of(), null);
    }

    Session after(int iteration, List<String> differing, Map<String, Provenance.ImageSet> others) {
        return new Session(started, iteration, iteration, precision, environment, differing, others, fingerprint);
    }

    Session to(int iteration) {
        return new Session(started, from, iteration, precision, environment, changed, images, fingerprint);
    }

    Session fingerprint(@Nullable Fingerprint value) {
        return new Session(started, from, to, precision, environment, changed, images, value);
    }

    /** Whether the same computation gives bitwise equal results there: the same machine and versions, on the CPU. */
    boolean sameMachine(Map<String, String> other) {
        return List.of("machine", "system", "Java", "PyTorch", "device", "threads").stream()
                        .allMatch(fact -> Objects.equals(environment.get(fact), other.get(fact)))
                && Device.cpu().toString().equals(environment.get("device"));
    }
}
