package io.github.pdd4j.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The conventions of a metric: values by name, which tables store and compare, and a text for display. The text is
 * never parsed.
 */
final class Conventions {
    static final String LUMA = "Y of YCbCr (BT.601)";

    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> texts = new ArrayList<>();

    private Conventions() {}

    static Conventions plain(String name, String value) {
        return new Conventions().and(name, value, value);
    }

    static Conventions of(int border, boolean onLuma, boolean rounded) {
        return new Conventions().and(border, onLuma, rounded);
    }

    /** A convention displayed as its name and value. */
    Conventions and(String name, String value) {
        return and(name, value, name + " " + value);
    }

    /** A convention displayed as its value. */
    Conventions andPlain(String name, String value) {
        return and(name, value, value);
    }

    /** A convention with its own display text; empty if it is not displayed. */
    Conventions and(String name, String value, String text) {
        values.put(name, value);
        texts.add(text);
        return this;
    }

    /** The conventions of pixel metrics. */
    Conventions and(int border, boolean onLuma, boolean rounded) {
        return andPlain("color", onLuma ? LUMA : "RGB")
                .and("border", String.valueOf(border))
                .andPlain("range", "0 … 255 " + (rounded ? "in 8 bits" : "unrounded"));
    }

    Map<String, String> values() {
        return Collections.unmodifiableMap(values);
    }

    /** The display text. */
    String text() {
        return String.join(", ", texts.stream().filter(text -> !text.isEmpty()).toList());
    }
}
