package io.github.pdd4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void runs_are_the_folders_with_a_manifest() throws IOException {
        Archive archive = new Archive(folder);
        begin(archive.of("night2"));
        begin(archive.of("night1"));
        Files.createDirectory(folder.resolve("empty"));

        assertThat(archive.all()).extracting(RunFolder::name).containsExactly("night1", "night2");
        assertThat(archive.existing("night1").manifest()).isEqualTo("{}");
        assertThatThrownBy(() -> archive.existing("nigth2"))
                .hasMessage("run must be one of [night1, night2] in " + folder
                        + ", got nigth2: the nearest are night2, night1");
        assertThatThrownBy(() -> new Archive(folder.resolve("none")).existing("night1"))
                .hasMessage("run must be one of [] in " + folder.resolve("none")
                        + ", got night1: train() a sentence, which keeps its run");
        archive.of("night1").delete();
        assertThat(archive.all()).extracting(RunFolder::name).containsExactly("night2");
    }

    @Test
    void runs_without_a_name_get_one_each() {
        Archive archive = new Archive(folder.resolve("runs"));

        assertThat(archive.fresh().name())
                .matches("\\d{4}-\\d\\d-\\d\\d-\\d{6}.*")
                .isNotEqualTo(archive.fresh().name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/b", "a\\b", "../night", " night", "night.", "-x", "a\nb", "con:"})
    void names_that_a_folder_cannot_have_are_refused(String name) {
        assertThatThrownBy(() -> new Archive(folder).of(name))
                .hasMessage("name of a run must be 1 to 100 letters, digits, spaces, dots, hyphens, plus signs and"
                        + " underscores, got \"" + name + "\": use name(\"night1\")");
    }

    @Test
    void another_process_that_only_asks_keeps_nobody_from_training() throws IOException {
        RunFolder run = new Archive(folder).of("night1");
        run.lock().close();
        Process asking = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Asking.class.getName(),
                        folder.resolve("night1").resolve(RunFolder.LOCK).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = asking.inputReader()) {
            assertThat(out.readLine()).isEqualTo("true");
            run.lock().close();
        }
    }

    /** Asks as {@code runs()} does, only slowly. */
    static final class Asking {
        private Asking() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.READ);
                    FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true)) {
                System.out.println(shared.isShared());
                Thread.sleep(500);
            }
        }
    }

    @Test
    void one_at_a_time_may_train_a_run() throws IOException {
        RunFolder run = new Archive(folder).of("night1");
        assertThat(run.locked()).isFalse();
        Closeable lock = run.lock();

        assertThat(run.locked()).isTrue();
        assertThatThrownBy(run::lock)
                .hasMessage("run must be trained by one kernel at a time, got night1 which another one trains: wait for"
                        + " it or choose another name(...)");
        lock.close();
        assertThat(run.locked()).isFalse();
        run.lock().close();
    }

    @Test
    void a_run_is_locked_whatever_way_leads_to_it() throws IOException {
        Path runs = Files.createDirectory(folder.resolve("runs"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), runs);
        RunFolder run = new Archive(runs).of("night1");
        RunFolder same = new Archive(link).of("night1");

        try (Closeable lock = run.lock()) {
            assertThat(lock).isNotNull();
            assertThat(same.locked()).isTrue();
            assertThatThrownBy(same::lock).hasMessageStartingWith("run must be trained by one kernel at a time, got");
        }
        assertThat(same.locked()).isFalse();
    }

    private static void begin(RunFolder run) throws IOException {
        try (Closeable lock = run.lock()) {
            assertThat(lock).isNotNull();
            run.manifest("{}");
        }
    }
}
