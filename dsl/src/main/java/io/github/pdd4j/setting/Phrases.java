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
        if (value instanceof Path path) {
            return of(shortened(path));
        }
        if (value instanceof String) {
            return "\"" + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }
        if (value instanceof Collection<?> several) {
            return list(List.copyOf(several));
        }
        return isNameless(value) ? "..." : value.toString();
    }

    /** A path relative to where one stands, where that is shorter than the whole one. */
    private static String shortened(Path path) {
        Path here = Path.of("").toAbsolutePath();
        if (!path.isAbsolute()
                || !path.equals(path.normalize())
                || !here.getRoot().equals(path.getRoot())) {
            return path.toString();
        }
        String relative = here.relativize(path).toString();
        return relative.isEmpty() || relative.length() >= path.toString().length() ? path.toString() : relative;
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
