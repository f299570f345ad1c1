package io.github.pdd4j.setting;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refuses arguments that are null with a sentence that names the usual reason: JShell silently sets a variable to null
 * when a method or class that it was made with is declared again.
 */
public final class Given {
    private static final StackWalker STACK = StackWalker.getInstance();

    private static final String WHY =
            "JShell empties a variable when a method or class that it was made with is declared again, so run the cell that"
                    + " makes it again; a training is still there as run(\"its name\") or lastRun()";

    private Given() {}

    /**
     * Checks the arguments of a word; a word calls this first.
     *
     * @param namesAndValues the name of each parameter, followed by the argument; of an array or a collection the elements
     *     are checked too
     * @throws IllegalArgumentException if an argument is null
     */
    public static void given(@Nullable Object... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (isEmptied(namesAndValues[i + 1])) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "%s of %s must be a value, got null: %s", namesAndValues[i], word(), WHY));
            }
        }
    }

    private static boolean isEmptied(@Nullable Object value) {
        if (value instanceof Object[] several) {
            return Arrays.stream(several).anyMatch(Objects::isNull);
        }
        return value instanceof Collection<?> several ? several.stream().anyMatch(Objects::isNull) : value == null;
    }

    private static String word() {
        Optional<String> caller = STACK.walk(frames -> frames.filter(
                        frame -> !frame.getClassName().equals(Given.class.getName()))
                .map(StackWalker.StackFrame::getMethodName)
                .findFirst());
        return caller.orElse("the call") + "(...)";
    }

    /**
     * Says why a variable of a cell is null.
     *
     * @param variable name of the variable
     * @return one sentence
     */
    public static String emptied(String variable) {
        return variable + " is null: " + WHY;
    }
}
