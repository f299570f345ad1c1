package io.github.pdd4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Matches low-resolution images with high-resolution images by name.
 *
 * <p>Equal names are matched first, then names that become equal when the fewest role markers ({@code x4},
 * {@code _LR4}, {@code gt_}) are removed, then names of one side that all have the same additional prefix or suffix.
 * An ambiguous name is not matched.
 */
final class Partners {
    /** What marks the low-resolution side of a pair in the name of a file or folder, apart from a scale. */
    static final String LOW = "l[rq](?:bi|bd|dn)?|low";

    /** What marks the high-resolution side. */
    static final String HIGH = "h[rq](?:bi|bd|dn)?|gt|high";

    /** A scale behind a mark, such as 4, x4 or _x4. */
    static final String SCALE = "(?:[_-]?x?\\d{1,2})?";

    private static final String ROLES = "(?:" + LOW + "|" + HIGH + ")" + SCALE + "|srf[_-]?\\d{1,2}|bicubic";
    private static final Pattern ENDING =
            Pattern.compile("(?i)(?<=.)(?:[_\\-. ]*(?:" + ROLES + "|x[_-]?\\d{1,2}[mdw]?)|[_\\-. ]+\\d{1,2}x)$");
    private static final Pattern BEGINNING =
            Pattern.compile("(?i)^(?:(?:" + ROLES + "|x\\d{1,2})[_\\-. ]+|(?:[lh][rq]|gt|low|high)(?=\\d))(?=.)");
    private static final Pattern LEADING_ZEROS = Pattern.compile("(?<!\\d)0+(?=\\d)");
    private static final int MARKS = 4;
    private static final int NONE = -1;

    private final Images low;
    private final Images high;
    private final int[] lowOf;
    private final boolean[] taken;

    private Partners(Images low, Images high) {
        this.low = low;
        this.high = high;
        this.lowOf = new int[high.size()];
        this.taken = new boolean[low.size()];
        Arrays.fill(lowOf, NONE);
    }

    /**
     * Returns for each high-resolution image, in order, the index of its low-resolution image.
     *
     * @throws IllegalArgumentException if an image of either side has no partner; the message names all of them
     */
    static int[] of(Images low, Images high) {
        if (low.names().equals(high.names())) {
            return IntStream.range(0, high.size()).toArray();
        }
        Partners partners = new Partners(low, high);
        partners.match(i -> Set.of(low.fileName(i)), i -> Set.of(high.fileName(i)));
        partners.matchStems(name -> name);
        partners.matchStems(Partners::plain);
        partners.matchAffixes();
        partners.requireAll();
        return partners.lowOf;
    }

    /** Tries the fewest removed markers first, because those matches are the most reliable. */
    private void matchStems(UnaryOperator<String> form) {
        List<List<Set<String>>> lows =
                low.names().stream().map(name -> stems(form.apply(name))).toList();
        List<List<Set<String>>> highs =
                high.names().stream().map(name -> stems(form.apply(name))).toList();
        for (int marks = 0; marks <= 2 * MARKS; marks++) {
            for (int ours = Math.max(0, marks - MARKS); ours <= Math.min(marks, MARKS); ours++) {
                int a = ours;
                int b = marks - ours;
                match(i -> lows.get(i).get(a), i -> highs.get(i).get(b));
            }
        }
    }

    /** Returns what remains of a name after removing 0, 1, 2, ... markers at either end. */
    private static List<Set<String>> stems(String name) {
        List<Set<String>> stems = new ArrayList<>();
        stems.add(Set.of(name));
        for (int i = 0; i < MARKS; i++) {
            stems.add(stems.get(i).stream()
                    .flatMap(stem -> Stream.of(ENDING, BEGINNING)
                            .map(mark -> mark.matcher(stem).replaceFirst(""))
                            .filter(rest -> !rest.equals(stem)))
                    .collect(Collectors.toCollection(LinkedHashSet::new)));
        }
        return stems;
    }

