package io.github.pdd4j.tools.adapt;

import io.github.pdd4j.archive.HomeFolder;
import io.github.pdd4j.archive.RunDirectory;
import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.data.ImageDigest;
import io.github.pdd4j.distill.Distillation;
import io.github.pdd4j.distill.Run;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.io.AtomicFile;
import io.github.pdd4j.io.Sha256;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.sentence.Listener;
import io.github.pdd4j.sentence.TrainingState;
import io.github.pdd4j.setting.Facts;
import io.github.pdd4j.setting.Phrases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Trains a network on a folder of photographs for a given time.
 *
 * <p>The run is kept in {@code runs} of the home folder, so that {@code runs()} lists it in a notebook. Its name has a
 * digest of all that the result depends on except the time: the same images and network find their run again, and
 * others begin one of their own.
 */
public final class Adaptation {
    private static final int MINUTES_BETWEEN_CHECKPOINTS = 1;
    private static final int CHECKPOINTS = 2;
    private static final int SHOWN_NAME = 40;

    private final Network network;
    private final String networkCode;
    private final UsableImages photographs;
    private final UsableImages labeled;
    private final FeatureExtractor features;
    private final Distillation settings;
    private final RunFolder folder;

    /**
     * Prepares an adaptation.
     *
     * @param network the network to start from
     * @param networkCode Java code of the network
     * @param photographs the photographs to adapt to
     * @param labeled sharp images
     * @param values the settings
     * @throws IllegalArgumentException if an image is both a photograph and labeled
     */
    public Adaptation(
            Network network, String networkCode, UsableImages photographs, UsableImages labeled, AdaptSettings values) {
        UsableImages.requireDifferent(labeled.images(), photographs.images());
        this.network = network;
        this.networkCode = networkCode;
        this.photographs = photographs;
        this.labeled = labeled;
        this.features = AdaptSettings.features();
        this.settings = values.sentence(features);
        this.folder = new RunDirectory(HomeFolder.runs()).of(name(values));
    }

    private String name(AdaptSettings values) {
        List<String> facts = new ArrayList<>();
        facts.add(Facts.of(values).toString());
        facts.add(network.weights().digest());
        facts.add(features.weights().digest());
        Stream.of(photographs, labeled)
                .flatMap(usable -> usable.images().digests().stream())
                .map(ImageDigest::line)
                .forEach(facts::add);
        String digest =
                Sha256.of(all -> facts.forEach(fact -> all.update((fact + "\n").getBytes(StandardCharsets.UTF_8))));
        String shown = photographs
                .images()
                .file(0)
                .map(file -> file.toAbsolutePath().normalize().getParent())
                .map(Path::getFileName)
                .map(Path::toString)
                .orElse("")
                .replaceAll("[^\\p{L}\\p{N}._-]", "_");
        String brief = shown.codePoints()
                .limit(SHOWN_NAME)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return "adapt-" + brief + "-" + digest.substring(0, 8);
    }

    /**
     * Says what is trained, and where the run is kept.
     *
     * @return lines for the user
     */
    public List<String> describe() {
        return List.of(
                "network: " + network.source() + ", " + network.config().architecture() + " ×" + network.scale()
                        + "; distances in " + features,
                "run: " + folder.name() + " in "
                        + HomeFolder.runs().toAbsolutePath().normalize());
    }

    /**
     * Returns the run at its newest checkpoint.
     *
     * @return the run; empty if none was begun or it has no checkpoint yet
     */
    public Optional<Run> begun() {
        return folder.begun() && folder.snapshots().newest().isPresent()
                ? Optional.of(Run.open(folder.path()))
                : Optional.empty();
    }

    /**
     * Whether a run has used up its time.
     *
     * @param run the run
     * @param minutes the time in minutes
     * @return true if nothing is left to train
     */
    public static boolean isFinished(Run run, double minutes) {
        return new TimeBudget(minutes * 60).iterations(seconds(run)) <= run.iterations();
    }

    /**
     * Checks that no other process trains the same run.
     *
     * @throws IllegalStateException if one does
     */
    public void requireAlone() {
        if (folder.begun() && folder.locked()) {
            throw new IllegalStateException("one process at a time can adapt this network to these photographs, got"
                    + " another one that trains run " + folder.name() + ": wait for it, or stop it");
        }
    }

    /**
     * Checks before a training that the disk has room for its checkpoints.
     *
     * @throws IllegalArgumentException if it has not
     */
    public void requireRoom() {
        // A checkpoint has the specialist, its moving average and two moments of Adam for each weight.
        long weights = network.parameters() * Float.BYTES;
        long checkpoints = 4 * weights * (folder.begun() ? 1 : CHECKPOINTS + 1);
        long starts = folder.begun() ? 0 : 2 * weights;
        requireRoom(HomeFolder.runs(), checkpoints + starts, usable(HomeFolder.runs()));
    }

