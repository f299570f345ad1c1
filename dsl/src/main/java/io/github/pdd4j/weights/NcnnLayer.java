package io.github.pdd4j.weights;

import java.util.Map;

/**
 * One line of a {@code .param} file.
 *
 * @param type the layer type
 * @param name the name of the layer
 * @param parameters the values by parameter number, as written in the file
 */
record NcnnLayer(String type, String name, Map<Integer, String> parameters) {
    /** Returns a non-negative integer parameter, {@code otherwise} if it is not set, or -1 if it is invalid. */
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
