package io.github.pdd4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Zip archives written field by field: those with 64-bit lengths, and those whose fields contradict the file. */
class ZipEntriesTest {
    private static final long ELSEWHERE = 0xffff_ffffL;
    private static final int CENTRAL_LENGTH = 46;
    private static final byte[] NUMBERS = {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40};
    private static final String PICKLE =
            "\u0080\u0002}(" + PickleBytes.text("a") + PickleBytes.tensor("0", 2, 0, 2) + "u.";

    @TempDir
    Path folder;

    /** An archive of two entries, and where its parts begin. */
    private final class RunDirectory {
        private final ByteBuffer bytes = ByteBuffer.allocate(2048).order(ByteOrder.LITTLE_ENDIAN);
        private final List<Integer> locals = new ArrayList<>();
        private final List<Integer> centrals = new ArrayList<>();
        private final boolean wide;
        private int end;

        RunDirectory(boolean wide, String... names) {
            this.wide = wide;
            byte[][] contents = {PickleBytes.latin(PICKLE), NUMBERS};
            for (int i = 0; i < 2; i++) {
                locals.add(bytes.position());
                byte[] name = names[i].getBytes(StandardCharsets.UTF_8);
                bytes.putInt(0x04034b50)
                        .put(new byte[22])
                        .putShort((short) name.length)
                        .putShort((short) 0);
                bytes.put(name).put(contents[i]);
            }
            int directory = bytes.position();
            for (int i = 0; i < 2; i++) {
                centrals.add(bytes.position());
                putCentral(names[i].getBytes(StandardCharsets.UTF_8), contents[i].length, locals.get(i));
            }
            int length = bytes.position() - directory;
            if (wide) {
                int record = bytes.position();
                bytes.putInt(0x06064b50).put(new byte[36]).putLong(length).putLong(directory);
                bytes.putInt(0x07064b50).putInt(0).putLong(record).putInt(1);
            }
            end = bytes.position();
            bytes.putInt(0x06054b50).put(new byte[8]);
            bytes.putInt(wide ? -1 : length).putInt(wide ? -1 : directory).putShort((short) 0);
        }

        private void putCentral(byte[] name, long size, long local) {
            bytes.putInt(0x02014b50).put(new byte[16]);
            bytes.putInt((int) (wide ? ELSEWHERE : size)).putInt((int) (wide ? ELSEWHERE : size));
            bytes.putShort((short) name.length)
                    .putShort((short) (wide ? 36 : 0))
                    .put(new byte[10]);
            bytes.putInt((int) (wide ? ELSEWHERE : local)).put(name);
            if (wide) {
                bytes.putShort((short) 0x5455).putShort((short) 4).putInt(7);
                bytes.putShort((short) 1)
                        .putShort((short) 24)
                        .putLong(size)
                        .putLong(size)
                        .putLong(local);
            }
        }

        RunDirectory with(int place, int value) {
            bytes.putInt(place, value);
            return this;
        }

        Path file() {
            byte[] content = new byte[bytes.position()];
            bytes.get(0, content);
            try {
                return Files.write(folder.resolve("a.pth"), content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private RunDirectory archive(boolean wide) {
        return new RunDirectory(wide, "archive/data.pkl", "archive/data/0");
    }

    private static void assertRefused(RunDirectory archive, String got) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoints.read(archive.file()))
                .withMessage("checkpoint a.pth must be a sound zip archive, got " + got
                        + ": the file is cut short or damaged, fetch or save it again");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lengths_of_32_and_of_64_bits_are_read(boolean wide) {
        assertThat(Checkpoints.read(archive(wide).file()).tensor("a").floats()).containsExactly(1, 2);
    }

    @Test
    void a_comment_may_follow_the_directory() throws IOException {
        Path file = archive(false).file();
        Files.write(file, PickleBytes.latin("made by hand, PK\u0005".repeat(3)), StandardOpenOption.APPEND);

        assertThat(Checkpoints.read(file).tensor("a").floats()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void parts_that_do_not_begin_as_they_must_are_refused(boolean wide) {
        RunDirectory sound = archive(wide);

        assertRefused(archive(wide).with(sound.centrals.get(1), 0), "a broken directory");
        assertRefused(archive(wide).with(sound.locals.get(1), 0), "an entry without its header");
    }

    @Test
    void a_directory_outside_the_file_is_refused() {
        int end = archive(false).end;
        assertRefused(archive(false).with(end + 16, end), "a directory outside the file");
        assertRefused(archive(false).with(end + 12, end), "a directory outside the file");

        int wideEnd = archive(true).end;
        assertRefused(archive(true).with(wideEnd - 20 + 8, wideEnd), "a directory outside the file");
        assertRefused(archive(true).with(wideEnd - 20 + 12, -1), "a directory outside the file");
        assertRefused(archive(true).with(wideEnd - 76, 0), "a broken directory");
        assertRefused(archive(true).with(wideEnd - 76 + 44, -1), "a directory outside the file");
        assertRefused(archive(true).with(wideEnd - 76 + 52, -1), "a directory outside the file");
    }

    @Test
    void an_entry_beyond_the_end_is_refused() {
        RunDirectory sound = archive(false);
        int second = sound.centrals.get(1);

        assertRefused(archive(false).with(second + 20, 9).with(second + 24, 8), "an entry beyond the end");
        assertRefused(archive(false).with(second + 20, 1 << 20).with(second + 24, 1 << 20), "an entry beyond the end");
        assertRefused(archive(false).with(second + 42, sound.end), "a directory outside the file");

        RunDirectory wide = archive(true);
        int lengths = wide.centrals.get(1) + CENTRAL_LENGTH + "archive/data/0".length() + 8 + 4;
        assertRefused(archive(true).with(lengths + 4, -1).with(lengths + 12, -1), "an entry beyond the end");
    }

    @Test
    void a_length_that_is_nowhere_is_refused() {
        int extra = archive(true).centrals.get(1) + CENTRAL_LENGTH + "archive/data/0".length() + 8;

        assertRefused(archive(true).with(extra, 2 | 24 << 16), "an entry without its length");
        assertRefused(archive(true).with(extra, 1 | 16 << 16), "an entry without its length");
    }

    @Test
    void two_entries_of_one_name_are_refused() {
        assertRefused(new RunDirectory(false, "archive/data/0", "archive/data/0"), "two entries archive/data/0");
    }
}
