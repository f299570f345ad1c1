package io.github.pdd4j.help;

import java.util.List;

/**
 * A documented declaration.
 *
 * @param owner simple name of its type, with those that enclose it: {@code Listener.End}
 * @param kind what is declared
 * @param name name of the method, value or component; of a type the name as {@code owner}
 * @param signature the declaration as Java code, without modifiers and body
 * @param topic heading of the section that it stands in, or empty
 * @param body sentences and examples in order
 * @param tags parameters, result and exceptions
 */
record Entry(String owner, Kind kind, String name, String signature, String topic, List<Part> body, List<Tag> tags) {
    enum Kind {
        TYPE,
        METHOD,
        COMPONENT,
        VALUE
    }

    /**
     * A paragraph or an example.
     *
     * @param html for a paragraph a fragment of HTML; empty for an example
     * @param text plain text, or the code of an example
     */
    record Part(String html, String text) {
        boolean isExample() {
            return html.isEmpty();
        }
    }

    /**
     * A parameter, the result or an exception.
     *
     * @param label name of the parameter, {@code returns}, or {@code throws} with the exception
     * @param what its description
     */
    record Tag(String label, Part what) {}

    /** The first sentence. */
    String sentence() {
        return body.isEmpty() ? "" : first(body.get(0).text());
    }

    private static String first(String text) {
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }
}
