package io.github.pdd4j.distill;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.setting.Facts;
import io.github.pdd4j.tensor.Precision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The contents of {@code run.json}.
 *
 * @param name name of the run
 * @param named whether the user chose the name; runs with a generated name are deleted when they expire
 * @param said facts about the sentence
 * @param state progress of the run
 * @param provenance provenance at the start of the run
 * @param sittings all training sessions of the run
 */
record Manifest(
        String name, boolean named, SentenceFacts said, State state, Provenance provenance, List<Sitting> sittings) {
    static final String RUNNING = "running";
    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    Manifest {
        Objects.requireNonNull(name);
        Objects.requireNonNull(said);
        Objects.requireNonNull(state);
        Objects.requireNonNull(provenance);
        sittings = List.copyOf(sittings);
    }

    /**
     * Facts about the sentence.
     *
     * @param sentence Java code of the sentence, for display
     * @param settings settings that change the result
     * @param iterations number of iterations
     * @param seed random seed
     */
    record SentenceFacts(String sentence, JsonObject settings, int iterations, long seed) {
        SentenceFacts {
            Objects.requireNonNull(sentence);
            Objects.requireNonNull(settings);
        }

        static SentenceFacts of(Distillation sentence) {
            Schedule schedule = sentence.schedule();
            return new SentenceFacts(sentence.toString(), sentence.facts(), schedule.iterations(), schedule.seed());
        }
    }

    /**
     * Progress of the run.
     *
     * @param status running, finished, interrupted or stopped
     * @param reason why the run stopped early, empty if it did not
     * @param started times of the start and of each resume
     * @param changed time of writing
     * @param iterations iteration of the newest checkpoint
     * @param seconds training time in seconds
     */
    record State(String status, String reason, List<String> started, String changed, int iterations, double seconds) {
        private static final State NONE = new State("", "", List.of(), "", 0, 0);

        State {
            Objects.requireNonNull(status);
            Objects.requireNonNull(reason);
            Objects.requireNonNull(changed);
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
        State begun = State.NONE.begun();
        Provenance provenance = Provenance.of(plan);
        Sitting first = Sitting.first(plan, begun.changed, provenance.environment());
        return new Manifest(name, named, SentenceFacts.of(sentence), begun, provenance, List.of(first));
    }

    /**
     * Reads the manifest of a run.
     *
     * @throws IllegalArgumentException if the manifest is damaged
     */
    static Manifest read(RunFolder folder) {
        String text = folder.manifest();
        try {
            return Objects.requireNonNull(JSON.fromJson(text, Manifest.class));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "run.json must be a file that this version wrote, got a damaged or an older one in "
                            + folder.path() + ": choose another run; the weights in the checkpoints of this one"
                            + " may still be readable",
                    e);
        }
    }

    void write(RunFolder folder) {
        folder.manifest(JSON.toJson(this) + "\n");
    }

    /** A copy after a checkpoint of this iteration; a status other than running ends the session. */
    Manifest at(int iterations, String status, TrainingLog journal) {
        State now = new State(status, journal.reason(), state.started, now(), iterations, journal.seconds());
        return new Manifest(name, named, said, now, provenance, replaced(last().to(iterations)));
    }

    /** The current or last training session. */
    Sitting last() {
        return sittings.get(sittings.size() - 1);
    }

    /** A copy with the fingerprint of the user's lambdas. */
    Manifest fingerprint(Fingerprint value) {
        return new Manifest(name, named, said, state, provenance, replaced(last().fingerprint(value)));
    }

    private List<Sitting> replaced(Sitting last) {
        List<Sitting> changed = new ArrayList<>(sittings);
        changed.set(changed.size() - 1, last);
        return changed;
    }

    /** Restarts a run that has no checkpoint to resume from, keeping its earlier sessions. */
    Manifest insteadOf(Manifest before) {
        List<Sitting> all = new ArrayList<>(before.sittings);
        all.add(last());
        return new Manifest(name, named, said, state, provenance, all);
    }

    /**
     * Resumes a run.
     *
     * @param before manifest of the run so far
     * @param iteration iteration after which the run resumes
     * @param fingerprint fingerprint of the run so far, or the new one if a change was allowed
     * @param differing allowed changes that were made
     */
    Manifest after(Manifest before, int iteration, @Nullable Fingerprint fingerprint, List<String> differing) {
        Map<String, Provenance.ImageSet> others = new TreeMap<>(provenance.images());
        others.keySet().retainAll(provenance.different(before.newest()));
        List<Sitting> all = new ArrayList<>(before.sittings);
        all.add(last().after(iteration, differing, others).fingerprint(fingerprint));
        return new Manifest(name, named, said, before.state.begun(), before.provenance, all);
    }

    /** The provenance, with the images of the last session. */
    Provenance newest() {
        Map<String, Provenance.ImageSet> images = new TreeMap<>(provenance.images());
        sittings.forEach(sitting -> images.putAll(sitting.images()));
        return new Provenance(provenance.environment(), provenance.weights(), images);
    }

    /**
     * Checks that this sentence can resume a run.
     *
     * @param before manifest of the run so far
     * @param allowed names that may differ
     * @param precisionSaid whether the sentence sets its precision
     * @return the names that differ and are allowed to
     * @throws IllegalArgumentException if anything else differs
     */
    List<String> require(Manifest before, List<String> allowed, boolean precisionSaid) {
        List<Facts.Difference> changed = Facts.differences(said.settings, before.said.settings).stream()
                .filter(difference -> !difference.root().equals("precision") && !mayChange(difference.root(), allowed))
                .toList();
        if (!changed.isEmpty()) {
            throw new IllegalArgumentException("run " + name + " must resume with the settings it started with, got "
                    + changed.stream().map(Manifest::text).collect(Collectors.joining("; "))
                    + ": restore them, or choose another name(...)");
        }
        List<String> differing = provenance.different(before.newest());
        List<String> others =
                differing.stream().filter(role -> !mayChange(role, allowed)).toList();
        if (!others.isEmpty()) {
            throw new IllegalArgumentException("run " + name
                    + " must resume with the weights and images it started with, got others for "
                    + String.join(", ", others) + ": restore them" + remedy(others)
                    + ", or choose another name(...)");
        }
        if (said.iterations < before.state.iterations) {
            throw new IllegalArgumentException("run " + name + " must have at least the " + before.state.iterations
                    + " iterations that it has completed, got iterations(" + said.iterations
                    + "): use more, or choose another name(...)");
        }
        requirePrecision(before, precisionSaid);
        return differing;
    }

    /** Only images may be allowed to change: a term of the same name as a setting or a network allows neither. */
    private boolean mayChange(String role, List<String> allowed) {
        return provenance.images().containsKey(role) && allowed.contains(role);
    }

    private static String text(Facts.Difference difference) {
        return String.format(
                Locale.ROOT,
                "%s %s in place of %s",
                difference.path(),
                text(difference.ours()),
                text(difference.theirs()));
    }

    private static String text(@Nullable JsonElement value) {
        return value == null ? "unset" : value.toString();
    }

    /** A hint to allow changed images; changed weights are never allowed. */
    private String remedy(List<String> others) {
        return provenance.images().keySet().containsAll(others)
                ? ", add " + Checkpointing.allowing(others) + " if images were repaired or removed"
                : "";
    }

    private void requirePrecision(Manifest before, boolean precisionSaid) {
        Precision now = last().precision();
        Precision then = before.last().precision();
        boolean trains = said.iterations > before.state.iterations;
        if (then == now || (precisionSaid && trains)) {
            return;
        }
        throw new IllegalArgumentException("run " + name + " must resume in the precision it was trained in, "
                + then
                + ", got " + now + (precisionSaid ? "" : ", which is the fastest here") + ": add precision(" + then
                + ")" + (trains ? " to keep it, precision(" + now + ") to change it from now on," : "")
                + " or choose another name(...)");
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
