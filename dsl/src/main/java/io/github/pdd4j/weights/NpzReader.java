package io.github.pdd4j.weights;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads NumPy's {@code .npz}: a zip archive of {@code .npy} entries, each with a header in Python syntax before its
 * numbers.
 */
final class NpzReader {
    private static final String ENDING = ".npy";
    private static final int NAME_LENGTH = 26;
    private static final int NAME = 30;
    private static final int PREFIX = 10;
    private static final int LONGEST_HEADER = 1 << 12;

    private static final Pattern HEADER =
            Pattern.compile("\\{'descr': '([^']*)', 'fortran_order': (True|False), 'shape': \\(([0-9, ]*)\\), \\}\\s*");

    private static final Map<String, StoredType> TYPES = Map.of(
            "<f8", StoredType.FLOAT64,
            "<f4", StoredType.FLOAT32,
            "<f2", StoredType.FLOAT16,
            "<i8", StoredType.INT64,
            "<i4", StoredType.INT32,
            "<i2", StoredType.INT16,
            "|i1", StoredType.INT8,
            "|u1", StoredType.UINT8,
            "|b1", StoredType.BOOL);

    private NpzReader() {}

    static boolean recognizes(FileSlice bytes) {
        if (!ZipEntries.recognizes(bytes) || bytes.size() < NAME) {
            return false;
        }
        int length = bytes.read(NAME_LENGTH, Short.BYTES).getShort() & 0xffff;
        return bytes.size() >= NAME + length && text(bytes, NAME, length).endsWith(ENDING);
    }

    static StateDict read(CheckpointFile file) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        ZipEntries entries = ZipEntries.of(file);
        for (String name : entries.names()) {
            if (name.endsWith(ENDING)) {
                FileSlice content = entries.content(name, "numpy.savez").orElseThrow();
                tensors.put(name.substring(0, name.length() - ENDING.length()), tensor(file, name, content));
            }
        }
        return file.stateDict(tensors, Map.of());
    }

    private static StoredTensor tensor(CheckpointFile file, String name, FileSlice content) {
        boolean sound = content.size() >= PREFIX && text(content, 1, 5).equals("NUMPY");
        int length = sound ? content.read(PREFIX - Short.BYTES, Short.BYTES).getShort() & 0xffff : 0;
        if (!sound || length > Math.min(LONGEST_HEADER, content.size() - PREFIX)) {
            throw file.damaged("hold arrays that begin with NumPy's header", "none in " + name);
        }
        String header = text(content, PREFIX, length);
        Matcher found = HEADER.matcher(header);
        StoredType type = found.matches() ? TYPES.get(found.group(1)) : null;
        if (type == null) {
            throw file.refused(
                    "hold little-endian arrays of numbers",
                    header.strip() + " in " + name,
                    "save it again from a plain array");
        }
        long[] shape = shape(file, name, found.group(3));
        StridedLayout extent =
                found.group(2).equals("True") ? StridedLayout.columnMajor(shape) : StridedLayout.dense(shape);
        FileSlice numbers = content.slice(PREFIX + length, content.size() - PREFIX - length);
        if (!extent.fits(numbers.size() / type.bytes())) {
            throw file.damaged("hold every number that its headers announce", "too few in " + name);
        }
        return new StoredTensor(type, extent, numbers);
    }

    private static long[] shape(CheckpointFile file, String name, String lengths) {
        try {
            return Arrays.stream(lengths.split(",", -1))
                    .map(String::strip)
                    .filter(length -> !length.isEmpty())
                    .mapToLong(Long::parseLong)
                    .toArray();
        } catch (NumberFormatException e) {
            throw file.damaged("have lengths of axes in its headers", lengths + " in " + name);
        }
    }

    private static String text(FileSlice bytes, long from, int length) {
        return new String(bytes.read(from, length).array(), StandardCharsets.ISO_8859_1);
    }
}
