package io.github.pdd4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads NumPy's .npz files (little-endian, C order) so that tests compare with stored reference values. */
public final class Npz {
    private static final Pattern HEADER =
            Pattern.compile("'descr': *'([^']+)'.*'fortran_order': *(\\w+).*'shape': *\\(([^)]*)\\)");

    private Npz() {}

    /** The arrays of a file by name, in the file's order. */
    public static Map<String, Array> read(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Map<String, Array> arrays = new LinkedHashMap<>();
            for (ZipEntry entry : zip.stream().toArray(ZipEntry[]::new)) {
                try (InputStream stream = zip.getInputStream(entry)) {
                    String name = entry.getName().replaceFirst("\\.npy$", "");
                    arrays.put(name, array(stream.readAllBytes()));
                }
            }
            return arrays;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** One array of a file; an unknown name lists the known ones. */
    public static Array read(Path file, String name) {
        Map<String, Array> arrays = read(file);
        Array array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no " + name + " in " + file + ", only " + arrays.keySet());
        }
        return array;
    }

    private static Array array(byte[] bytes) {
        ByteBuffer npy = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int start = npy.get(6) == 1 ? 10 : 12;
        int length = start == 10 ? Short.toUnsignedInt(npy.getShort(8)) : npy.getInt(8);
        String header = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
        MatchResult found = HEADER.matcher(header).results().findFirst().orElseThrow();
        if (!found.group(2).equals("False")) {
            throw new IllegalArgumentException("only C order is read, got " + header);
        }
        long[] shape = Arrays.stream(found.group(3).split(",", -1))
                .map(String::strip)
                .filter(side -> !side.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
        npy.position(start + length);
        return new Array(shape, values(npy, found.group(1), (int)
                Arrays.stream(shape).reduce(1, Math::multiplyExact)));
    }

    private static double[] values(ByteBuffer data, String type, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = switch (type) {
                case "<f4" -> data.getFloat();
                case "<f8" -> data.getDouble();
                case "<i4" -> data.getInt();
                case "<i8" -> data.getLong();
                case "|u1", "|b1" -> Byte.toUnsignedInt(data.get());
                default -> throw new IllegalArgumentException("unknown type " + type);
            };
        }
        return values;
    }

    /** An array of any type, widened to float64. */
    public static final class Array {
        private final long[] shape;
        private final double[] values;

        Array(long[] shape, double[] values) {
            this.shape = shape;
            this.values = values;
        }

        public long[] shape() {
            return shape.clone();
        }

        public double[] doubles() {
            return values.clone();
        }

        public float[] floats() {
            float[] floats = new float[values.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) values[i];
            }
            return floats;
        }
    }
}
