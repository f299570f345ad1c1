package io.github.pdd4j.io;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The known names that a misspelt one may have meant, by Levenshtein's distance.
 *
 * <pre>{@code
 * System.out.println(NearestNames.one("conv2_l", List.of("conv1_1", "conv2_1")));
 * }</pre>
 */
public final class NearestNames {
    private static final int SHOWN = 3;
    private static final int COMPARED = 120;
    private static final int MAX_WRONG = 3;
    private static final int LOOKED_AT = 5000;

    private NearestNames() {}

    /** The three nearest, the nearest first. */
    public static String of(String wanted, Collection<String> known) {
        return sorted(wanted, known).limit(SHOWN).collect(Collectors.joining(", "));
    }

    /** The nearest, or nothing where nothing is known. */
    public static String one(String wanted, Collection<String> known) {
        return sorted(wanted, known).findFirst().orElse("");
    }

    /**
     * The name that is so near that this one may be a misspelling of it: the same numbers, the letters but for three
     * typed wrong, whatever their case; empty where there is none.
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

    /** Of a hostile file's names only some. */
    private static Stream<String> sorted(String wanted, Collection<String> known) {
        return known.stream().limit(LOOKED_AT).sorted(Comparator.comparingInt(name -> distance(wanted, name)));
    }

    /** Levenshtein's edit distance of the first characters. */
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
