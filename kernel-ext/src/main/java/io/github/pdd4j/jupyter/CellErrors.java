package io.github.pdd4j.jupyter;

import io.github.pdd4j.setting.Given;
import io.github.pdd4j.view.LastError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.jspecify.annotations.Nullable;

/**
 * What a cell shows of an exception of the library: its sentence first, then the lines of the user's own code that led to
 * it. The whole trace is kept for {@code lastError()}. Exceptions of the user's own code are left as the kernel shows
 * them.
 */
final class CellErrors {
    private static final String LIBRARY = "io.github.pdd4j.";
    private static final List<String> PLATFORM = List.of("java.", "javax.", "jdk.", "sun.");
    private static final int MAX_LINES = 8;
    private static final String RED = "\u001B[1;31m";
    private static final String PLAIN = "\u001B[0m";

    /** How Java names a variable of a cell in the message of a NullPointerException. */
    private static final Pattern VARIABLE = Pattern.compile("because \"REPL\\.\\$JShell\\$\\w+\\.(\\w+)\" is null");

    /** Their messages are sentences; another exception from within the library says its type first. */
    private static final Set<String> WITH_SENTENCE = Set.of(
            "IllegalArgumentException",
            "IllegalStateException",
            "UncheckedIOException",
            "UnsupportedOperationException",
            "NoSuchElementException",
            "RefusedCallException");

    private final JShell shell;
    private volatile @Nullable SnippetEvent failed;

    private CellErrors(JShell shell) {
        this.shell = shell;
    }

    /** Begins to listen to what JShell evaluates. */
    static CellErrors of(JShell shell) {
        CellErrors errors = new CellErrors(shell);
        shell.onSnippetEvent(errors::listen);
        return errors;
    }

    private void listen(SnippetEvent event) {
        if (event.causeSnippet() == null && event.exception() != null) {
            failed = event;
            LastError.keep(trace(event.exception()));
        }
    }

    /** Forgets the error of an earlier cell. */
    void begin() {
        failed = null;
    }

    /**
     * An exception as a cell shows it.
     *
     * @param name simple name of its class
     * @param message its sentence
     * @param lines the sentence and the lines of the user's code, with the colors of terminals
     */
    record Shown(String name, String message, List<String> lines) {}

    /** Returns the exception of the cell that began last, if the library threw it. */
    Optional<Shown> ofLibrary() {
        SnippetEvent event = failed;
        return event != null && event.exception() instanceof EvalException thrown && isOfLibrary(thrown)
                ? Optional.of(shown(event.snippet(), thrown))
                : Optional.empty();
    }

    /**
     * Returns the exception of the cell that began last, if its own code called a variable that is null.
     *
     * @param kernels the lines that the kernel shows, which follow the sentence
     */
    Optional<Shown> ofEmptied(List<String> kernels) {
        SnippetEvent event = failed;
        if (event == null
                || !(event.exception() instanceof EvalException thrown)
                || !isNullPointer(thrown)
                || thrown.getMessage() == null) {
            return Optional.empty();
        }
        Matcher variable = VARIABLE.matcher(thrown.getMessage());
        if (!variable.find()) {
            return Optional.empty();
        }
        String sentence = Given.emptied(variable.group(1));
        return Optional.of(new Shown(
                simpleName(thrown),
                sentence,
                Stream.concat(Stream.of(RED + sentence + PLAIN), kernels.stream())
                        .toList()));
    }

    /** Whether the library is between the place where the exception was thrown and the first line of a cell. */
    private static boolean isOfLibrary(EvalException thrown) {
        List<StackTraceElement> frames = Arrays.stream(thrown.getStackTrace())
                .filter(frame -> PLATFORM.stream().noneMatch(frame.getClassName()::startsWith))
                .toList();
        return frames.stream()
                .takeWhile(frame -> !isOfCell(frame))
                .anyMatch(frame -> frame.getClassName().startsWith(LIBRARY));
    }

    /** JShell names a snippet by its number in place of a file. */
    private static boolean isOfCell(StackTraceElement frame) {
        String file = frame.getFileName();
        return file != null && file.startsWith("#");
    }

    private Shown shown(Snippet snippet, EvalException thrown) {
        String name = simpleName(thrown);
        List<String> lines = new ArrayList<>();
        lines.add(RED + sentence(thrown) + PLAIN);
        List<String> own = ownLines(thrown);
        // A training has its own thread: its exceptions have no line of the cell that waits for it.
        lines.addAll(
                own.isEmpty()
                        ? List.of("  at "
                                + snippet.source().strip().lines().findFirst().orElse(""))
                        : own);
        for (JShellException cause = thrown.getCause();
                cause instanceof EvalException deeper;
                cause = deeper.getCause()) {
            lines.add("  because of " + simpleName(deeper) + ": " + deeper.getMessage());
            lines.addAll(ownLines(deeper));
        }
        if (isNullPointer(thrown)) {
            lines.add("  " + Given.emptied("if a variable of this line"));
        }
        lines.add("  (" + name + "; lastError() shows the whole trace)");
        return new Shown(name, sentence(thrown), List.copyOf(lines));
    }

    private static boolean isNullPointer(EvalException thrown) {
        return thrown.getExceptionClassName().equals(NullPointerException.class.getName());
    }

    private static String sentence(EvalException thrown) {
        String name = simpleName(thrown);
        String message = thrown.getMessage();
        if (message == null || message.isBlank()) {
            return name;
        }
        return WITH_SENTENCE.contains(name) ? message : name + ": " + message;
    }

    private static String simpleName(EvalException thrown) {
        String name = thrown.getExceptionClassName();
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }

    private List<String> ownLines(EvalException thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .filter(CellErrors::isOfCell)
                .flatMap(frame -> code(frame).stream())
                .distinct()
                .limit(MAX_LINES)
                .toList();
    }

    private Optional<String> code(StackTraceElement frame) {
        return shell.snippets()
                .filter(snippet -> ("#" + snippet.id()).equals(frame.getFileName()))
                .findFirst()
                .flatMap(snippet -> snippet.source()
                        .lines()
                        .skip(Math.max(0, frame.getLineNumber() - 1L))
                        .findFirst())
                .map(line -> "  at " + line.strip()
                        + (isNamed(frame.getMethodName()) ? "   in " + frame.getMethodName() : ""));
    }

    /** The code of a cell itself and lambdas have no name of the user's. */
    private static boolean isNamed(String method) {
        return !method.isEmpty() && !method.contains("$") && !method.contains("<");
    }

    private static String trace(JShellException thrown) {
        return causes(thrown).map(CellErrors::oneTrace).collect(Collectors.joining("\nCaused by: "));
    }

    private static Stream<JShellException> causes(JShellException thrown) {
        List<JShellException> causes = new ArrayList<>();
        for (JShellException each = thrown; each != null; ) {
            causes.add(each);
            each = each instanceof EvalException deeper ? deeper.getCause() : null;
        }
        return causes.stream();
    }

    private static String oneTrace(JShellException thrown) {
        String name = thrown instanceof EvalException known ? known.getExceptionClassName() : thrown.toString();
        String message =
                thrown instanceof EvalException && thrown.getMessage() != null ? ": " + thrown.getMessage() : "";
        return Arrays.stream(thrown.getStackTrace())
                .map(frame -> isOfCell(frame)
                        ? "\n    at a cell: " + frame.getMethodName() + "(" + frame.getFileName() + ":"
                                + frame.getLineNumber() + ")"
                        : "\n    at " + frame)
                .collect(Collectors.joining("", name + message, ""));
    }
}
