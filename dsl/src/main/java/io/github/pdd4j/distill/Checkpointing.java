package io.github.pdd4j.distill;

import io.github.pdd4j.archive.HomeFolder;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import java.nio.file.Path;
import java.util.List;

/**
 * When a run is written to the disk, and where; at its end it always is.
 *
 * <pre>{@code
 * System.out.println(distill().checkpoint(c -> c.every(100).minutes(10).keep(2).folder(folder)));
 * }</pre>
 *
 * @param every iterations between two checkpoints; 0, the default, for none by count
 * @param minutes between two checkpoints, 5 by default; 0 for none by time
 * @param keep how many of the newest stay, 3 by default, at least 1, which leaves no older one to go back to
 * @param folder which gets a sub-folder a run, by default {@code runs} in {@code PDD4J_HOME}
 * @param on whether anything is written at all
 * @param allowChanged what may differ from how the run began when it goes on
 */
public record Checkpointing(int every, int minutes, int keep, Path folder, boolean on, List<String> allowChanged) {
    private static final Settings<Checkpointing> SETTINGS = Settings.of(
            Checkpointing.class,
            Setting.of("every").atLeast("iterations of checkpoints", 0, "use every(100), or 0 for none by count"),
            Setting.of("minutes").atLeast("minutes of checkpoints", 0, "use minutes(5), or 0 for none by time"),
            Setting.of("keep").atLeast("number of checkpoints", 1, "use keep(3)"),
            Setting.of("folder"),
            Setting.of("on"),
            Setting.of("allowChanged"));

    /** Every 5 minutes, the last three kept. */
    public static final Checkpointing DEFAULT = new Checkpointing(0, 5, 3, HomeFolder.runs(), true, List.of());

    /** Checks the ranges. */
    public Checkpointing {
        allowChanged = List.copyOf(allowChanged);
        SETTINGS.check(every, minutes, keep, folder, on, allowChanged);
    }

    /** The same with another number of iterations between two. */
    public Checkpointing every(int iterations) {
        return new Checkpointing(iterations, minutes, keep, folder, on, allowChanged);
    }

    /** The same with another time between two. */
    public Checkpointing minutes(int value) {
        return new Checkpointing(every, value, keep, folder, on, allowChanged);
    }

    /** The same with another number of them kept. */
    public Checkpointing keep(int newest) {
        return new Checkpointing(every, minutes, newest, folder, on, allowChanged);
    }

    /** The same in another folder. */
    public Checkpointing folder(Path value) {
        return new Checkpointing(every, minutes, keep, value, on, allowChanged);
    }

    /** The same in another folder: {@code checkpoint(c -> c.folder("../runs"))}. */
    public Checkpointing folder(String value) {
        return folder(Path.of(value));
    }

    /** Nothing is written: what the kernel loses is lost, and a run that goes wrong has no state to go back to. */
    public Checkpointing off() {
        return new Checkpointing(every, minutes, keep, folder, false, allowChanged);
    }

    /**
     * Lets a run go on although these are no longer as they were when it began: {@code "labeled"} or {@code "unlabeled"}
     * for images that were repaired or left out, the name of a term for a loss whose lambda was rewritten.
     *
     * <p>The run's {@code run.json} says from which iteration on they were others.
     */
    public Checkpointing allowChanged(String... names) {
        return new Checkpointing(every, minutes, keep, folder, on, List.of(names));
    }

    /** The word that allows these to be changed. */
    static String allowing(List<String> names) {
        return "checkpoint(c -> c.allowChanged(\"" + String.join("\", \"", names) + "\"))";
    }

    boolean due(int iterationsSince, double minutesSince) {
        return (every > 0 && iterationsSince >= every) || (minutes > 0 && minutesSince >= minutes);
    }
}
