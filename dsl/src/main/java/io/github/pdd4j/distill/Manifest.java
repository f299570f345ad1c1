package io.github.pdd4j.distill;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.setting.Facts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code run.json} says about a run.
 *
 * @param named whether the user chose the name: others are cleared away when they are many
 */
record Manifest(String name, boolean named, Said said, State state, Provenance provenance) {
    static final String RUNNING = "running";
    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    Manifest {
        Objects.requireNonNull(said);
        Objects.requireNonNull(state);
        Objects.requireNonNull(provenance);
    }

    /**
     * The sentence.
     *
     * @param sentence the code that made it, for people
     * @param settings that decide what is computed
     */
    record Said(String sentence, JsonObject settings, int iterations, long seed) {
        Said {
            Objects.requireNonNull(settings);
        }

        static Said of(Distillation sentence) {
            Schedule schedule = sentence.schedule();
            return new Said(sentence.toString(), sentence.facts(), schedule.iterations(), schedule.seed());
        }
    }

    /**
     * How far it is.
     *
     * @param status running, finished, interrupted or stopped
     * @param reason why it stopped, empty when it did not
     * @param started the times at which it was begun and went on
     * @param changed when this was written
     * @param iterations that its newest checkpoint holds
     * @param seconds of training
     */
    record State(String status, String reason, List<String> started, String changed, int iterations, double seconds) {
        private static final State NONE = new State("", "", List.of(), "", 0, 0);

        State {
            started = List.copyOf(started);
        }

        private State begun() {
            List<String> times = new ArrayList<>(started);
            times.add(now());
            return new State(RUNNING, "", times, now(), iterations, seconds);
        }
    }

    static Manifest of(Plan plan, String name) {
        Distillation sentence = plan.sentence();
        boolean named = !sentence.execution().name().isEmpty();
        return new Manifest(name, named, Said.of(sentence), State.NONE.begun(), Provenance.of(plan));
    }

    /**
     * Reads what was written.
     *
     * @throws IllegalArgumentException when it is damaged
     */
    static Manifest read(RunFolder folder) {
        String text = folder.manifest();
        try {
            return Objects.requireNonNull(JSON.fromJson(text, Manifest.class));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "run.json must be as a training of this version wrote it, got a damaged or an older one in "
                            + folder.path() + ": choose another run, the weights in its checkpoints may still be whole",
                    e);
        }
    }

    void write(RunFolder folder) {
        folder.manifest(JSON.toJson(this) + "\n");
    }

    /** The same with so many iterations kept; a status other than running ends it. */
    Manifest at(int iterations, String status, Journal journal) {
        State now = new State(status, journal.reason(), state.started, now(), iterations, journal.seconds());
        return new Manifest(name, named, said, now, provenance);
    }

    /** This run going on where the one before ended; it has the same name. */
    Manifest after(Manifest before) {
        require(before);
        return new Manifest(name, named, said, before.state.begun(), provenance);
    }

    private void require(Manifest before) {
        List<Facts.Difference> changed = Facts.differences(said.settings, before.said.settings);
        if (!changed.isEmpty()) {
            throw new IllegalArgumentException("run " + name + " must go on with the settings that began it, got "
                    + changed.stream().map(Manifest::text).collect(Collectors.joining("; "))
                    + ": set the same, or choose another name(...)");
        }
        List<String> others = provenance.different(before.provenance);
        if (!others.isEmpty()) {
            throw new IllegalArgumentException("run " + name
                    + " must go on with the weights and pictures that it began with, got others for "
                    + String.join(", ", others) + ": bring them back, or choose another name(...)");
        }
        if (said.iterations < before.state.iterations) {
            throw new IllegalArgumentException("run " + name + " must end after the " + before.state.iterations
                    + " iterations that it has, got iterations(" + said.iterations
                    + "): ask for more, or choose another name(...)");
        }
    }

    private static String text(Facts.Difference difference) {
        return "%s %s in place of %s".formatted(difference.path(), text(difference.ours()), text(difference.theirs()));
    }

    private static String text(@Nullable JsonElement value) {
        return value == null ? "unset" : value.toString();
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
