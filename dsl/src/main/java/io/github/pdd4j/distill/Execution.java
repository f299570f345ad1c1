package io.github.pdd4j.distill;

import ai.djl.Device;
import io.github.pdd4j.archive.Archive;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Torch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a training is carried out, which changes nothing of what it computes.
 *
 * @param listeners by name, in the order they were said
 * @param gradientNorms in every which iteration the gradient of each term is measured; 0 for never
 * @param device that computes; unset: the first graphics card that the engine sees, else the CPU
 * @param kept under which name, when and where on the disk
 */
record Execution(
        Map<String, Listener> listeners,
        int gradientNorms,
        @Nullable Device device,
        Keeping kept) {
    static final Execution DEFAULT = new Execution(Map.of(), 25, null, Keeping.DEFAULT);

    /**
     * How the run is kept.
     *
     * @param name of the run, empty to name it after the time
     */
    record Keeping(String name, Checkpointing checkpointing) {
        static final Keeping DEFAULT = new Keeping("", Checkpointing.DEFAULT);
    }

    Execution {
        if (gradientNorms < 0) {
            throw new IllegalArgumentException("gradient norms must be taken every n iterations, got " + gradientNorms
                    + ": use gradientNorms(25), or 0 for never");
        }
        listeners = Collections.unmodifiableMap(new LinkedHashMap<>(listeners));
    }

    Execution listen(String who, Listener listener) {
        if (who.isBlank()) {
            throw new IllegalArgumentException(
                    "name of a listener must not be blank, got \"" + who + "\": use listen(\"mine\", ...)");
        }
        Map<String, Listener> more = new LinkedHashMap<>(listeners);
        more.put(who, listener);
        return new Execution(more, gradientNorms, device, kept);
    }

    Execution gradientNorms(int every) {
        return new Execution(listeners, every, device, kept);
    }

    /** Whether the gradient of each term is measured in this iteration; it is in the first. */
    boolean measuresGradients(int iteration) {
        return gradientNorms > 0 && (iteration - 1) % gradientNorms == 0;
    }

    Execution on(Device value) {
        return new Execution(listeners, gradientNorms, value, kept);
    }

    /** The device that computes. */
    Device used() {
        return device == null ? Torch.device() : device;
    }

    /** A network of the run, which is shown and used on the device that was said for the run. */
    Network placed(Network network) {
        return device == null ? network : network.on(device);
    }

    /** The device that was said. */
    Optional<Device> chosen() {
        return Optional.ofNullable(device);
    }

    /** A scope on the chosen device. */
    Scope scope() {
        return Scope.inference(used());
    }

    String name() {
        return kept.name;
    }

    Checkpointing checkpointing() {
        return kept.checkpointing;
    }

    Execution name(String value) {
        return new Execution(listeners, gradientNorms, device, new Keeping(Archive.valid(value), kept.checkpointing));
    }

    Execution checkpointing(UnaryOperator<Checkpointing> change) {
        Checkpointing value = Change.changed("checkpoint", kept.checkpointing, change);
        return new Execution(listeners, gradientNorms, device, new Keeping(kept.name, value));
    }
}
