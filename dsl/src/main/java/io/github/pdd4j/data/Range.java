package io.github.pdd4j.data;

import java.util.Locale;
import java.util.random.RandomGenerator;

/** A named range with inclusive bounds from which a degradation draws a value for every image. */
record Range(String name, double least, double most) {

    /** Returns this range after checking its order and that it is inside the allowed range. */
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

    /** Formats the arguments of the phrase: one number if both bounds are equal, otherwise both bounds. */
    String arguments() {
        return one() ? number(least) : ends();
    }

    /** Formats both bounds, for phrases without a one-number form. */
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
