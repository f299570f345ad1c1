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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunDirectoryTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void runs_are_the_folders_with_a_manifest() throws IOException {
        RunDirectory archive = new RunDirectory(folder);
        begin(archive.of("night2"));
        begin(archive.of("night1"));
        Files.createDirectory(folder.resolve("empty"));

        assertThat(archive.all()).extracting(RunFolder::name).containsExactly("night1", "night2");
        assertThat(archive.existing("night1").manifest()).isEqualTo("{}");
        assertThatThrownBy(() -> archive.existing("nigth2"))
                .hasMessage("run must be one of [night1, night2] in " + folder
                        + ", got nigth2: the nearest are night2, night1");
        assertThatThrownBy(() -> new RunDirectory(folder.resolve("none")).existing("night1"))
                .hasMessage("run must be one of [] in " + folder.resolve("none")
                        + ", got night1: train() a sentence, which keeps its run");
        archive.of("night1").delete();
        assertThat(archive.all()).extracting(RunFolder::name).containsExactly("night2");
    }

    @Test
    void runs_without_a_name_get_one_each() {
        RunDirectory archive = new RunDirectory(folder.resolve("runs"));

        assertThat(archive.fresh().name())
                .matches("\\d{4}-\\d\\d-\\d\\d-\\d{6}.*")
                .isNotEqualTo(archive.fresh().name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/b", "a\\b", "../night", " night", "night.", "-x", "a\nb", "con:"})
    void names_that_a_folder_cannot_have_are_refused(String name) {
        assertThatThrownBy(() -> new RunDirectory(folder).of(name))
                .hasMessage("name of a run must be 1 to 100 letters, digits, spaces, dots, hyphens, plus signs and"
                        + " underscores, got \"" + name + "\": use name(\"night1\")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nul", "CON", "con.txt", "Lpt1", "aux .x", "com\u00b9"})
    void names_of_devices_are_refused(String name) {
        assertThatThrownBy(() -> new RunDirectory(folder).of(name))
                .hasMessage("name of a run must be none that Windows keeps for a device, got \"" + name
                        + "\": use name(\"night1\")");
        assertThat(new RunDirectory(folder).of("x" + name).name()).isEqualTo("x" + name);
    }

    @Test
    void a_name_of_more_bytes_than_file_systems_allow_is_refused() {
        assertThatThrownBy(() -> new RunDirectory(folder).of("\u6f22".repeat(80)))
                .hasMessageStartingWith(
                        "name of a run must be at most 200 bytes long, which file systems count, got 240");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "image.png", "lock/inside", "start/specialist.safetensors", "checkpoint-000001/x"})
    void a_folder_that_is_no_run_is_refused_and_nothing_in_it_touched(String inside) throws IOException {
        Path holiday = Files.createDirectory(folder.resolve("holiday"));
        if (!inside.isEmpty()) {
            Files.createDirectories(holiday.resolve(inside).getParent());
            Files.writeString(holiday.resolve(inside), "mine");
        }
        List<Path> before = tree(holiday);

        assertThatThrownBy(() -> new RunDirectory(folder).of("holiday").lock())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("run must have a folder of its own, got " + holiday + " which exists and is no run: choose"
                        + " another name(...), or another folder by checkpoint(c -> c.folder(...))");
        assertThat(tree(holiday)).isEqualTo(before);
    }

    @Test
    void what_lies_beside_the_files_of_a_run_stays_when_it_goes() throws IOException {
        RunFolder run = new RunDirectory(folder).of("night1");
        begin(run);
        Files.writeString(run.start("sample.png"), "sample");
        run.snapshots().write(1, 3, into -> Files.writeString(into.resolve("state"), "1"));
        run.snapshots().write(2, 3, into -> Files.writeString(into.resolve("state"), "2"));
        run.snapshots().setAside(2);
        assertThat(run.holdsOthers()).isFalse();
        Path mine = Files.writeString(run.path().resolve("mine.part"), "mine");
        Path notes = Files.writeString(run.path().resolve("checkpoint-000001/notes.txt"), "mine");

        assertThat(run.holdsOthers()).isTrue();
        assertThat(run.delete()).isTrue();
        assertThat(tree(run.path())).containsExactly(run.path(), run.path().resolve("checkpoint-000001"), notes, mine);
        Files.delete(mine);
        Files.delete(notes);
        RunFolder other = new RunDirectory(folder).of("night2");
        begin(other);
        other.snapshots().write(1, 3, into -> Files.writeString(into.resolve("state"), "1"));
        assertThat(other.delete()).isTrue();
        assertThat(other.path()).doesNotExist();
    }

    @Test
    void a_list_that_was_tampered_with_removes_nothing_elsewhere() throws IOException {
        RunFolder run = new RunDirectory(folder).of("night1");
        begin(run);
        Path mine = Files.writeString(folder.resolve("mine"), "mine");
        Path checkpoint = run.snapshots().write(1, 3, into -> Files.writeString(into.resolve("state"), "1"));
        Files.writeString(checkpoint.resolve("SHA256SUMS"), "00  ../../mine\n00  " + mine + "\n");

        run.delete();
        assertThat(mine).exists();
    }

    @Test
    void a_run_that_is_trained_or_only_linked_does_not_go() throws IOException {
        RunFolder run = new RunDirectory(folder).of("night1");
        begin(run);
        try (Closeable lock = run.lock()) {
            assertThat(lock).isNotNull();
            assertThat(run.delete()).isFalse();
        }
        assertThat(run.begun()).isTrue();
        Path link = Files.createSymbolicLink(folder.resolve("link"), run.path());
        assertThat(new RunFolder(link).holdsOthers()).isTrue();
    }

    @Test
    void threads_that_ask_do_not_let_go_of_a_lock_that_another_one_takes() throws Exception {
        RunFolder run = new RunDirectory(folder).of("night1");
        run.lock().close();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Integer>> askers = new ArrayList<>();
        AtomicBoolean ended = new AtomicBoolean();
        for (int i = 0; i < 3; i++) {
            askers.add(threads.submit(() -> {
                int asked = 0;
                while (!ended.get()) {
                    asked += run.locked() ? 1 : 0;
                }
                return asked;
            }));
        }
        for (int i = 0; i < 300; i++) {
            try (Closeable lock = run.lock()) {
                assertThat(lock).isNotNull();
                assertThat(run.locked()).isTrue();
                assertThatThrownBy(run::lock).isInstanceOf(IllegalStateException.class);
            }
        }
        ended.set(true);
        for (Future<Integer> asker : askers) {
            assertThat(asker.get()).isNotNegative();
        }
        threads.shutdown();
    }

    @Test
    void a_lock_closed_twice_leaves_that_of_the_next_one_alone() throws IOException {
        RunFolder run = new RunDirectory(folder).of("night1");
        Closeable first = run.lock();
        first.close();
        try (Closeable second = run.lock()) {
            first.close();
            assertThat(second).isNotNull();
            assertThat(run.locked()).isTrue();
        }
    }

    private static List<Path> tree(Path of) throws IOException {
        try (Stream<Path> all = Files.walk(of)) {
            return all.sorted().toList();
        }
    }

    @Test
    void another_process_that_only_asks_keeps_nobody_from_training() throws IOException {
        RunFolder run = new RunDirectory(folder).of("night1");
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
        RunFolder run = new RunDirectory(folder).of("night1");
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
        RunFolder run = new RunDirectory(runs).of("night1");
        RunFolder same = new RunDirectory(link).of("night1");

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
