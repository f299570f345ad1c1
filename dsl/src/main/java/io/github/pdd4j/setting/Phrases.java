package io.github.pdd4j.setting;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Formats values as the Java code that makes them. The text is for display and is never parsed. */
public final class Phrases {
    private Phrases() {}

    /**
     * Formats one value.
     *
     * @param value value to format, may be null
     * @return Java code, or {@code ...} for a value without its own {@code toString()}, such as a lambda
     */
    public static String of(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Path path) {
            return of(shortened(path).toString());
        }
        if (value instanceof String) {
            return "\"" + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }
        if (value instanceof Collection<?> several) {
            return list(List.copyOf(several));
        }
        return isNameless(value) ? "..." : value.toString();
    }

    /**
     * Returns the path relative to the working directory if that is shorter, else the path itself.
     *
     * @param path the path
     * @return the shorter path
     */
    public static Path shortened(Path path) {
        Path here = Path.of("").toAbsolutePath();
        if (!path.isAbsolute()
                || !path.equals(path.normalize())
                || !here.getRoot().equals(path.getRoot())) {
            return path;
        }
        Path relative = here.relativize(path);
        int length = relative.toString().length();
        return length == 0 || length >= path.toString().length() ? path : relative;
    }

    /**
     * Formats several values as the arguments of a call.
     *
     * @param values values to format
     * @return Java code of the values, separated by commas
     */
    public static String list(List<?> values) {
        return values.stream().map(Phrases::of).collect(Collectors.joining(", "));
    }

    /** Whether {@code toString()} would return the identity hash, which differs between processes. */
    private static boolean isNameless(Object value) {
        try {
            return value.getClass().getMethod("toString").getDeclaringClass() == Object.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }
}
