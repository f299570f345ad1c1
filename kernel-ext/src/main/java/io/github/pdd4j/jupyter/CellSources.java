package io.github.pdd4j.jupyter;

import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;

/** The text of the snippet that declares a class of JShell, be it of a record of a cell or of a lambda in it. */
final class CellSources implements Function<Class<?>, Optional<String>> {
    private static final System.Logger LOGGER = System.getLogger(CellSources.class.getName());

    /** JShell wraps each snippet in a class; a class declared anew has letters after its number. */
    private static final Pattern WRAPPER = Pattern.compile("^(REPL\\.\\$JShell\\$\\w+?)(?=\\$|/|$)");

    private final JShell shell;

    CellSources(JShell shell) {
        this.shell = shell;
    }

    @Override
    public Optional<String> apply(Class<?> type) {
        Matcher wrapper = WRAPPER.matcher(type.getName());
        return wrapper.find()
                ? shell.snippets()
                        .filter(snippet -> name(snippet).equals(wrapper.group(1)))
                        .findFirst()
                        .map(snippet -> snippet.source().strip())
                : Optional.empty();
    }

    /** JShell has no public name of the class; the kernel itself asks it in this way, and opens the package for it. */
    private static String name(Snippet snippet) {
        try {
            Method name = Snippet.class.getDeclaredMethod("classFullName");
            name.setAccessible(true);
            return String.valueOf(name.invoke(snippet));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOGGER.log(Level.DEBUG, "the sources of cells are not kept", e);
            return "";
        }
    }
}
