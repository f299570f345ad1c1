package io.github.pdd4j.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs function definitions into the archive format of {@code torch.jit.load}: an uncompressed zip with plain source.
 */
final class ScriptArchive {
    private static final String HEAD =
            "class Ops(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n";

    /** The hand-written {@code pickle} (protocol 2) of {@code __torch__.Ops} with {@code training = True}. */
    private static final String OPS = "\u0080\u0002c__torch__\nOps\n)\u0081}X\u0008\u0000\u0000\u0000training\u0088sb.";

    private static final String EMPTY_TUPLE = "\u0080\u0002).";

    private ScriptArchive() {}

    static byte[] of(String functions) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "version", "3\n");
            store(zip, "constants.pkl", EMPTY_TUPLE);
            store(zip, "data.pkl", OPS);
            store(zip, "code/__torch__.py", HEAD + methods(functions, "__torch__.Ops"));
        }
        return bytes.toByteArray();
    }

    /** Returns functions as the methods of a class. */
    static String methods(String functions, String type) {
        return functions
                .lines()
                .filter(line -> !line.isBlank() && !line.stripLeading().startsWith("#"))
                .map(line -> "  " + line.replace("(self,", "(self: " + type + ",") + "\n")
                .collect(Collectors.joining());
    }

    private static void store(ZipOutputStream zip, String name, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry("ops/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
