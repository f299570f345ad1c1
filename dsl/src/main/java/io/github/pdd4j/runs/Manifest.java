package io.github.pdd4j.runs;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.sentence.Schedule;
import io.github.pdd4j.sentence.Sentence;
import io.github.pdd4j.setting.Facts;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.train.FirstIterationValues;
import io.github.pdd4j.train.TrainingLog;
import io.github.pdd4j.train.ValidationBaseline;
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
 * @param sentence facts about the sentence
 * @param state progress of the run
 * @param provenance provenance at the start of the run
 * @param sessions all training sessions of the run
 */
public record Manifest(
        String name,
        boolean named,
        SentenceFacts sentence,
        State state,
        Provenance provenance,
        List<TrainingSession> sessions) {
    static final String RUNNING = "running";
    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    public Manifest {
        Objects.requireNonNull(name);
        Objects.requireNonNull(sentence);
        Objects.requireNonNull(state);
        Objects.requireNonNull(provenance);
        sessions = List.copyOf(sessions);
    }

    /**
     * Facts about the sentence.
     *
     * @param code Java code of the sentence, for display
     * @param settings settings that change the result
     * @param iterations number of iterations
     * @param seed random seed
     * @param sources Java text of losses and other code of cells by name, for people; never compared
     */
    public record SentenceFacts(
            String code, JsonObject settings, int iterations, long seed, Map<String, String> sources) {
        public SentenceFacts {
            Objects.requireNonNull(code);
            Objects.requireNonNull(settings);
            // Runs of versions that did not keep it are read too.
            sources = new TreeMap<>(Objects.requireNonNullElse(sources, Map.of()));
        }

        public static SentenceFacts of(Sentence sentence) {
            Schedule schedule = sentence.schedule();
            return new SentenceFacts(
                    sentence.toString(), sentence.facts(), schedule.iterations(), schedule.seed(), sentence.sources());
        }
    }

    /**
     * Progress of the run.
     *
     * @param status running, finished, interrupted or stopped
     * @param reason why the run stopped early, empty if it did not
     * @param changed time of writing
     * @param seconds training time in seconds
     * @param validation metrics of the validation and the scores of the start
     */
    record State(String status, String reason, String changed, double seconds, ValidationBaseline validation) {
        private static final State NONE = new State("", "", "", 0, ValidationBaseline.NONE);

        State {
            Objects.requireNonNull(status);
            Objects.requireNonNull(reason);
            Objects.requireNonNull(changed);
            Objects.requireNonNull(validation);
        }

        private State begun() {
            return new State(RUNNING, "", now(), seconds, validation);
        }
    }

    public static Manifest of(Plan plan, String name) {
        return of(plan, name, Provenance.images(plan));
    }

    /** With the image sets of a run's initial state. */
    static Manifest of(Plan plan, String name, Map<String, Provenance.ImageSet> images) {
        Sentence sentence = plan.sentence();
        boolean named = !sentence.execution().name().isEmpty();
        State begun = State.NONE.begun();
        Provenance provenance = Provenance.of(plan, images);
        TrainingSession first = TrainingSession.first(plan, begun.changed);
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
    Manifest at(int iterations, String status, TrainingLog log) {
        State now = new State(status, log.reason(), now(), log.seconds(), log.validation());
        return new Manifest(name, named, sentence, now, provenance, replaced(last().to(iterations)));
    }

    /** The iteration of the newest checkpoint. */
    int iterations() {
        return last().to();
    }

    /** The current or last training session. */
    TrainingSession last() {
        return sessions.get(sessions.size() - 1);
    }

    /** A copy with the values of the first iteration. */
    Manifest firstIteration(FirstIterationValues value) {
        return new Manifest(name, named, sentence, state, provenance, replaced(last().firstIteration(value)));
    }

    private List<TrainingSession> replaced(TrainingSession last) {
        List<TrainingSession> changed = new ArrayList<>(sessions);
        changed.set(changed.size() - 1, last);
        return changed;
    }

    /** Restarts a run that has no checkpoint to resume from, keeping its earlier sessions. */
    Manifest insteadOf(Manifest before) {
        List<TrainingSession> all = new ArrayList<>(before.sessions);
        all.add(last());
        return new Manifest(name, named, sentence, state, provenance, all);
    }

    /**
     * Resumes a run.
     *
     * @param before manifest of the run so far
     * @param iteration iteration after which the run resumes
     * @param firstIteration values of the first iteration of the run so far, or the new ones if a change was allowed
     * @param differing allowed changes that were made
     */
    Manifest after(
            Manifest before, int iteration, @Nullable FirstIterationValues firstIteration, List<String> differing) {
        Map<String, Provenance.ImageSet> others = new TreeMap<>(provenance.images());
        others.keySet().retainAll(provenance.different(before.newest()));
        List<TrainingSession> all = new ArrayList<>(before.sessions);
        all.add(last().after(iteration, differing, others).firstIteration(firstIteration));
        return new Manifest(name, named, sentence, before.state.begun(), before.provenance, all);
    }

    /** The provenance, with the images of the last session. */
    Provenance newest() {
        Map<String, Provenance.ImageSet> images = new TreeMap<>(provenance.images());
        sessions.forEach(session -> images.putAll(session.images()));
        return new Provenance(provenance.weights(), images);
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
        List<Facts.Difference> changed = Facts.differences(sentence.settings, before.sentence.settings).stream()
                .filter(difference ->
                        !setting(difference).equals("precision") && !mayChange(setting(difference), allowed))
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
        if (sentence.iterations < before.iterations()) {
            throw new IllegalArgumentException("run " + name + " must have at least the " + before.iterations()
                    + " iterations that it has completed, got iterations(" + sentence.iterations
                    + "): use more, or choose another name(...)");
        }
        requirePrecision(before, precisionSaid);
        return differing;
    }

    /** Only images may be allowed to change: a term of the same name as a setting or a network allows neither. */
    private boolean mayChange(String role, List<String> allowed) {
        return provenance.images().containsKey(role) && allowed.contains(role);
    }

    private static String setting(Facts.Difference difference) {
        return difference.path().isEmpty() ? "" : difference.path().get(0);
    }

    private static String text(Facts.Difference difference) {
        return String.format(
                Locale.ROOT,
                "%s %s in place of %s",
                String.join(".", difference.path()),
                text(difference.ours()),
                text(difference.theirs()));
    }

    private static String text(@Nullable JsonElement value) {
        return value == null ? "unset" : value.toString();
    }

    /** A hint to allow changed images; changed weights are never allowed. */
    private String remedy(List<String> others) {
        return provenance.images().keySet().containsAll(others)
                ? ", add " + allowing(others) + " if images were repaired or removed"
                : "";
    }

    private void requirePrecision(Manifest before, boolean precisionSaid) {
        Precision now = last().precision();
        Precision then = before.last().precision();
        boolean trains = sentence.iterations > before.iterations();
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

    /** The call that lets a run resume although these images or terms changed. */
    static String allowing(List<String> names) {
        return "checkpoint(c -> c.allowChanged(\"" + String.join("\", \"", names) + "\"))";
    }
}
