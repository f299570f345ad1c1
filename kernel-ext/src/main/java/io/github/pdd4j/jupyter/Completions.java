package io.github.pdd4j.jupyter;

import io.github.pdd4j.Pdd;
import io.github.pdd4j.distill.Distillation;
import io.github.pdd4j.help.Help;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Tab and Shift-Tab show of the language beyond JShell's names and signatures. */
final class Completions {
    private static final Set<String> OF_ALL_OBJECTS =
            Set.of("equals", "getClass", "hashCode", "notify", "notifyAll", "wait");

    private static final Pattern OWNER = Pattern.compile("(\\w+\\.\\w+)\\(");

    private static final Help HELP = Help.of(Pdd.class, Distillation.class, List.of());

    private Completions() {}

    /**
     * Sorts the members of a value.
     *
     * @param offered names of members with {@code (} or {@code ()}, in JShell's order, which is the alphabet's
     * @return those of the language in the order of their source, without those that every object has
     */
    static List<String> sorted(List<String> offered) {
        List<String> own = offered.stream()
                .filter(each -> !OF_ALL_OBJECTS.contains(name(each)))
                .toList();
        if (own.isEmpty()) {
            return offered;
        }
        try {
            List<String> order =
                    HELP.inOrder(own.stream().map(Completions::name).distinct().toList());
            return own.stream()
                    .sorted((a, b) -> Integer.compare(order.indexOf(name(a)), order.indexOf(name(b))))
                    .toList();
        } catch (IllegalStateException noSources) {
            return own;
        }
    }

    private static String name(String offered) {
        int end = offered.indexOf('(');
        return end < 0 ? offered : offered.substring(0, end);
    }

    /**
     * Adds the Javadoc of a method to its signatures.
     *
     * @param signatures one a line, as JShell prints them
     * @return the signatures, followed by the Javadoc where the method is a word of the language
     */
    static String documented(String signatures) {
        Matcher owner = OWNER.matcher(signatures);
        if (!owner.find()) {
            return signatures;
        }
        String word = owner.group(1);
        try {
            return signatures + "\n\n"
                    + (HELP.types().contains(word.substring(0, word.indexOf('.')))
                                    ? HELP.about(word)
                                    : HELP.about(word.substring(word.indexOf('.') + 1)))
                            .text();
        } catch (IllegalArgumentException | IllegalStateException noWord) {
            return signatures;
        }
    }
}
