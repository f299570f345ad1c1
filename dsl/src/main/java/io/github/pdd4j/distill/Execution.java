package io.github.pdd4j.distill;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a training is carried out, which changes nothing of what it computes.
 *
 * @param listeners by name, in the order they were said
 */
record Execution(Map<String, Listener> listeners) {
    static final Execution DEFAULT = new Execution(Map.of());

    Execution {
        listeners = Collections.unmodifiableMap(new LinkedHashMap<>(listeners));
    }

    Execution listen(String name, Listener listener) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "name of a listener must not be blank, got \"" + name + "\": use listen(\"mine\", ...)");
        }
        Map<String, Listener> more = new LinkedHashMap<>(listeners);
        more.put(name, listener);
        return new Execution(more);
    }
}
