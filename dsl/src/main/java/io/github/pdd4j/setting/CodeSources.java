package io.github.pdd4j.setting;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The Java text of lambdas and classes, which only the host of the cells that they were written in has. */
public final class CodeSources {
    private static final AtomicReference<Function<Class<?>, Optional<String>>> HOST =
            new AtomicReference<>(type -> Optional.empty());

    private CodeSources() {}

    /**
     * Sets the host, for the whole process.
     *
     * @param host returns the text of the cell or snippet that declares a class, or empty
     */
    public static void host(Function<Class<?>, Optional<String>> host) {
        HOST.set(host);
    }

    /**
     * Returns the text that a value was written as.
     *
     * @param code a lambda or an object of a class of a cell, or any other value
     * @return the source, or empty where no cell declares it
     */
    public static Optional<String> of(@Nullable Object code) {
        return code == null
                ? Optional.empty()
                : Objects.requireNonNull(HOST.get()).apply(code.getClass());
    }
}
