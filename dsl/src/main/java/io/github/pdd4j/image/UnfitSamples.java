package io.github.pdd4j.image;

import java.io.IOException;

/** A sound file whose samples have no agreed meaning as an image. */
final class UnfitSamples extends IOException {
    private final String next;

    /**
     * A refusal.
     *
     * @param got what the samples are
     * @param next what to do
     */
    UnfitSamples(String got, String next) {
        super(got);
        this.next = next;
    }

    String next() {
        return next;
    }
}
