package io.github.pdd4j.sentence;

import io.github.pdd4j.archive.HomeFolder;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.view.SettingsTable;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.nio.file.Path;
import java.util.List;

/**
 * When and where checkpoints of a run are written; the last one is written at the end of the run.
 *
 * <pre>{@code
 * System.out.println(distill().checkpoint(c -> c.every(100).minutes(10).keep(2).folder(folder)));
 * }</pre>
 *
 * @param every iterations between two checkpoints; at least 0; default 0: no checkpoints by iteration count
 * @param minutes minutes between two checkpoints; at least 0; default 5; 0: no checkpoints by time
 * @param keep number of newest checkpoints to keep; at least 1; default 3; with 1 there is no earlier checkpoint to
 *     roll back to
 * @param folder parent folder, which gets one subfolder for each run; default {@code runs} in {@code PDD4J_HOME}
 * @param on whether checkpoints are written; default true
 * @param allowChanged names of the images and losses that may differ from those at the start of the run when it
 *     resumes; default: none
 */
public record Checkpointing(int every, int minutes, int keep, Path folder, boolean on, List<String> allowChanged)
        implements Viewable {
    private static final Settings<Checkpointing> SETTINGS = Settings.of(
            Checkpointing.class,
            Setting.of("every").atLeast("iterations of checkpoints", 0, "use every(100), or 0 for none by count"),
            Setting.of("minutes").atLeast("minutes of checkpoints", 0, "use minutes(5), or 0 for none by time"),
            Setting.of("keep").atLeast("number of checkpoints", 1, "use keep(3)"),
            Setting.of("folder"),
            Setting.of("on"),
            Setting.of("allowChanged"));

    /** The default: a checkpoint every 5 minutes, the newest three kept, in {@code runs} in {@code PDD4J_HOME}. */
    public static final Checkpointing DEFAULT = new Checkpointing(0, 5, 3, HomeFolder.runs(), true, List.of());

    /**
     * Checks the three numbers and copies the list.
     *
     * @param every iterations from one checkpoint to the next; at least 0, where 0 means that the count triggers none
     * @param minutes minutes from one checkpoint to the next; at least 0, where 0 means that the clock triggers none
     * @param keep how many checkpoints remain when a new one was written, the newest ones; at least 1
     * @param folder parent folder, in which each run has a subfolder of its own; created when it is missing
     * @param on whether anything is written; if false, the other settings have no effect
     * @param allowChanged {@code "labeled"}, {@code "unlabeled"} or names of loss terms that may differ from the start
     *     of the run when it resumes; empty for none
     * @throws IllegalArgumentException if a number is out of range
     */
    public Checkpointing {
        allowChanged = List.copyOf(allowChanged);
        SETTINGS.check(every, minutes, keep, folder, on, allowChanged);
    }

    /**
     * Sets the number of iterations between two checkpoints.
     *
     * @param iterations at least 0; 0: no checkpoints by iteration count
     * @return a copy with this setting
     * @throws IllegalArgumentException if the number is negative
     */
    public Checkpointing every(int iterations) {
        return new Checkpointing(iterations, minutes, keep, folder, on, allowChanged);
    }

    /**
     * Sets the time between two checkpoints.
     *
     * @param value minutes, at least 0; 0: no checkpoints by time
     * @return a copy with this setting
     * @throws IllegalArgumentException if the number is negative
     */
    public Checkpointing minutes(int value) {
        return new Checkpointing(every, value, keep, folder, on, allowChanged);
    }

    /**
     * Sets how many of the newest checkpoints are kept.
     *
     * @param newest number of checkpoints, at least 1
     * @return a copy with this setting
     * @throws IllegalArgumentException if the number is below 1
     */
    public Checkpointing keep(int newest) {
        return new Checkpointing(every, minutes, newest, folder, on, allowChanged);
    }

    /**
     * Sets the folder that contains the folders of the runs.
     *
     * @param value the parent folder
     * @return a copy with this setting
     */
    public Checkpointing folder(Path value) {
        return new Checkpointing(every, minutes, keep, value, on, allowChanged);
    }

    /**
     * Sets the folder that contains the folders of the runs: {@code checkpoint(c -> c.folder("../runs"))}.
     *
     * @param value path of the parent folder
     * @return a copy with this setting
     */
    public Checkpointing folder(String value) {
        return folder(Path.of(value));
    }

    /**
     * Disables checkpoints. A killed kernel then loses the run, and a run with non-finite losses cannot be rolled back.
     *
     * @return a copy that writes nothing
     */
    public Checkpointing off() {
        return new Checkpointing(every, minutes, keep, folder, false, allowChanged);
    }

    /**
     * Allows a run to resume although these images or losses changed since it began.
     *
     * <p>The {@code run.json} of the run records what changed and from which iteration on.
     *
     * @param names {@code "labeled"} or {@code "unlabeled"} for images that were repaired or removed, the name of a
     *     term for a loss whose lambda was rewritten
     * @return a copy with this setting
     */
    public Checkpointing allowChanged(String... names) {
        return new Checkpointing(every, minutes, keep, folder, on, List.of(names));
    }

    @Override
    public View view() {
        return SettingsTable.of(this);
    }
}
