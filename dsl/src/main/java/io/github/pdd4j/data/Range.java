package io.github.pdd4j.data;

import java.util.Locale;
import java.util.random.RandomGenerator;

/** The named values, ends included, from which a degradation draws one for every image. */
record Range(String name, double least, double most) {

    /** This range, if it is one and lies within the allowed one. */
    Range within(double allowedLeast, double allowedMost) {
        if (!(least >= allowedLeast && most <= allowedMost && least <= most)) {
            String sentence = one()
                    ? "%s must be from %s to %s, got %s: give a value inside these bounds"
                    : "%s must rise from %s to at most %s, got %s to %s: give the smaller value first, inside these bounds";
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    sentence,
                    name,
                    number(allowedLeast),
                    number(allowedMost),
                    number(least),
                    number(most)));
        }
        return this;
    }

    double draw(RandomGenerator random) {
        return one() ? least : least + (most - least) * random.nextDouble();
    }

    int drawInteger(RandomGenerator random) {
        return one() ? (int) least : random.nextInt((int) least, (int) most + 1);
    }

    /** The arguments of the phrase: one number, or the two ends. */
    String arguments() {
        return one() ? number(least) : ends();
    }

    /** The arguments of a phrase that has no shorter form. */
    String ends() {
        return number(least) + ", " + number(most);
    }

    private boolean one() {
        return Double.compare(least, most) == 0;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
    }
}
