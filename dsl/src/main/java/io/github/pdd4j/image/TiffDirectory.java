package io.github.pdd4j.image;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.stream.ImageInputStream;

/** The first directory of a TIFF file or of an EXIF block, as far as it is readable. */
final class TiffDirectory {
    static final int ORIENTATION = 274;
    static final int XMP = 700;
    static final int PROFILE = 34675;

    private static final int MAX_BLOCK = 1 << 26;
    private static final int CLASSIC = 42;
    private static final int BIG = 43;
    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int UNDEFINED = 7;

    private final ImageInputStream stream;
    private final boolean big;
    private final long at;
    private final List<Entry> entries = new ArrayList<>();

    /** A directory entry with its position {@code at}, its type and its number of values. */
    record Entry(int tag, int type, long count, long at) {}

    private TiffDirectory(ImageInputStream stream, boolean big, long at) {
        this.stream = stream;
        this.big = big;
        this.at = at;
    }

    /**
     * Reads the first directory and sets the stream to the file's byte order; empty if the stream is not TIFF or too
     * short.
     */
    static Optional<TiffDirectory> of(ImageInputStream stream) {
        try {
            stream.seek(0);
            int order = stream.readUnsignedByte();
            if ((order != 'I' && order != 'M') || stream.readUnsignedByte() != order) {
                return Optional.empty();
            }
            stream.setByteOrder(order == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            int version = stream.readUnsignedShort();
            if (version != CLASSIC && version != BIG) {
                return Optional.empty();
            }
            stream.seek(version == BIG ? 8 : 4);
            long at = version == BIG ? stream.readLong() : stream.readUnsignedInt();
            stream.seek(at);
            TiffDirectory directory = new TiffDirectory(stream, version == BIG, at);
            directory.read(version == BIG ? stream.readLong() : stream.readUnsignedShort());
            return Optional.of(directory);
        } catch (IOException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** Reads entries until the file ends, because cameras and editors may truncate directories. */
    private void read(long count) {
        try {
            for (int i = 0; i < Math.min(count, 1 << 16); i++) {
                long place = first() + (long) i * size();
                stream.seek(place);
                int tag = stream.readUnsignedShort();
                int type = stream.readUnsignedShort();
                long values = big ? stream.readLong() : stream.readUnsignedInt();
                entries.add(new Entry(tag, type, values, place));
            }
        } catch (IOException e) {
            // The entries read so far are kept.
            return;
        }
    }

    List<Entry> entries() {
        return entries;
    }

    boolean big() {
        return big;
    }

    /** Returns the position of the directory, where its number of entries is. */
    long at() {
        return at;
    }

    /** Returns the position of the first entry. */
    long first() {
        return at + (big ? 8 : 2);
    }

    /** Returns the size of an entry in bytes. */
    int size() {
        return big ? 20 : 12;
    }

    /** Returns the first number of a field, for any unsigned integer type. */
    Optional<Integer> number(int tag) {
        for (Entry entry : entries) {
            if (entry.tag == tag && entry.count > 0) {
                try {
                    stream.seek(entry.at + (big ? 12 : 8));
                    return switch (entry.type) {
                        case BYTE -> Optional.of(stream.readUnsignedByte());
                        case SHORT -> Optional.of(stream.readUnsignedShort());
                        case LONG -> Optional.of(stream.readInt());
                        default -> Optional.empty();
                    };
                } catch (IOException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the bytes of a field that contains a block of another format. */
    Optional<byte[]> block(int tag) {
        for (Entry entry : entries) {
            if (entry.tag == tag && (entry.type == BYTE || entry.type == UNDEFINED) && entry.count <= MAX_BLOCK) {
                try {
                    stream.seek(entry.at + (big ? 12 : 8));
                    long from = big ? stream.readLong() : stream.readUnsignedInt();
                    return Optional.of(
                            new Excerpt(stream).range(from, from + entry.count).all(MAX_BLOCK));
                } catch (IOException | IndexOutOfBoundsException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
