package io.github.pdd4j.jupyter;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What this library and those that it uses log. A cell would show each line in red, so that nothing is shown unless the
 * environment variable {@code PDD4J_LOG} has a level, such as {@code INFO}. Loggers of the user's own are left alone.
 */
final class LibraryLogs {
    static final String VARIABLE = "PDD4J_LOG";

    /** Held here, since the platform forgets the settings of a logger that nobody holds. */
    private static final List<Logger> LOGGERS = List.of(
                    "io.github.pdd4j",
                    "ai.djl",
                    "com.twelvemonkeys",
                    "org.apache.batik",
                    "org.knowm",
                    "org.tribuo",
                    "tech.tablesaw")
            .stream()
            .map(Logger::getLogger)
            .toList();

    private LibraryLogs() {}

    /**
     * Sets what is shown.
     *
     * @param level name of a level of {@code java.util.logging}; null or blank for nothing
     */
    static void show(@Nullable String level) {
        Level shown = level == null || level.isBlank() ? Level.OFF : parsed(level.strip());
        for (Logger logger : LOGGERS) {
            for (Handler before : logger.getHandlers()) {
                logger.removeHandler(before);
            }
            logger.setUseParentHandlers(false);
            logger.setLevel(shown);
            logger.addHandler(new ToStandardError());
        }
    }

    private static Level parsed(String level) {
        try {
            return Level.parse(level);
        } catch (IllegalArgumentException e) {
            System.out.println(VARIABLE + " must be a level, got " + level
                    + ": use WARNING, INFO, FINE or ALL; nothing is shown now");
            return Level.OFF;
        }
    }

    /** Kernels replace standard error in each cell, which the platform's own handler does not follow. */
    private static final class ToStandardError extends Handler {
        ToStandardError() {
            setFormatter(new SimpleFormatter());
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord line) {
            if (isLoggable(line)) {
                System.err.print(getFormatter().format(line));
            }
        }

        @Override
        public void flush() {
            System.err.flush();
        }

        @Override
        public void close() {}
    }
}
