package io.github.pdd4j.weights;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Locates the entries of a zip archive in its file. Only uncompressed entries, as PyTorch writes them, can be read;
 * they cannot expand to more than the size of the file.
 */
final class ZipEntries {
    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int END64_LOCATOR = 0x07064b50;
    private static final int END64_LOCATOR_LENGTH = 20;
    private static final int END64 = 0x06064b50;
    private static final int END64_LENGTH = 56;
    private static final int CENTRAL = 0x02014b50;
    private static final int CENTRAL_LENGTH = 46;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_LENGTH = 30;
    private static final long ELSEWHERE = 0xffff_ffffL;
    private static final int LONGEST_COMMENT = 0xffff;

    private final CheckpointFile file;
    private final FileSlice bytes;
    private final Map<String, FileSlice> entries = new LinkedHashMap<>();
    private final Map<String, String> unreadable = new HashMap<>();

    private ZipEntries(CheckpointFile file) {
        this.file = file;
        this.bytes = file.bytes();
    }

    static boolean recognizes(FileSlice bytes) {
        return bytes.size() >= END_LENGTH && bytes.read(0, Integer.BYTES).getInt() == LOCAL;
    }

    static ZipEntries of(CheckpointFile file) {
        var zip = new ZipEntries(file);
        zip.readDirectory();
        return zip;
    }

    /** Returns all names, including those of unreadable entries, in the order of the directory. */
    Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /**
     * Returns the content of an entry; empty if it does not exist.
     *
     * @param name the name of the entry
     * @param writer the function that writes such archives, for the message about a compressed entry
     * @throws IllegalArgumentException if the entry is compressed or encrypted
     */
    Optional<FileSlice> content(String name, String writer) {
        String how = unreadable.get(name);
        if (how != null) {
            throw file.refused(
                    "store its entries uncompressed, as " + writer + " does",
                    "the " + how + " entry " + name,
                    "unpack the archive and pack it again without compression, by zip -0 -r for example");
        }
        return Optional.ofNullable(entries.get(name));
    }

    private void readDirectory() {
        long end = findEnd();
        ByteBuffer last = at(end, END_LENGTH);
        long size = last.getInt(12) & ELSEWHERE;
        long start = last.getInt(16) & ELSEWHERE;
        if (end >= END64_LOCATOR_LENGTH && at(end - END64_LOCATOR_LENGTH, 4).getInt() == END64_LOCATOR) {
            ByteBuffer wide =
                    at(at(end - END64_LOCATOR_LENGTH, END64_LOCATOR_LENGTH).getLong(8), END64_LENGTH);
            check(wide.getInt(0) == END64, "a broken directory");
            size = wide.getLong(40);
            start = wide.getLong(48);
        }
        check(size >= 0 && start >= 0 && start <= end - size, "a directory outside the file");
        for (long place = start; place < start + size; ) {
            place += readEntry(place);
        }
    }

    private long findEnd() {
        long first = Math.max(0, bytes.size() - END_LENGTH - LONGEST_COMMENT);
        ByteBuffer tail = bytes.read(first, (int) (bytes.size() - first));
        for (int place = tail.capacity() - END_LENGTH; place >= 0; place--) {
            if (tail.getInt(place) == END) {
                return first + place;
            }
        }
        throw file.damaged("end with the directory of its zip archive", "none");
    }

    private int readEntry(long place) {
        ByteBuffer head = at(place, CENTRAL_LENGTH);
        check(head.getInt(0) == CENTRAL, "a broken directory");
        int nameLength = head.getShort(28) & 0xffff;
        int extraLength = head.getShort(30) & 0xffff;
        ByteBuffer tail = at(place + CENTRAL_LENGTH, nameLength + extraLength);
        String name = text(tail, nameLength);
        boolean encrypted = (head.getShort(8) & 1) != 0;
        boolean stored = head.getShort(10) == 0 && !encrypted;
        if (!stored) {
            unreadable.put(name, encrypted ? "encrypted" : "compressed");
        }
        FileSlice content = stored ? content(head, tail) : bytes.slice(0, 0);
        check(entries.put(name, content) == null, "two entries " + name);
        return CENTRAL_LENGTH + nameLength + extraLength + (head.getShort(32) & 0xffff);
    }

    private static String text(ByteBuffer from, int length) {
        byte[] text = new byte[length];
        from.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private FileSlice content(ByteBuffer head, ByteBuffer extra) {
        long packed = head.getInt(20) & ELSEWHERE;
        long size = head.getInt(24) & ELSEWHERE;
        long local = head.getInt(42) & ELSEWHERE;
        ByteBuffer wide = wideFields(extra);
        size = size == ELSEWHERE ? next(wide) : size;
        packed = packed == ELSEWHERE ? next(wide) : packed;
        local = local == ELSEWHERE ? next(wide) : local;
        ByteBuffer header = at(local, LOCAL_LENGTH);
        check(header.getInt(0) == LOCAL, "an entry without its header");
        long start = local + LOCAL_LENGTH + (header.getShort(26) & 0xffff) + (header.getShort(28) & 0xffff);
        check(size == packed && size >= 0 && start <= bytes.size() - size, "an entry beyond the end");
        return bytes.slice(start, size);
    }

    /** Returns the 64-bit lengths of an entry, which are in an extra field of kind 1. */
    private ByteBuffer wideFields(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int kind = extra.getShort() & 0xffff;
            int length = Math.min(extra.getShort() & 0xffff, extra.remaining());
            if (kind == 1) {
                return extra.limit(extra.position() + length);
            }
            extra.position(extra.position() + length);
        }
        return extra.position(extra.limit());
    }

    private long next(ByteBuffer wide) {
        check(wide.remaining() >= Long.BYTES, "an entry without its length");
        return wide.getLong();
    }

    private ByteBuffer at(long place, int length) {
        check(place >= 0 && place <= bytes.size() - length, "a directory outside the file");
        return bytes.read(place, length);
    }

    private void check(boolean sound, String got) {
        if (!sound) {
            throw file.damaged("be a sound zip archive", got);
        }
    }
}
