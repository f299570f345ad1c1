package io.github.pdd4j.distill;

import ai.djl.Device;
import io.github.pdd4j.tensor.Scope;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a training is carried out, which changes nothing of what it computes.
 *
 * @param listeners by name, in the order they were said
 * @param gradientNorms in every which iteration the gradient of each term is measured; 0 for never
 * @param device that computes; unset: the first graphics card that the engine sees, else the CPU
 */
record Execution(
        Map<String, Listener> listeners,
        int gradientNorms,
        @Nullable Device device) {
    static final Execution DEFAULT = new Execution(Map.of(), 50, null);

    Execution {
        if (gradientNorms < 0) {
            throw new IllegalArgumentException("gradient norms must be taken every n iterations, got " + gradientNorms
                    + ": use gradientNorms(50), or 0 for never");
        }
        listeners = Collections.unmodifiableMap(new LinkedHashMap<>(listeners));
    }

    Execution listen(String name, Listener listener) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "name of a listener must not be blank, got \"" + name + "\": use listen(\"mine\", ...)");
        }
        Map<String, Listener> more = new LinkedHashMap<>(listeners);
        more.put(name, listener);
        return new Execution(more, gradientNorms, device);
    }

    Execution gradientNorms(int every) {
        return new Execution(listeners, every, device);
    }

    /** Whether the gradient of each term is measured in this iteration; it is in the first. */
    boolean measuresGradients(int iteration) {
        return gradientNorms > 0 && (iteration - 1) % gradientNorms == 0;
    }

    Execution on(Device value) {
        return new Execution(listeners, gradientNorms, value);
    }

    /** A scope on the chosen device. */
    Scope scope() {
        return device == null ? Scope.inference() : Scope.inference(device);
    }
}
