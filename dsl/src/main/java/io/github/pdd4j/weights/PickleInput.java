package io.github.pdd4j.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle; no length is believed before it was compared with the bytes that are left. */
final class PickleInput {
    /** Far above what the pickle of a state dict needs, whose numbers lie outside it. */
    static final int LONGEST = 16 << 20;

    private static final int LONGEST_LINE = 256;

    private final CheckpointFile file;
    private final ByteBuffer bytes;

    PickleInput(CheckpointFile file, ByteBuffer bytes) {
        this.file = file;
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    int position() {
        return bytes.position();
    }

    int unsignedByte() {
        return need(1).get() & 0xff;
    }

    int unsignedShort() {
        return need(Short.BYTES).getShort() & 0xffff;
    }

    int signedInt() {
        return need(Integer.BYTES).getInt();
    }

    long unsignedInt() {
        return signedInt() & 0xffff_ffffL;
    }

    long signedLong() {
        return need(Long.BYTES).getLong();
    }

    double bigEndianDouble() {
        return Double.longBitsToDouble(Long.reverseBytes(signedLong()));
    }

    byte[] bytes(long length) {
        byte[] content = new byte[(int) checked(length)];
        bytes.get(content);
        return content;
    }

    String text(long length) {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    String line() {
        int start = bytes.position();
        int length = 0;
        while (need(1).get() != '\n') {
            if (++length > LONGEST_LINE) {
                throw file.damaged("name functions in lines of at most " + LONGEST_LINE + " bytes", "a longer one");
            }
        }
        return new String(bytes.array(), bytes.arrayOffset() + start, length, StandardCharsets.UTF_8);
    }

    private ByteBuffer need(int length) {
        checked(length);
        return bytes;
    }

    private long checked(long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw file.damaged(
                    "hold a whole pickle of at most " + LONGEST + " bytes",
                    bytes.remaining() + " bytes where " + Long.toUnsignedString(length) + " more are announced");
        }
        return length;
    }
}
