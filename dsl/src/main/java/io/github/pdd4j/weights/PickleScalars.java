package io.github.pdd4j.weights;

import java.math.BigInteger;
import java.util.Optional;

/** The opcodes that push one number, string or {@code None}. */
final class PickleScalars {
    private static final int LONGEST_NUMBER = 256;

    private final CheckpointFile file;
    private final PickleInput in;

    PickleScalars(CheckpointFile file, PickleInput in) {
        this.file = file;
        this.in = in;
    }

    /** The value of this opcode, or nothing if it is of another kind. */
    Optional<Object> read(int opcode) {
        Object value = switch (opcode) {
            case 'N' -> Pickled.None.NONE;
            case 0x88 -> true;
            case 0x89 -> false;
            case 'J' -> (long) in.signedInt();
            case 'K' -> (long) in.unsignedByte();
            case 'M' -> (long) in.unsignedShort();
            case 0x8a -> number(in.unsignedByte());
            case 0x8b -> number(in.unsignedInt());
            case 'G' -> in.bigEndianDouble();
            default -> null;
        };
        return Optional.ofNullable(value).or(() -> text(opcode));
    }

    private Optional<Object> text(int opcode) {
        Object value = switch (opcode) {
            case 'U', 0x8c -> in.text(in.unsignedByte());
            case 'T', 'X' -> in.text(in.unsignedInt());
            case 0x8d -> in.text(in.signedLong());
            case 'C' -> in.bytes(in.unsignedByte());
            case 'B' -> in.bytes(in.unsignedInt());
            case 0x8e -> in.bytes(in.signedLong());
            default -> null;
        };
        return Optional.ofNullable(value);
    }

    private Object number(long length) {
        if (length > LONGEST_NUMBER) {
            throw file.damaged("hold numbers of at most " + LONGEST_NUMBER + " bytes", length + " bytes");
        }
        byte[] littleEndian = in.bytes(length);
        byte[] bigEndian = new byte[littleEndian.length + 1];
        for (int i = 0; i < littleEndian.length; i++) {
            bigEndian[littleEndian.length - i] = littleEndian[i];
        }
        bigEndian[0] = (byte) (length > 0 && bigEndian[1] < 0 ? -1 : 0);
        BigInteger value = new BigInteger(bigEndian);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }
}
