package io.github.pdd4j.distill;

import io.github.pdd4j.tensor.Precision;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One of the times at which a run was trained, from its beginning or its going on to its end: where and how.
 *
 * @param started when it began
 * @param from the iteration after which it began, 0 for the first
 * @param to the last iteration that a checkpoint of it holds
 * @param precision in which the networks computed
 * @param environment machine, versions, device and state of the checkout
 * @param changed what the sentence allowed to differ from the time before, and did
 * @param images those that were others than before, by their roles
 * @param fingerprint what the lambdas compute; null before the first iteration
 */
record Sitting(
        String started,
        int from,
        int to,
        Precision precision,
        Map<String, String> environment,
        List<String> changed,
        Map<String, Provenance.ImageFiles> images,
        @Nullable Fingerprint fingerprint) {
    Sitting {
        Objects.requireNonNull(started);
        Objects.requireNonNull(precision);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        changed = List.copyOf(changed);
        images = Map.copyOf(images);
    }

    /** One that begins now. */
    static Sitting first(Plan plan, String now, Map<String, String> environment) {
        return new Sitting(now, 0, 0, plan.precision(), environment, List.of(), Map.of(), null);
    }

    Sitting after(int iteration, List<String> differing, Map<String, Provenance.ImageFiles> others) {
        return new Sitting(started, iteration, iteration, precision, environment, differing, others, fingerprint);
    }

    Sitting to(int iteration) {
        return new Sitting(started, from, iteration, precision, environment, changed, images, fingerprint);
    }

    Sitting fingerprint(@Nullable Fingerprint value) {
        return new Sitting(started, from, to, precision, environment, changed, images, value);
    }

    /** Whether the same numbers come out of the same computation there. */
    boolean sameMachine(Map<String, String> other) {
        return List.of("machine", "system", "Java", "PyTorch", "device", "threads").stream()
                        .allMatch(fact -> Objects.equals(environment.get(fact), other.get(fact)))
                && String.valueOf(environment.get("device")).startsWith("cpu");
    }
}
