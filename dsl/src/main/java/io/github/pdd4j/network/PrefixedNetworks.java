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
 * Finds the networks that a training checkpoint stores side by side under prefixes such as {@code generator.}, {@code
 * generator_ema.} or {@code netG.}.
 */
final class PrefixedNetworks {
    private static final int DEEPEST = 3;
    private static final int MAX_PREFIXES = 64;
    private static final int MAX_NAMES = 5000;

    private PrefixedNetworks() {}

    /**
     * Returns the unchanged weights, then the weights under each prefix with the prefix removed. Short prefixes come
     * before long ones, averaged networks before others.
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
        weights.names().stream().limit(MAX_NAMES).forEach(name -> prefixes.addAll(prefixes(name)));
        return prefixes.stream()
                .sorted(Comparator.comparingLong((String prefix) ->
                                prefix.chars().filter(c -> c == '.').count())
                        .thenComparing(
                                prefix -> !prefix.toLowerCase(Locale.ROOT).contains("ema")))
                .limit(MAX_PREFIXES)
                .toList();
    }

    /**
     * Returns the candidate prefixes of a tensor name. A number is an index in a list of layers, so no network starts
     * after it; at least two name parts remain after the prefix.
     */
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
