package io.github.pdd4j.io;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Names the first of many things in a message.
 *
 * <pre>{@code
 * System.out.println(Listing.first(2, List.of("a.png", "b.png", "c.png")));
 * }</pre>
 */
public final class Listing {
    private Listing() {}

    /**
     * Returns for example {@code a.png, b.png and 1 more}.
     *
     * @param most the number of things to name
     * @param all the things, each shown by its {@code toString()}
     * @return the text
     */
    public static String first(int most, List<?> all) {
        return first(most, all, String::valueOf);
    }

    /**
     * Returns for example {@code a.png of 3x3, b.png of 4x4 and 1 more}, where a text is costly: only those that are
     * shown are made.
     *
     * @param <T> type of the things
     * @param most the number of things to name
     * @param all the things
     * @param text makes the text of a thing
     * @return the text
     */
    public static <T> String first(int most, List<T> all, Function<? super T, String> text) {
        String shown = all.stream().limit(most).map(text).collect(Collectors.joining(", "));
        String rest = rest(most, all);
        return rest.isEmpty() ? shown : shown + " " + rest;
    }

    /**
     * Returns what {@link #first} appends, for a list with one line per thing.
     *
     * @param most the number of things that are named
     * @param all the things
     * @return for example {@code and 1 more}; empty if all are named
     */
    public static String rest(int most, List<?> all) {
        return all.size() > most ? "and " + (all.size() - most) + " more" : "";
    }
}
