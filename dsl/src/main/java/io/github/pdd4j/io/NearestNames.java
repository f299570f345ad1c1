package io.github.pdd4j.io;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Suggests known names for a misspelled one, by Levenshtein distance.
 *
 * <pre>{@code
 * System.out.println(NearestNames.one("conv2_l", List.of("conv1_1", "conv2_1")));
 * }</pre>
 */
public final class NearestNames {
    private static final int SHOWN = 3;
    private static final int COMPARED = 120;
    private static final int MAX_WRONG = 3;
    private static final int MAX_NAMES = 5000;

    private NearestNames() {}

    /**
     * Returns the three most similar names.
     *
     * @param wanted the misspelled name
     * @param known the known names
     * @return the names, the most similar first, separated by commas
     */
    public static String of(String wanted, Collection<String> known) {
        return sorted(wanted, known).limit(SHOWN).collect(Collectors.joining(", "));
    }

    /**
     * Returns the most similar name.
     *
     * @param wanted the misspelled name
     * @param known the known names
     * @return the name, or an empty string if there are no known names
     */
    public static String one(String wanted, Collection<String> known) {
        return sorted(wanted, known).findFirst().orElse("");
    }

    /**
     * Returns a known name that {@code wanted} is probably a misspelling of: equal except for case, or with the same
     * numbers and a distance of at most 3 and at most a quarter of the length.
     *
     * @param wanted the misspelled name
     * @param known the known names
     * @return the name, or empty if none is similar enough
     */
    public static Optional<String> near(String wanted, Collection<String> known) {
        return sorted(wanted, known)
                .filter(name -> !name.equals(wanted) && letters(name).equals(letters(wanted)))
                .findFirst()
                .or(() -> sorted(wanted, known)
                        .filter(name -> !name.equals(wanted)
                                && numbers(name).equals(numbers(wanted))
                                && distance(name, wanted) <= Math.min(MAX_WRONG, wanted.length() / 4))
                        .findFirst());
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String numbers(String name) {
        return name.replaceAll("\\D+", ".");
    }

    /** Limits the number of names, because a malicious file may contain very many. */
    private static Stream<String> sorted(String wanted, Collection<String> known) {
        return known.stream().limit(MAX_NAMES).sorted(Comparator.comparingInt(name -> distance(wanted, name)));
    }

    /**
     * Returns the Levenshtein distance of the first 120 characters.
     *
     * @param a the first text
     * @param b the second text
     * @return the number of insertions, deletions and substitutions
     */
    public static int distance(String a, String b) {
        int width = Math.min(COMPARED, b.length());
        int[] row = new int[width + 1];
        for (int j = 0; j <= width; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= Math.min(COMPARED, a.length()); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= width; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[width];
    }
}
