package io.github.pdd4j.weights;

import java.util.Map;

/** One line of a {@code .param} file; parameters by their number, as they are written. */
record NcnnLayer(String type, String name, Map<Integer, String> parameters) {
    /** A whole number that is not negative, or nothing sensible: -1. */
    int number(int parameter, int otherwise) {
        String text = parameters.get(parameter);
        if (text == null) {
            return otherwise;
        }
        try {
            return Math.max(-1, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    int number(int parameter) {
        return number(parameter, 0);
    }
}
