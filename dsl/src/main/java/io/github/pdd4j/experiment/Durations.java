package io.github.pdd4j.experiment;

import java.util.Locale;

/** Durations as people say them. */
final class Durations {
    private Durations() {}

    /** Formats seconds, for example {@code 1:05 h} or {@code 2:30 min}. */
    static String of(double seconds) {
        long whole = Math.round(seconds);
        if (whole >= 3600) {
            return String.format(Locale.ROOT, "%d:%02d h", whole / 3600, whole / 60 % 60);
        }
        return whole >= 60
                ? String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d s", whole);
    }
}
