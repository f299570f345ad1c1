package io.github.pdd4j.tools.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pdd4j.archive.RunDirectory;
import io.github.pdd4j.archive.RunFolder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinishedRunsTest {
    @TempDir
    private Path folder = Path.of("");

    private FinishedRuns finished = new FinishedRuns(folder);

    @BeforeEach
    void runs() throws IOException {
        finished = new FinishedRuns(folder);
        for (String name : List.of("a", "b", "c", "d", "e", "stopped")) {
            Files.createDirectory(folder.resolve(name));
            new RunFolder(folder.resolve(name)).manifest("{}");
        }
    }

    private List<String> left() {
        return new RunDirectory(folder).all().stream().map(RunFolder::name).toList();
    }

    @Test
    void the_newest_three_stay_and_so_do_runs_that_have_not_finished() {
        for (String name : List.of("a", "b", "c")) {
            assertThat(finished.add(name)).isEmpty();
        }
        assertThat(finished.add("a")).as("asked for again").isEmpty();

        assertThat(finished.add("d")).containsExactly("b");
        assertThat(left()).containsExactly("a", "c", "d", "e", "stopped");
        finished.remove("c");
        assertThat(finished.add("e")).as("c is trained further").isEmpty();
        assertThat(left()).containsExactly("a", "c", "d", "e", "stopped");
    }

    @Test
    void a_run_that_is_trained_or_holds_files_of_others_stays() throws IOException {
        for (String name : List.of("a", "b", "c")) {
            finished.add(name);
        }
        try (Closeable lock = new RunFolder(folder.resolve("a")).lock()) {
            assertThat(lock).isNotNull();
            assertThat(finished.add("d")).isEmpty();
        }
        Files.writeString(folder.resolve("b").resolve("notes.txt"), "mine");

        assertThat(finished.add("e")).containsExactly("a");
        assertThat(left()).containsExactly("b", "c", "d", "e", "stopped");
    }
}
