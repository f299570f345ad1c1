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
    /** A value with its text. */
    enum Color {
        RGB("rgb", "RGB"),
        LUMA("luma-bt601", "Y of YCbCr (BT.601)"),
        GRAY("gray", "gray");

        private final String value;
        private final String text;

        Color(String value, String text) {
            this.value = value;
            this.text = text;
        }
    }

    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> texts = new ArrayList<>();

    private Conventions() {}

    /** No convention yet. */
    static Conventions none() {
        return new Conventions();
    }

    /** A convention displayed as its name and value. */
    Conventions and(String name, String value) {
        return and(name, value, name + " " + value);
    }

    /** A convention with its own display text; empty if it is not displayed. */
    Conventions and(String name, String value, String text) {
        values.put(name, value);
        texts.add(text);
        return this;
    }

    /**
     * The conventions of all metrics on pixels.
     *
     * @param border pixels cropped on each side
     * @param largest the value of white
     * @param rounded whether the values are clipped and rounded to 8 bits
     */
    Conventions and(Color color, int border, int largest, boolean rounded) {
        return and("color", color.value, color.text)
                .and("border", String.valueOf(border))
                .and("range", String.valueOf(largest), "0 … " + largest + (rounded ? " in 8 bits" : " unrounded"))
                .and("rounded", String.valueOf(rounded), "");
    }

    Map<String, String> values() {
        return Collections.unmodifiableMap(values);
    }

    /** The display text. */
    String text() {
        return String.join(", ", texts.stream().filter(text -> !text.isEmpty()).toList());
    }
}
