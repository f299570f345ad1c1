package io.github.pdd4j.data;

import io.github.pdd4j.image.Resampling;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Resampling methods of which one is drawn for every image, each with equal probability. */
record Resamplings(List<Resampling> choices) {

    static Resamplings of(String verb, Resampling... choices) {
        if (choices.length == 0) {
            throw new IllegalArgumentException(verb
                    + " needs at least one resampling, got none: name those to choose from, as bicubic(), bilinear()");
        }
        return new Resamplings(List.of(choices));
    }

    Resampling draw(RandomGenerator random) {
        return choices.get(choices.size() == 1 ? 0 : random.nextInt(choices.size()));
    }

    @Override
    public String toString() {
        return choices.stream().map(Resampling::toString).collect(Collectors.joining(", "));
    }
}
