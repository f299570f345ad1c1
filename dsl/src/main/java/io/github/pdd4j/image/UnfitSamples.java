package io.github.pdd4j.image;

import java.io.IOException;

/** Signals an intact file whose samples cannot be interpreted as an image. */
final class UnfitSamples extends IOException {
    private final String next;

    /**
     * Creates the exception.
     *
     * @param got the kind of samples
     * @param next the suggested action
     */
    UnfitSamples(String got, String next) {
        super(got);
        this.next = next;
    }

    String next() {
        return next;
    }
}
