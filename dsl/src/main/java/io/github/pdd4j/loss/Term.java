package io.github.pdd4j.loss;

/**
 * A named loss with its weight in the total.
 *
 * @param name the column of the history that holds its value
 * @param weight what it is multiplied by, finite; 0 leaves it out
 */
public record Term(String name, double weight, Loss loss) {
    /** Checks the weight. */
    public Term {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "name of a loss must not be blank, got \"" + name + "\": use loss(\"mine\", ...)");
        }
        if (!Double.isFinite(weight)) {
            throw new IllegalArgumentException(
                    "weight of " + name + " must be finite, got " + weight + ": use 0 to leave it out");
        }
    }
}