    /** Ignores case and leading zeros of numbers. */
    private static String plain(String name) {
        return LEADING_ZEROS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    /** Joins the unmatched images that share a stem with exactly one image of the other side. */
    private void match(IntFunction<Set<String>> ofLow, IntFunction<Set<String>> ofHigh) {
        Map<String, Integer> lows = unique(openLows(), ofLow);
        Map<String, Integer> highs = unique(openHighs(), ofHigh);
        highs.forEach((word, h) -> {
            int l = Objects.requireNonNull(lows.getOrDefault(word, NONE));
            if (h != NONE && l != NONE && lowOf[h] == NONE && !taken[l]) {
                join(l, h);
            }
        });
    }

    private void join(int l, int h) {
        lowOf[h] = l;
        taken[l] = true;
    }

    /** Maps each stem to its only index, or to {@link #NONE} if there are several. */
    private static Map<String, Integer> unique(List<Integer> numbers, IntFunction<Set<String>> words) {
        Map<String, Integer> unique = new HashMap<>();
        for (int number : numbers) {
            words.apply(number).forEach(word -> unique.merge(word, number, (one, other) -> NONE));
        }
        return unique;
    }

    /** Matches names of one side that all have the same prefix and suffix in addition to their partner's name. */
    private void matchAffixes() {
        List<Integer> lows = openLows();
        List<Integer> highs = openHighs();
        if (lows.isEmpty() || lows.size() != highs.size()) {
            return;
        }
        matchLonger(lows, highs, low.names(), high.names(), this::join);
        if (!openLows().isEmpty()) {
            matchLonger(highs, lows, high.names(), low.names(), (h, l) -> join(l, h));
        }
    }

    private interface Join {
        void of(int longer, int shorter);
    }

    private static void matchLonger(
            List<Integer> longer, List<Integer> shorter, List<String> longNames, List<String> shortNames, Join join) {
        Map<String, Integer> byName = new HashMap<>();
        shorter.forEach(number -> byName.put(shortNames.get(number), number));
        String first = longNames.get(longer.get(0));
        for (int candidate : shorter) {
            String inner = shortNames.get(candidate);
            int at = first.indexOf(inner);
            if (at < 0 || !separable(first, at) || !separable(first, at + inner.length())) {
                continue;
            }
            String before = first.substring(0, at);
            String after = first.substring(at + inner.length());
            Map<Integer, Integer> found = new HashMap<>();
            for (int number : longer) {
                String name = longNames.get(number);
                int end = name.length() - after.length();
                if (name.startsWith(before) && name.endsWith(after) && end > before.length()) {
                    Integer partner = byName.get(name.substring(before.length(), end));
                    if (partner != null) {
                        found.put(partner, number);
                    }
                }
            }
            if (found.size() == longer.size()) {
                found.forEach((partner, number) -> join.of(number, partner));
                return;
            }
        }
    }

    /** Tells whether a name may be split here; a number or a word may not, so 12 is not 2 with a prefix. */
    private static boolean separable(String name, int at) {
        return at == 0
                || at == name.length()
                || Character.isDigit(name.charAt(at - 1)) != Character.isDigit(name.charAt(at))
                || !Character.isLetterOrDigit(name.charAt(at - 1))
                || !Character.isLetterOrDigit(name.charAt(at));
    }

    private List<Integer> openLows() {
        return IntStream.range(0, taken.length).filter(l -> !taken[l]).boxed().toList();
    }

    private List<Integer> openHighs() {
        return IntStream.range(0, lowOf.length)
                .filter(h -> lowOf[h] == NONE)
                .boxed()
                .toList();
    }

    private void requireAll() {
        String alone = Stream.of(named(openLows(), low), named(openHighs(), high))
                .filter(names -> !names.isEmpty())
                .collect(Collectors.joining(" and "));
        if (!alone.isEmpty()) {
            throw new IllegalArgumentException("the images of a pair need the same name apart from markers such"
                    + " as x4, _LR4 and _HR, got no partner for " + alone + ": rename them or leave them out");
        }
    }

    private static String named(List<Integer> numbers, Images images) {
        return numbers.isEmpty()
                ? ""
                : numbers.stream().map(images::fileName).collect(Collectors.joining(", ")) + " of " + images;
    }
}
