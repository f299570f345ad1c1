package io.github.pdd4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.pdd4j.archive.Snapshots.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotsTest {
    @TempDir
    private Path run = Path.of("");

    private Snapshots snapshots = new Snapshots(run);

    @BeforeEach
    void open() {
        snapshots = new Snapshots(run);
    }

    @Test
    void the_newest_ones_are_kept_in_the_order_of_their_numbers() throws IOException {
        for (int number : new int[] {8, 9, 10, 11}) {
            write(number, 3);
        }

        assertThat(snapshots.all()).extracting(Snapshot::number).containsExactly(11, 10, 9);
        assertThat(content(snapshots)).isEqualTo("state 11");
    }

    @Test
    void a_checkpoint_is_found_again_wherever_digits_are_written_otherwise() throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            write(7, 3);
        } finally {
            Locale.setDefault(before);
        }

        assertThat(content(snapshots)).isEqualTo("state 7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut short", "one bit", "a file gone", "a file more", "no sums"})
    void a_damaged_checkpoint_is_passed_over_for_the_one_before_and_set_aside(String damage) throws IOException {
        write(1, 3);
        Path newest = write(2, 3);
        Path state = newest.resolve("state");
        switch (damage) {
            case "cut short" -> Files.writeString(state, "stat");
            case "one bit" -> Files.writeString(state, "state 3");
            case "a file gone" -> Files.delete(state);
            case "a file more" -> Files.writeString(newest.resolve("more"), "");
            default -> Files.delete(newest.resolve("SHA256SUMS"));
        }

        assertThat(content(snapshots)).isEqualTo("state 1");
        write(2, 1);
        assertThat(content(snapshots)).isEqualTo("state 2");
        assertThat(entries()).containsExactly("checkpoint-000002", "damaged-checkpoint-000002");
    }

    @Test
    void damaged_ones_go_as_older_ones_do() throws IOException {
        for (int round = 0; round < 4; round++) {
            for (int number = 1; number <= 3; number++) {
                write(number, 2);
            }
            snapshots.setAside(2);
        }
        assertThat(entries()).hasSizeLessThanOrEqualTo(5);
        for (int number = 4; number <= 6; number++) {
            write(number, 2);
        }

        assertThat(entries()).containsExactly("checkpoint-000005", "checkpoint-000006");
    }

    @Test
    void files_of_others_are_no_parts() throws IOException {
        Path mine = Files.writeString(run.resolve("download.part"), "mine");
        write(1, 3);

        assertThat(mine).exists();
    }

    @Test
    void a_failed_write_leaves_the_one_before_and_no_trace() throws IOException {
        write(1, 3);

        assertThatThrownBy(() -> snapshots.write(2, 3, folder -> {
                    Files.writeString(folder.resolve("state"), "half");
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("files must be written to a writable folder with room, got ")
                .hasMessageEndingWith(
                        " (No space left on device): check the folder, its" + " permissions and the free space");
        assertThat(content(snapshots)).isEqualTo("state 1");
        write(2, 3);
        assertThat(entries()).containsExactly("checkpoint-000001", "checkpoint-000002");
    }

    @Test
    void what_a_killed_process_left_is_no_checkpoint_and_is_removed() throws IOException {
        write(1, 3);
        Path part = Files.createDirectory(run.resolve(".checkpoint-000002.part"));
        Files.writeString(part.resolve("state"), "half");

        assertThat(content(snapshots)).isEqualTo("state 1");
        write(2, 3);
        assertThat(entries()).containsExactly("checkpoint-000001", "checkpoint-000002");
    }

    @Test
    void a_full_disk_keeps_the_last_good_checkpoint() throws IOException {
        Configuration small =
                Configuration.unix().toBuilder().setMaxSize(64 << 10).build();
        try (FileSystem disk = Jimfs.newFileSystem(small)) {
            Path folder = Files.createDirectory(disk.getPath("/run"));
            Snapshots onDisk = new Snapshots(folder);
            onDisk.write(1, 3, into -> Files.writeString(into.resolve("state"), "state 1"));

            assertThatThrownBy(() -> onDisk.write(2, 3, into -> Files.write(into.resolve("state"), new byte[1 << 17])))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("out of disk space");
            assertThat(content(onDisk)).isEqualTo("state 1");
        }
    }

    @Test
    void the_sums_are_those_of_sha256sum() throws IOException {
        Path folder = snapshots.write(1, 1, into -> Files.writeString(into.resolve("state"), "abc"));

        // FIPS 180-2, appendix B.1
        assertThat(folder.resolve("SHA256SUMS"))
                .hasContent("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  state");
    }

    private Path write(int number, int keep) {
        return snapshots.write(
                number,
                keep,
                folder -> Files.writeString(folder.resolve("state"), "state " + number, StandardOpenOption.CREATE_NEW));
    }

    private static String content(Snapshots of) throws IOException {
        return Files.readString(of.newest().orElseThrow().folder().resolve("state"));
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> entries = Files.list(run)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
