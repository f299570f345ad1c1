package io.github.pdd4j.data;

import java.util.Locale;
import java.util.random.RandomGenerator;

/** The named values, ends included, from which a degradation draws one for every picture. */
record Range(String name, double least, double most) {

    static Range of(String name, double least, double most) {
        return new Range(name, least, most);
    }

    /** This range, if it is one and lies within the allowed one. */
    Range within(double allowedLeast, double allowedMost) {
        if (!(least >= allowedLeast && most <= allowedMost && least <= most)) {
            throw new IllegalArgumentException(
                    "%s must rise from %s to at most %s, got %s: give the smaller value first, inside these bounds"
                            .formatted(
                                    name,
                                    number(allowedLeast),
                                    number(allowedMost),
                                    number(least) + " to " + number(most)));
        }
        return this;
    }

    double draw(RandomGenerator random) {
        return least == most ? least : least + (most - least) * random.nextDouble();
    }

    int drawInteger(RandomGenerator random) {
        return least == most ? (int) least : random.nextInt((int) least, (int) most + 1);
    }

    /** The arguments of the phrase: one number, or the two ends. */
    String arguments() {
        return least == most ? number(least) : number(least) + ", " + number(most);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
    }
}
