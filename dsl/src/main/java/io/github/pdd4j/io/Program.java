package io.github.pdd4j.io;

import java.util.Map;

/**
 * What a person types to start this project's commands, which error messages name.
 *
 * <pre>{@code
 * System.out.println("run " + Program.command("fetch vgg16"));
 * }</pre>
 */
public final class Program {
    private static final String CLONE = "./pdd";

    private Program() {}

    /**
     * Returns a command line: {@code ./pdd fetch vgg16} in a clone, and {@code pdd4j fetch vgg16} where the Python
     * package started this process, which it says in the environment variable {@code PDD4J_PROGRAM}.
     *
     * @param words the command and its arguments
     * @return the command line
     */
    public static String command(String words) {
        return command(System.getenv(), words);
    }

    static String command(Map<String, String> environment, String words) {
        return environment.getOrDefault("PDD4J_PROGRAM", CLONE) + " " + words;
    }
}
