package io.github.pdd4j.view;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;

/** Progress of a program that was started from a command line: a line that changes, or plain lines where one cannot. */
final class Terminal {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private Terminal() {}

    static Progress progress() {
        return isInteractive()
                ? LiveProgress.on(new OneLine(System.out))
                : LiveProgress.on(new Lines(System.err), BETWEEN_LINES);
    }

    /** From JDK 22 on there is a console without a terminal too, and a method that tells. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isInteractive() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** Writes over the line; without wrapping, which the terminal is told to leave, a long one stays one line. */
    record OneLine(PrintStream out) implements Screen {
        private static final String BEGIN = "\r\u001b[?7l";
        private static final String END = "\u001b[K\u001b[?7h";

        @Override
        public void show(View first) {
            replace(first);
        }

        @Override
        public void replace(View next) {
            out.print(BEGIN + next.text() + END);
            out.flush();
        }

        @Override
        public void end() {
            out.println();
        }
    }

    /** One line after another, for a file or a pipe. */
    record Lines(PrintStream out) implements Screen {
        @Override
        public void show(View first) {
            out.println(first.text());
        }

        @Override
        public void replace(View next) {
            out.println(next.text());
        }
    }
}
