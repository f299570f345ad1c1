package io.github.pdd4j.sentence;

import ai.djl.Device;
import io.github.pdd4j.api.Internal;
import io.github.pdd4j.archive.RunDirectory;
import io.github.pdd4j.metric.Metric;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.setting.Effect;
import io.github.pdd4j.setting.Phrases;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.tensor.Devices;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Torch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the execution, which do not affect what an iteration computes.
 *
 * @param on the device to train on; unset: the first GPU if there is one, otherwise the CPU
 * @param listen listeners by name, in the order in which they were added
 * @param validate what is measured while training; unset: nothing
 * @param best name of the metric by which the best network is kept; empty for none
 * @param stopWhen condition after which the training stops; unset: none
 * @param gradientNorms interval in iterations at which the gradient of each term is measured; 0: never
 * @param name of the run; empty to name it after the current time
 * @param checkpoint when and where checkpoints are written
 */
@Internal
public record Execution(
        @Nullable Device on,
        Map<String, Listener> listen,
        @Nullable Validation validate,
        String best,
        @Nullable Predicate<TrainingState> stopWhen,
        int gradientNorms,
        String name,
        Checkpointing checkpoint) {
    /** One description of each setting, in the order of the components. */
    public static final Settings<Execution> SETTINGS = Settings.of(
            Execution.class,
            Setting.of("on").changes(Effect.EXECUTION).words(value -> List.of(Devices.phrase((Device) value))),
            Setting.of("listen")
                    .changes(Effect.EXECUTION)
                    .words(value -> ((Map<?, ?>) value)
                            .keySet().stream()
                                    .map(each -> Phrases.of(each) + ", ...")
                                    .toList()),
            Setting.of("validate").changes(Effect.EXECUTION).words(value -> List.of(value.toString())),
            Setting.of("best").changes(Effect.EXECUTION),
            Setting.of("stopWhen").changes(Effect.EXECUTION).words(value -> List.of("...")),
            Setting.of("gradientNorms")
                    .changes(Effect.EXECUTION)
                    .atLeast("interval of gradient norms", 0, "use gradientNorms(25), or 0 for never"),
            Setting.of("name").changes(Effect.EXECUTION),
            Setting.of("checkpoint").changes(Effect.EXECUTION).adjustedAs("c"));

    static final Execution DEFAULT = new Execution(null, Map.of(), null, "", null, 25, "", Checkpointing.DEFAULT);

    /**
     * Copies the listeners and checks the values.
     *
     * @param on the device to train on; unset: the first GPU if there is one, otherwise the CPU
     * @param listen listeners by name, in the order in which they were added
     * @param validate what is measured while training; unset: nothing
     * @param best name of the metric by which the best network is kept; empty for none
     * @param stopWhen condition after which the training stops; unset: none
     * @param gradientNorms interval in iterations at which the gradient of each term is measured; 0: never
     * @param name of the run; empty to name it after the current time
     * @param checkpoint when and where checkpoints are written
     * @throws IllegalArgumentException if a value is out of range
     */
    public Execution {
        listen = Collections.unmodifiableMap(new LinkedHashMap<>(listen));
        name = name.isEmpty() ? name : RunDirectory.valid(name);
        SETTINGS.check(on, listen, validate, best, stopWhen, gradientNorms, name, checkpoint);
    }

    /**
     * Finds the metric by which the best network is kept.
     *
     * @return the metric; empty if no best network is asked for
     * @throws IllegalArgumentException if the validation has no such metric, or there is no validation
     */
    public Optional<Metric> bestMetric() {
        if (best.isEmpty()) {
            return Optional.empty();
        }
        if (validate == null) {
            throw new IllegalArgumentException("best(\"" + best + "\") needs a validation, got a sentence without one:"
                    + " add validate(pairs, psnr(), lpips())");
        }
        return Optional.of(validate.metric(best));
    }

    /**
     * Adds a listener, or replaces the one of the same name.
     *
     * @param who name of the listener; not blank
     * @param listener the listener
     * @return a copy with this listener
     * @throws IllegalArgumentException if the name is blank
     */
    public Execution listen(String who, Listener listener) {
        if (who.isBlank()) {
            throw new IllegalArgumentException(
                    "name of a listener must not be blank, got \"" + who + "\": use listen(\"mine\", ...)");
        }
        Map<String, Listener> more = new LinkedHashMap<>(listen);
        more.put(who, listener);
        return SETTINGS.with(this, "listen", more);
    }

    /**
     * Tells whether the gradient of each term is measured in an iteration, as it is in the first one.
     *
     * @param iteration number of the iteration, from 1
     * @return whether it is measured
     */
    public boolean measuresGradients(int iteration) {
        return gradientNorms > 0 && (iteration - 1) % gradientNorms == 0;
    }

    /** {@return the device to train on} */
    public Device device() {
        return on == null ? Torch.device() : on;
    }

    /**
     * Places a network of the run on the device that the user set, if any.
     *
     * @param network the network
     * @return the network, on that device
     */
    public Network placed(Network network) {
        return on == null ? network : network.on(on);
    }

    /** {@return the device that the user set, if any} */
    public Optional<Device> chosen() {
        return Optional.ofNullable(on);
    }

    /** {@return a scope that computes on {@link #device} without recording gradients} */
    public Scope scope() {
        return Scope.inference(device());
    }
}
