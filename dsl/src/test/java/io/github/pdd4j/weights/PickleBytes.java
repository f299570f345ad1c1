package io.github.pdd4j.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Pickles written by hand, and the archives that carry them. */
final class PickleBytes {
    private PickleBytes() {}

    /** One byte a character. */
    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(String value) {
        return "X" + (char) value.length() + "\0\0\0" + value;
    }

    /** A float tensor of one axis in storage {@code key}. */
    static String tensor(String key, int stored, int start, int length) {
        return "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "ctorch\nFloatStorage\n" + text(key)
                + text("cpu") + "K" + (char) stored + "tQK" + (char) start + "K" + (char) length
                + "\u0085K\u0001\u0085\u0089)tR";
    }

    static Path zip(Path file, String pickle, byte[] storage) {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            put(zip, "archive/data.pkl", latin(pickle));
            put(zip, "archive/data/0", storage);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** The older format: magic number, version, machine, contents, keys, storages. */
    static byte[] legacy(String pickle, String keys, byte[] storages) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(latin("\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019."));
        bytes.writeBytes(latin("\u0080\u0002M\u00e9\u0003."));
        bytes.writeBytes(latin("\u0080\u0002}" + text("little_endian") + "\u0088s."));
        bytes.writeBytes(latin(pickle));
        bytes.writeBytes(latin(keys));
        bytes.writeBytes(storages);
        return bytes.toByteArray();
    }
}
