package io.github.pdd4j.log;

import com.google.protobuf.CodedOutputStream;
import io.github.pdd4j.io.AtomicFile;
import io.github.pdd4j.sentence.HistoryColumns;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.Listener;
import io.github.pdd4j.sentence.TrainingState;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * TensorBoard's event files: each iteration is an event with a scalar for each value. A file is a sequence of TFRecords,
 * of TensorFlow's {@code event.proto} and {@code summary.proto}, version {@code brain.Event:2}.
 *
 * <p>Each session writes a file of its own; where a run goes on, its file says that earlier events from that step on are
 * void, so that iterations that were lost do not show twice.
 */
public final class TensorBoardLog implements Listener {
    /** Added to the rotated checksum, as TensorFlow does for data that holds checksums itself. */
    private static final int MASK = 0xa282ead8;

    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int SESSION_LOG = 7;

    /** Prefixes of columns that are a group of charts. */
    private static final List<String> GROUPS =
            List.of(Iteration.GRADIENT, Iteration.WEIGHT, Iteration.SHARE, Iteration.VIOLATION, Iteration.VALIDATION);

    private final Path folder;
    private @Nullable Path file;

    /**
     * Writes into a folder.
     *
     * @param folder the log folder of one run, created when it is missing; other files in it stay
     * @throws IllegalArgumentException if it is a file
     */
    public TensorBoardLog(Path folder) {
        this.folder = folder;
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "tensorBoard(...) must have a folder of its own for each run, got the file " + folder
                            + ": choose another name, for example tensorBoard(\"logs/first\")");
        }
    }

    /** The content of an event beside time and step. */
    private interface Content {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    @Override
    public void iteration(TrainingState done) {
        int step = done.number();
        if (file == null) {
            file = begun(step);
        }
        Path open = file;
        append(open, step, out -> out.writeByteArray(SUMMARY, summary(done.iteration())));
    }

    @Override
    public void end(End end) {
        file = null;
    }

    private Path begun(int step) {
        Path fresh = folder.resolve(String.format(
                Locale.ROOT,
                "events.out.tfevents.%d.pdd4j.%d.%d",
                System.currentTimeMillis() / 1000,
                ProcessHandle.current().pid(),
                System.nanoTime()));
        try {
            Files.createDirectories(folder);
            Files.createFile(fresh);
        } catch (IOException e) {
            throw AtomicFile.failure(fresh, e);
        }
        append(fresh, 0, out -> out.writeString(FILE_VERSION, "brain.Event:2"));
        if (step > 1) {
            // SessionLog with status START.
            append(fresh, step, out -> out.writeByteArray(SESSION_LOG, message(session -> session.writeEnum(1, 1))));
        }
        return fresh;
    }

    private static byte[] summary(Iteration row) throws IOException {
        return message(out -> {
            for (Map.Entry<String, Double> term : row.terms().entrySet()) {
                scalar(out, "loss/" + term.getKey(), term.getValue());
            }
            scalar(out, "loss/" + HistoryColumns.TOTAL, row.total());
            for (Map.Entry<String, Double> value : row.watched().entrySet()) {
                scalar(out, tag(value.getKey()), value.getValue());
            }
            scalar(out, "diagnostics/" + HistoryColumns.SECONDS, row.seconds());
        });
    }

    /** The group of charts, a slash and the name. */
    private static String tag(String column) {
        return GROUPS.stream()
                .filter(column::startsWith)
                .findFirst()
                .map(group -> group.strip() + "/" + column.substring(group.length()))
                .orElse("diagnostics/" + column);
    }

    /** A Summary.Value in a repeated field: tag 1, simple_value 2. */
    private static void scalar(CodedOutputStream out, String tag, double number) throws IOException {
        out.writeByteArray(1, message(value -> {
            value.writeString(1, tag);
            value.writeFloat(2, (float) number);
        }));
    }

    private static byte[] message(Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        content.writeTo(out);
        out.flush();
        return bytes.toByteArray();
    }

    private static void append(Path file, long step, Content content) {
        // A stream that an interrupt does not close, unlike those of Files.
        try (OutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write(record(message(event -> {
                event.writeDouble(WALL_TIME, System.currentTimeMillis() / 1e3);
                if (step != 0) {
                    event.writeInt64(STEP, step);
                }
                content.writeTo(event);
            })));
        } catch (IOException e) {
            throw AtomicFile.failure(file, e);
        }
    }

    /** A TFRecord: the length, its checksum, the data, their checksum; little-endian. */
    private static byte[] record(byte[] data) {
        ByteBuffer record = ByteBuffer.allocate(Long.BYTES + data.length + 2 * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(data.length);
        record.putInt(checksum(record.array(), Long.BYTES));
        return record.put(data).putInt(checksum(data, data.length)).array();
    }

    /** The masked CRC-32C of TensorFlow. */
    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }
}
