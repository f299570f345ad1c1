package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.setting.Facts;
import java.util.function.BiFunction;

/**
 * A distance of the project's, which prints as the phrase that makes it.
 *
 * @param name that tells it from the other ones of its kind
 */
record NamedDistance(String name, String phrase, String formula, BiFunction<PerDomain, PerDomain, NDArray> distance)
        implements InterDistance, IntraDistance, Facts.Stated {
    @Override
    public NDArray between(PerDomain specialist, PerDomain generalist) {
        return distance.apply(specialist, generalist);
    }

    @Override
    public Object facts() {
        return name;
    }

    @Override
    public String toString() {
        return phrase;
    }
}
