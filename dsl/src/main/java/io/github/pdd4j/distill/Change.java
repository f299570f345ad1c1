package io.github.pdd4j.distill;

import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Applies the lambdas that adjust a setting. */
final class Change {
    private Change() {}

    /**
     * Applies a lambda to a setting.
     *
     * @param word the method that got the lambda, for the error message
     * @throws IllegalArgumentException if the lambda returns null
     */
    static <T> T changed(String word, T before, UnaryOperator<T> change) {
        @Nullable T after = change.apply(before);
        if (after == null) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "lambda of %1$s must return its argument or a changed copy of it, got null: leave out"
                            + " %1$s(...) for the default",
                    word));
        }
        return after;
    }
}
