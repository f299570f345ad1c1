package io.github.pdd4j.data;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Formats how often each value occurs. */
final class Frequencies {
    private static final int SHOWN = 5;

    private Frequencies() {}

    /** Returns for example {@code 640x480 (1990), 512x512 (10)}, the most frequent value first. */
    static String of(Stream<String> values) {
        Map<String, Long> counts = values.collect(Collectors.groupingBy(v -> v, TreeMap::new, Collectors.counting()));
        List<String> shown = counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN)
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .toList();
        int others = counts.size() - shown.size();
        return String.join(", ", shown) + (others == 0 ? "" : " and " + others + " others");
    }
}
