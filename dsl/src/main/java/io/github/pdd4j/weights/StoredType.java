package io.github.pdd4j.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The number format of a tensor in a checkpoint.
 *
 * <pre>{@code
 * StoredType.FLOAT16.bytes();
 * }</pre>
 */
public enum StoredType {
    /** IEEE 754 binary64. */
    FLOAT64("F64", "DoubleStorage", 8),
    /** IEEE 754 binary32, the format of the library's computations. */
    FLOAT32("F32", "FloatStorage", 4),
    /** IEEE 754 binary16. */
    FLOAT16("F16", "HalfStorage", 2),
    /** The upper 16 bits of a binary32. */
    BFLOAT16("BF16", "BFloat16Storage", 2),
    /** 64-bit integers; exact as float up to 2^24. */
    INT64("I64", "LongStorage", 8),
    /** 32-bit integers; exact as float up to 2^24. */
    INT32("I32", "IntStorage", 4),
    /** 16-bit integers. */
    INT16("I16", "ShortStorage", 2),
    /** 8-bit integers from -128 to 127. */
    INT8("I8", "CharStorage", 1),
    /** 8-bit integers from 0 to 255. */
    UINT8("U8", "ByteStorage", 1),
    /** Booleans, 0 or 1. */
    BOOL("BOOL", "BoolStorage", 1);

    private final String safetensorsName;
    private final String storageName;
    private final int bytes;

    StoredType(String safetensorsName, String storageName, int bytes) {
        this.safetensorsName = safetensorsName;
        this.storageName = storageName;
        this.bytes = bytes;
    }

    /**
     * Returns the size of one number.
     *
     * @return the number of bytes
     */
    public int bytes() {
        return bytes;
    }

    /**
     * Returns whether this is a floating-point format. Weights can be converted to these only.
     *
     * @return whether the format is a floating-point format
     */
    public boolean floating() {
        return this == FLOAT64 || this == FLOAT32 || this == FLOAT16 || this == BFLOAT16;
    }

    String safetensorsName() {
        return safetensorsName;
    }

    /** Returns the name of the storage class in {@code torch} for this format, as used in pickles. */
    String storageName() {
        return storageName;
    }

    static Optional<StoredType> ofSafetensors(String name) {
        return Arrays.stream(values())
                .filter(type -> type.safetensorsName.equals(name))
                .findFirst();
    }

    static Optional<StoredType> ofStorage(String name) {
        return Arrays.stream(values())
                .filter(type -> type.storageName.equals(name))
                .findFirst();
    }

    /** Decodes all numbers of {@code in} into {@code into}, starting at index {@code at}. */
    void widen(ByteBuffer in, float[] into, int at) {
        for (int index = at; in.hasRemaining(); index++) {
            into[index] = next(in);
        }
    }

    private float next(ByteBuffer in) {
        return switch (this) {
            case FLOAT64 -> (float) in.getDouble();
            case FLOAT32 -> in.getFloat();
            case FLOAT16 -> HalfPrecision.widen(in.getShort());
            case BFLOAT16 -> HalfPrecision.widenBrain(in.getShort());
            case INT64 -> (float) in.getLong();
            case INT32 -> (float) in.getInt();
            case INT16 -> in.getShort();
            case INT8 -> in.get();
            case UINT8 -> in.get() & 0xff;
            case BOOL -> in.get() == 0 ? 0 : 1;
        };
    }

    /** Encodes numbers from index {@code from} until {@code out} is full. */
    void narrow(float[] values, int from, ByteBuffer out) {
        for (int index = from; out.hasRemaining(); index++) {
            append(out, values[index]);
        }
    }

    private void append(ByteBuffer out, float value) {
        switch (this) {
            case FLOAT64 -> out.putDouble(value);
            case FLOAT32 -> out.putFloat(value);
            case FLOAT16 -> out.putShort(HalfPrecision.narrow(value));
            case BFLOAT16 -> out.putShort(HalfPrecision.narrowBrain(value));
            default -> throw new IllegalStateException("whole numbers are copied, never converted, got " + this);
        }
    }
}
