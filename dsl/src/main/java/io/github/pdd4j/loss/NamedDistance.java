package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.setting.Facts;
import java.util.function.BiFunction;

/**
 * A built-in distance, which prints as the expression that creates it.
 *
 * @param name unique among the distances of its kind
 * @param phrase the expression that creates it
 * @param formula the formula, as printed
 * @param distance the function of specialist and generalist features
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
