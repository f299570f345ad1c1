package io.github.pdd4j.view;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;

/** Text displays for command-line programs; progress is one changing line, or plain lines if there is no terminal. */
final class Terminal {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private Terminal() {}

    static Progress progress() {
        return isInteractive()
                ? LiveProgress.on(new OneLine(System.out))
                : LiveProgress.on(new Lines(System.err), BETWEEN_LINES);
    }

    static Screen screen() {
        return new Lines(System.out);
    }

    /**
     * Since JDK 22 a Console may exist without a terminal; its method isTerminal, called by reflection, tells them
     * apart.
     */
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

    /** Overwrites one terminal line; line wrapping is turned off so that long text stays on it. */
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

    /** Prints one line per view, for files and pipes. */
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
