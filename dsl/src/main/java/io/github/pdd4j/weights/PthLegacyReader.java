package io.github.pdd4j.weights;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads PyTorch's format before 1.6: five pickles (magic number, version, machine, contents, keys), then the storages.
 * A file whose first pickle is something else is a plain pickle, which may hold NumPy arrays.
 */
final class PthLegacyReader {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final Object VERSION = 1001L;
    private static final int LONGEST_NAME = 512;
    private static final Pattern FUNCTION = Pattern.compile("c[\\w.]+\n[\\w.]+\n");

    private final CheckpointFile file;
    private final Map<String, FileSlice> storages = new HashMap<>();
    private long position;

    private PthLegacyReader(CheckpointFile file) {
        this.file = file;
    }

    /** Accepts text pickles too, so that the error names the function that the file would call. */
    static boolean recognizes(FileSlice bytes) {
        if (bytes.size() < 2) {
            return false;
        }
        int first = bytes.read(0, 1).get() & 0xff;
        return first == 0x80 || first == '(' || (first == 'c' && namesFunction(bytes));
    }

    /** Checks for a module and a function on one line each, because other texts may start with the same letter. */
    private static boolean namesFunction(FileSlice bytes) {
        int length = (int) Math.min(LONGEST_NAME, bytes.size());
        return FUNCTION.matcher(new String(bytes.read(0, length).array(), StandardCharsets.ISO_8859_1))
                .lookingAt();
    }

    static StateDict read(CheckpointFile file, @Nullable String entry) {
        return new PthLegacyReader(file).stateDict(entry);
    }

    private StateDict stateDict(@Nullable String entry) {
        Object first = unpickled();
        if (!first.equals(MAGIC)) {
            return new PthContents(file, this::storage).stateDict(first, entry);
        }
        if (!unpickled().equals(VERSION)) {
            throw file.refused(
                    "be written by torch.save", "another version", "the file was not run, use only state dicts");
        }
        if (!(unpickled() instanceof Map<?, ?> machine) || !Boolean.TRUE.equals(machine.get("little_endian"))) {
            throw file.refused("be little-endian", "big-endian numbers", "save it again on a little-endian machine");
        }
        var contents = new Unpickler(file, file.bytes(), position);
        Object root = contents.load();
        position = contents.position();
        placeStorages(unpickled(), contents.storages());
        return new PthContents(file, this::storage).stateDict(root, entry);
    }

    private Object unpickled() {
        var next = new Unpickler(file, file.bytes(), position);
        Object value = next.load();
        position = next.position();
        return value;
    }

    private void placeStorages(Object keys, Map<String, Unpickler.Storage> named) {
        if (!(keys instanceof List<?> list)) {
            throw file.damaged("list the keys of its storages", "another thing");
        }
        FileSlice bytes = file.bytes();
        long place = position;
        for (Object key : list) {
            Unpickler.Storage storage = key instanceof String text ? named.get(text) : null;
            if (storage == null || place > bytes.size() - Long.BYTES) {
                throw file.damaged("hold every storage that its pickle names", "a key without its storage");
            }
            long start = place + Long.BYTES;
            place = end(start, bytes.read(place, Long.BYTES).getLong(), storage.type());
            storages.put(storage.key(), bytes.slice(start, place - start));
        }
    }

    private long end(long start, long count, StoredType type) {
        long room = (file.bytes().size() - start) / type.bytes();
        if (count < 0 || count > room) {
            throw file.damaged("hold every number it announces", count + " numbers in the room of " + room);
        }
        return start + count * type.bytes();
    }

    private FileSlice storage(Unpickler.Storage storage) {
        FileSlice content = storages.get(storage.key());
        if (content == null) {
            throw file.damaged("hold every storage that its pickle names", "none for " + storage.key());
        }
        return content;
    }
}
