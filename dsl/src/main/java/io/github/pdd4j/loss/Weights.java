package io.github.pdd4j.loss;

/** The range of a term's weight. */
final class Weights {
    private Weights() {}

    static void require(String term, double weight) {
        if (!(weight >= 0 && Double.isFinite(weight))) {
            throw new IllegalArgumentException("weight of " + term + " must be a finite number from 0 on, got " + weight
                    + ": use 0 to switch it off");
        }
    }
}
