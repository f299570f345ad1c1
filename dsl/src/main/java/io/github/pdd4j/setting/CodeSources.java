package io.github.pdd4j.setting;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The Java text of lambdas and classes, which only the host of the cells that they were written in has. */
public final class CodeSources {
    private static volatile Function<Class<?>, Optional<String>> host = type -> Optional.empty();

    private CodeSources() {}

    /**
     * Sets the host, for the whole process.
     *
     * @param newer returns the text of the cell or snippet that declares a class, or empty
     */
    public static void host(Function<Class<?>, Optional<String>> newer) {
        host = newer;
    }

    /**
     * Returns the text that a value was written as.
     *
     * @param code a lambda or an object of a class of a cell, or any other value
     * @return the source, or empty where no cell declares it
     */
    public static Optional<String> of(@Nullable Object code) {
        return code == null ? Optional.empty() : host.apply(code.getClass());
    }
}
