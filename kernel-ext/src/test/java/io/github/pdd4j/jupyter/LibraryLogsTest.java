package io.github.pdd4j.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LibraryLogsTest {
    private final PrintStream terminal = System.err;

    @AfterEach
    void quiet() {
        System.setErr(terminal);
        LibraryLogs.show(null);
    }

    @Test
    void libraries_log_nothing_unless_a_level_is_asked_for() {
        assertThat(shown("")).isEmpty();
        assertThat(shown("INFO")).contains("engine says", "library says").doesNotContain("engine whispers");
        assertThat(shown("FINE")).contains("engine whispers");
    }

    @Test
    void an_unknown_level_is_told_once_and_shows_nothing() {
        PrintStream screen = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(shown("loud")).isEmpty();
        } finally {
            System.setOut(screen);
        }
        assertThat(said.toString(StandardCharsets.UTF_8))
                .startsWith("PDD4J_LOG must be a level, got loud: use WARNING");
    }

    /** What reaches standard error as the kernel replaces it for a cell, after the level was set. */
    private static String shown(String level) {
        LibraryLogs.show(level);
        ByteArrayOutputStream cell = new ByteArrayOutputStream();
        System.setErr(new PrintStream(cell, true, StandardCharsets.UTF_8));
        LoggerFactory.getLogger("ai.djl.pytorch.Example").info("engine says");
        LoggerFactory.getLogger("ai.djl.pytorch.Example").debug("engine whispers");
        System.getLogger("io.github.pdd4j.Example").log(System.Logger.Level.WARNING, "library says");
        assertThat(Logger.getLogger("of.a.user").getUseParentHandlers()).isTrue();
        return cell.toString(StandardCharsets.UTF_8);
    }
}