    static void requireRoom(Path folder, long needed, long usable) {
        if (usable < needed) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "an adaptation needs %d MB for its checkpoints in %s, got %d MB of free space: make room, or name a"
                            + " folder on another disk by the variable PDD4J_HOME",
                    needed / 1_000_000 + 1,
                    folder.toAbsolutePath(),
                    usable / 1_000_000));
        }
    }

    private static long usable(Path folder) {
        try {
            return Files.getFileStore(existing(folder.toAbsolutePath())).getUsableSpace();
        } catch (IOException e) {
            throw AtomicFile.failure(folder, e);
        }
    }

    private static Path existing(Path folder) {
        Path parent = folder.getParent();
        return parent == null || Files.exists(folder) ? folder : existing(parent);
    }

    /**
     * The result of a training.
     *
     * @param run the run, empty if not one iteration was made
     * @param ending how it ended
     * @param reason why it failed; empty if it did not
     */
    public record Outcome(Run run, Ending ending, String reason) {}

    /** How a training ended. */
    public enum Ending {
        /** The time is used up. */
        FINISHED,
        /** The user stopped it. */
        INTERRUPTED,
        /** Something stopped it, such as a full disk. */
        FAILED
    }

    /**
     * Trains until the time is used up, or goes on with a run that was begun earlier.
     *
     * @param before the run so far, as {@link #begun()} returns it
     * @param minutes the training time in minutes, all sessions together
     * @param say receives a line for the user
     * @return the result
     */
    public Outcome train(Optional<Run> before, double minutes, Consumer<String> say) {
        TimeBudget budget = new TimeBudget(minutes * 60);
        Clock clock = new Clock(budget);
        int asked = before.map(run -> budget.iterations(seconds(run))).orElse(TimeBudget.FIRST);
        say.accept(before.map(run -> "going on after iteration " + run.iterations())
                .orElse("measuring the first " + TimeBudget.FIRST + " iterations"));
        while (true) {
            Run run = sentence(asked)
                    .name(folder.name())
                    .checkpoint(c -> c.minutes(MINUTES_BETWEEN_CHECKPOINTS).keep(CHECKPOINTS))
                    .listen("clock", clock)
                    .train();
            if (!clock.reason.isEmpty()) {
                return new Outcome(run, Ending.FAILED, clock.reason);
            }
            if (run.iterations() < asked && !clock.over) {
                return new Outcome(run, Ending.INTERRUPTED, "");
            }
            asked = budget.iterations(seconds(run));
            if (clock.over || asked <= run.iterations()) {
                return new Outcome(run, Ending.FINISHED, "");
            }
            say.accept(String.format(
                    Locale.ROOT,
                    "%.2f s an iteration: %d more fit into the time that is left",
                    TimeBudget.pace(seconds(run)),
                    asked - run.iterations()));
        }
    }

    private Distillation sentence(int iterations) {
        return settings.specialist(network)
                .labeled(labeled.images().downscaledBy(Resampling.MATLAB_BICUBIC))
                .unlabeled(photographs.images())
                .iterations(iterations);
    }

    private static double[] seconds(Run run) {
        return run.history().doubleColumn("seconds").asDoubleArray();
    }

    /**
     * Returns the Java code that makes the same network in a notebook.
     *
     * @param iterations the number of iterations
     * @param out the file for the adapted network
     * @return the code, without paths that depend on the working folder
     */
    public String code(int iterations, Path out) {
        return "var run = " + settings.iterations(iterations)
                + "\n        .specialist(" + networkCode + ")"
                + "\n        .labeled(" + labeled.code() + ".downscaledBy(bicubic()))"
                + "\n        .unlabeled(" + photographs.code() + ")"
                + "\n        .train();"
                + "\nrun.movingAverage().save("
                + Phrases.of(out.toAbsolutePath().normalize().toString()) + ");";
    }

    /** Stops the training when its time is over, and keeps the reason of another stop. */
    private static final class Clock implements Listener {
        private final TimeBudget budget;
        private boolean over;
        private String reason = "";

        Clock(TimeBudget budget) {
            this.budget = budget;
        }

        @Override
        public void iteration(TrainingState done) {
            if (budget.isOver(done.number(), done.seconds())) {
                over = true;
                // Asks the training to stop after this iteration, as the stop button of a notebook does.
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void end(Listener.End end) {
            reason = end.reason();
        }
    }
}
