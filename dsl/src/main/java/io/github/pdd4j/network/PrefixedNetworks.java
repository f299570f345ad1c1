package io.github.pdd4j.network;

import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The networks that one file may hold side by side under prefixes of their own, as training programs write them: {@code
 * generator.}, {@code generator_ema.}, {@code netG.}.
 */
final class PrefixedNetworks {
    private static final int DEEPEST = 3;
    private static final int MAX_PREFIXES = 64;
    private static final int LOOKED_AT = 5000;

    private PrefixedNetworks() {}

    /**
     * The weights as they are, then those under each prefix without it: a short prefix before a longer one, an averaged
     * network before another.
     */
    static Stream<StateDict> of(StateDict weights) {
        return Stream.concat(Stream.of(weights), prefixes(weights).stream().map(prefix -> under(prefix, weights)));
    }

    private static StateDict under(String prefix, StateDict weights) {
        return weights.only(weights.names().stream()
                        .filter(name -> name.startsWith(prefix))
                        .toList())
                .withoutPrefix(prefix);
    }

    private static List<String> prefixes(StateDict weights) {
        Set<String> prefixes = new LinkedHashSet<>();
        weights.names().stream().limit(LOOKED_AT).forEach(name -> prefixes.addAll(prefixes(name)));
        return prefixes.stream()
                .sorted(Comparator.comparingLong((String prefix) ->
                                prefix.chars().filter(c -> c == '.').count())
                        .thenComparing(
                                prefix -> !prefix.toLowerCase(Locale.ROOT).contains("ema")))
                .limit(MAX_PREFIXES)
                .toList();
    }

    /** A number is a place in a list of layers, behind which no network begins; a name keeps two parts at least. */
    private static List<String> prefixes(String name) {
        String[] parts = name.split("\\.", -1);
        List<String> prefixes = new ArrayList<>();
        String prefix = "";
        for (int i = 0; i < Math.min(DEEPEST, parts.length - 2); i++) {
            if (parts[i].isEmpty() || parts[i].matches("\\d+")) {
                return prefixes;
            }
            prefix += parts[i] + ".";
            prefixes.add(prefix);
        }
        return prefixes;
    }
}
