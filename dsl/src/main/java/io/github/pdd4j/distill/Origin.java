package io.github.pdd4j.distill;

import java.util.Objects;

/** Where a number comes from: a source that gives it, or the sentence itself. */
final class Origin {
    static final String TABLE_4 = "supplement, Table 4";
    static final String TABLE_5 = "supplement, Table 5";
    static final String TABLE_9 = "supplement, Table 9";
    static final String TABLE_7_OR_NAIVE = "paper, naive distillation; supplement, Table 7";
    static final String CODE = "published code";
    static final String EQ_12 = "paper, Eq. 12";
    private static final String CHOSEN = "chosen in the sentence";

    private Origin() {}

    /** A number with the source of the value that it equals: values and sources in turn. */
    static Explanation.Entry number(String name, Object value, Object... valuesAndSources) {
        String from = CHOSEN;
        for (int i = 0; i + 1 < valuesAndSources.length; i += 2) {
            if (Objects.equals(value, valuesAndSources[i])) {
                from = (String) valuesAndSources[i + 1];
                break;
            }
        }
        return new Explanation.Entry(name, String.valueOf(value), from);
    }
}
