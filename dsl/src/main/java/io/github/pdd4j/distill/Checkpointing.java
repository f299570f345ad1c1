package io.github.pdd4j.distill;

import io.github.pdd4j.archive.Home;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import java.nio.file.Path;

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
 */
public record Checkpointing(int every, int minutes, int keep, Path folder, boolean on) {
    private static final Settings<Checkpointing> SETTINGS = Settings.of(
            Checkpointing.class,
            Setting.of("every").atLeast("iterations of checkpoints", 0, "use every(100), or 0 for none by count"),
            Setting.of("minutes").atLeast("minutes of checkpoints", 0, "use minutes(5), or 0 for none by time"),
            Setting.of("keep").atLeast("number of checkpoints", 1, "use keep(3)"),
            Setting.of("folder"),
            Setting.of("on"));

    /** Every 5 minutes, the last three kept. */
    public static final Checkpointing DEFAULT = new Checkpointing(0, 5, 3, Home.runs(), true);

    /** Checks the ranges. */
    public Checkpointing {
        SETTINGS.check(every, minutes, keep, folder, on);
    }

    /** The same with another number of iterations between two. */
    public Checkpointing every(int iterations) {
        return new Checkpointing(iterations, minutes, keep, folder, on);
    }

    /** The same with another time between two. */
    public Checkpointing minutes(int value) {
        return new Checkpointing(every, value, keep, folder, on);
    }

    /** The same with another number of them kept. */
    public Checkpointing keep(int newest) {
        return new Checkpointing(every, minutes, newest, folder, on);
    }

    /** The same in another folder. */
    public Checkpointing folder(Path value) {
        return new Checkpointing(every, minutes, keep, value, on);
    }

    /** Nothing is written: what the kernel loses is lost, and a run that goes wrong has no state to go back to. */
    public Checkpointing off() {
        return new Checkpointing(every, minutes, keep, folder, false);
    }

    boolean due(int iterationsSince, double minutesSince) {
        return (every > 0 && iterationsSince >= every) || (minutes > 0 && minutesSince >= minutes);
    }
}
