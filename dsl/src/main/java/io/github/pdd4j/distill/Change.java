package io.github.pdd4j.distill;

import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The lambdas by which a sentence adjusts a part of it. */
final class Change {
    private Change() {}

    /** What the lambda behind this word makes of a part. */
    static <T> T changed(String word, T before, UnaryOperator<T> change) {
        @Nullable T after = change.apply(before);
        if (after == null) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "lambda of %1$s must return what it was given, or that adjusted, got null: leave out %1$s(...) for the default",
                    word));
        }
        return after;
    }
}
