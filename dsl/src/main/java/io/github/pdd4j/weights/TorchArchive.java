package io.github.pdd4j.weights;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the zip archives of PyTorch, in which each storage is an entry. Equal contents give equal bytes. */
final class TorchArchive {
    /** PyTorch can memory-map storages that start at multiples of this. */
    private static final int ALIGNMENT = 64;

    private static final int HEADER_LENGTH = 30;
    private static final int EXTRA_HEADER_LENGTH = 4;
    private static final String ARCHIVE = "archive/";
    /** The earliest time that a zip archive can store. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Counting out;
    private final ZipOutputStream zip;

    TorchArchive(OutputStream out) {
        this.out = new Counting(out);
        this.zip = new ZipOutputStream(this.out);
    }

    void put(String name, String content) throws IOException {
        put(name, content.getBytes(StandardCharsets.UTF_8));
    }

    void put(String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(ARCHIVE + name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(TIME);
        entry.setExtra(padding(entry.getName().length()));
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
        zip.flush();
    }

    /** Adds the storages, whose keys are the positions of the tensors, and ends the archive. */
    void finish(StateDict weights, StoredType type) throws IOException {
        put("byteorder", "little");
        int key = 0;
        for (String name : weights.names()) {
            put("data/" + key++, weights.raw(name, type));
        }
        put("version", "3\n");
        zip.finish();
    }

    /** Returns an extra field for alignment, with the header that PyTorch uses. */
    private byte[] padding(int nameLength) {
        long start = out.count + HEADER_LENGTH + nameLength + EXTRA_HEADER_LENGTH;
        byte[] extra = new byte[EXTRA_HEADER_LENGTH + (int) (-start & (ALIGNMENT - 1))];
        extra[0] = 'F';
        extra[1] = 'B';
        extra[2] = (byte) (extra.length - EXTRA_HEADER_LENGTH);
        return extra;
    }

    private static final class Counting extends FilterOutputStream {
        private long count;

        Counting(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            count += length;
        }
    }
}
