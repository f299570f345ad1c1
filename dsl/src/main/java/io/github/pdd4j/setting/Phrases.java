package io.github.pdd4j.setting;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as the Java code that makes them: text for people, which nothing reads back. */
public final class Phrases {
    private Phrases() {}

    /** One value; what has no phrase of its own, such as a lambda, is written as three dots. */
    public static String of(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof String || value instanceof Path) {
            String quoted = "\"" + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
            return value instanceof Path ? "Path.of(" + quoted + ")" : quoted;
        }
        if (value instanceof Collection<?> several) {
            return list(List.copyOf(several));
        }
        return isNameless(value) ? "..." : value.toString();
    }

    /** Several values as the arguments of a call. */
    public static String list(List<?> values) {
        return values.stream().map(Phrases::of).collect(Collectors.joining(", "));
    }

    /** Whether Java would name a value by a number that is another in each process. */
    private static boolean isNameless(Object value) {
        try {
            return value.getClass().getMethod("toString").getDeclaringClass() == Object.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }
}
