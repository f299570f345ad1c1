package io.github.pdd4j.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.github.pdd4j.Pdd;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.distill.Distillation;
import io.github.pdd4j.distill.Run;
import io.github.pdd4j.distill.Small;
import io.github.pdd4j.image.Resampling;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

class LogsTest {
    @TempDir
    private Path folder = Path.of("");

    /** Validated after the second iteration only, so that columns come late; one name needs quotes. */
    private Distillation sentence() {
        return Small.sentence()
                .loss(
                        "mine, \"quoted\"",
                        0.1,
                        p -> p.specialist().unlabeled().square().mean())
                .validate(2, TestImages.images(1, 64, 9).downscaledBy(Resampling.MATLAB_BICUBIC), Pdd.psnr())
                .checkpoint(c -> c.folder(folder.resolve("runs")))
                .listen("tensorboard", Pdd.tensorBoard(folder.resolve("logs/a")))
                .listen("csv", Pdd.csvLog(folder.resolve("logs/a.csv")))
                .listen("json", Pdd.jsonLog(folder.resolve("logs/a.jsonl")));
    }

    @Test
    void csv_and_json_lines_hold_the_history_also_of_a_run_that_goes_on() throws IOException {
        sentence().name("night").iterations(3).train();
        Run run = sentence().name("night").iterations(5).train();
        Table history = run.history();

        Table csv = Table.read()
                .usingOptions(
                        CsvReadOptions.builder(folder.resolve("logs/a.csv").toFile()));
        List<String> lines = Files.readAllLines(folder.resolve("logs/a.jsonl"));
        assertThat(csv.columnNames()).isEqualTo(history.columnNames());
        assertThat(csv.rowCount()).isEqualTo(5);
        assertThat(lines).hasSize(5);
        for (int i = 0; i < 5; i++) {
            JsonObject json = JsonParser.parseString(lines.get(i)).getAsJsonObject();
            Row row = history.row(i);
            for (String name : history.columnNames()) {
                boolean absent = history.column(name).isMissing(i);
                assertThat(!json.has(name)).as(name).isEqualTo(absent);
                assertThat(csv.column(name).isMissing(i)).as(name).isEqualTo(absent);
                if (!absent) {
                    double value = ((Number) row.getObject(name)).doubleValue();
                    assertThat(json.get(name).getAsDouble()).isEqualTo(value);
                    assertThat(((Number) csv.row(i).getObject(name)).doubleValue())
                            .isEqualTo(value);
                }
            }
        }
        assertThat(Files.readString(folder.resolve("logs/a.csv"))).contains("\"mine, \"\"quoted\"\"\"");
    }

    @Test
    void event_files_hold_a_scalar_for_each_value() throws IOException {
        sentence().name("night").iterations(3).train();
        Run run = sentence().name("night").iterations(5).train();
        List<Path> files;
        try (Stream<Path> all = Files.list(folder.resolve("logs/a"))) {
            files = all.sorted().toList();
        }

        assertThat(files)
                .hasSize(2)
                .allMatch(file -> file.getFileName().toString().contains("tfevents"));
        assertThat(Files.readAllBytes(files.get(0)))
                .as("of every event file of TensorFlow: a record of 24 bytes and the checksum of that number")
                .startsWith(0x18, 0, 0, 0, 0, 0, 0, 0, 0xa3, 0x7f, 0x4b, 0x22);
        List<Event> first = events(files.get(0));
        List<Event> second = events(files.get(1));
        assertThat(first.get(0).version).isEqualTo("brain.Event:2");
        assertThat(first.stream().skip(1).map(Event::step)).containsExactly(1L, 2L, 3L);
        assertThat(second.get(1).start)
                .as("what was lost from step 4 on is void")
                .isTrue();
        assertThat(second.stream().skip(1).map(Event::step)).containsExactly(4L, 4L, 5L);
        Map<String, Float> scalars = second.get(2).scalars;
        Row row = run.history().row(3);
        assertThat(scalars.get("loss/rIntra")).isCloseTo((float) row.getDouble("rIntra"), within(0f));
        assertThat(scalars.get("loss/total")).isCloseTo((float) row.getDouble("total"), within(0f));
        assertThat(scalars.get("validation/PSNR")).isCloseTo((float) row.getDouble("validation PSNR"), within(0f));
        assertThat(scalars.get("diagnostics/meanShift")).isCloseTo((float) row.getDouble("meanShift"), within(0f));
        assertThat(first.get(1).scalars).containsKey("gradient/rInter").doesNotContainKey("validation/PSNR");
    }

    @Test
    void files_of_the_user_stay() throws IOException {
        Path mine = Files.writeString(folder.resolve("mine.csv"), "a,b\n1,2\n");

        assertThatThrownBy(() -> Pdd.csvLog(mine))
                .hasMessage("csvLog(...) must write a new file or one of an earlier run, got " + mine
                        + ", which begins with other text: choose another name");
        assertThatThrownBy(() -> Pdd.jsonLog(folder)).hasMessageContaining(", which is no such file");
        assertThatThrownBy(() -> Pdd.tensorBoard(mine))
                .hasMessageStartingWith("tensorBoard(...) must have a folder of its own for each run, got the file ");
        Path late = folder.resolve("late.jsonl");
        Distillation sentence = Small.sentence().listen("json", Pdd.jsonLog(late));
        Files.writeString(late, "notes");
        assertThat(sentence.train().toString()).contains("listener json must not throw");
        assertThat(late).hasContent("notes");
    }

    private record Event(long step, String version, boolean start, Map<String, Float> scalars) {}

    private static List<Event> events(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Event> events = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] length = new byte[8];
            bytes.get(length);
            int ofLength = bytes.getInt();
            byte[] data = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            bytes.get(data);
            assertThat(ofLength).isEqualTo(masked(length));
            assertThat(bytes.getInt()).isEqualTo(masked(data));
            events.add(event(data));
        }
        return events;
    }

    private static int masked(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        long value = crc.getValue();
        return (int) (((value >>> 15) | (value << 17)) + 0xa282ead8L);
    }

    private static Event event(byte[] data) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(data);
        long step = 0;
        String version = "";
        boolean start = false;
        Map<String, Float> scalars = new LinkedHashMap<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> assertThat(in.readDouble()).isBetween(1e9, 1e10);
                case 2 -> step = in.readInt64();
                case 3 -> version = in.readString();
                case 5 -> scalars(CodedInputStream.newInstance(in.readByteArray()), scalars);
                case 7 -> start = in.readByteArray()[1] == 1;
                default -> throw new AssertionError("field " + tag);
            }
        }
        return new Event(step, version, start, scalars);
    }

    private static void scalars(CodedInputStream summary, Map<String, Float> into) throws IOException {
        while (summary.readTag() == 10) {
            CodedInputStream value = CodedInputStream.newInstance(summary.readByteArray());
            assertThat(value.readTag()).isEqualTo(10);
            String name = value.readString();
            assertThat(value.readTag()).isEqualTo(21);
            into.put(name, value.readFloat());
        }
    }
}
