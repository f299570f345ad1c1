package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import java.util.function.BiFunction;

/** A distance of the project's, which prints as the phrase that makes it. */
record NamedDistance(String phrase, String formula, BiFunction<Sides, Sides, NDArray> distance)
        implements InterDistance, IntraDistance {
    @Override
    public NDArray between(Sides specialist, Sides generalist) {
        return distance.apply(specialist, generalist);
    }

    @Override
    public String toString() {
        return phrase;
    }
}
