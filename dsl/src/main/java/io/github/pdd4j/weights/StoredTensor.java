package io.github.pdd4j.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One tensor of a checkpoint. Its numbers are read from the file on demand.
 *
 * <pre>{@code
 * StoredTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).size();
 * }</pre>
 */
public final class StoredTensor {
    private static final int CHUNK = 1 << 16;

    private final StoredType type;
    private final StridedLayout extent;
    private final FileSlice storage;

    /** Callers must check that the layout fits the storage. */
    StoredTensor(StoredType type, StridedLayout extent, FileSlice storage) {
        this.type = type;
        this.extent = extent;
        this.storage = storage;
    }

    /**
     * Creates a FLOAT32 tensor in memory.
     *
     * @param values the numbers in row-major order; copied
     * @param shape the lengths of the axes, outermost first
     * @return the tensor
     * @throws IllegalArgumentException if the shape does not match the number of values
     */
    public static StoredTensor of(float[] values, long... shape) {
        StridedLayout extent = dense(values.length, shape);
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        StoredType.FLOAT32.narrow(values, 0, bytes);
        return new StoredTensor(StoredType.FLOAT32, extent, FileSlice.of(bytes.array()));
    }

    /**
     * Creates a FLOAT64 tensor in memory.
     *
     * @param values the numbers in row-major order; copied
     * @param shape the lengths of the axes, outermost first
     * @return the tensor
     * @throws IllegalArgumentException if the shape does not match the number of values
     */
    public static StoredTensor of(double[] values, long... shape) {
        StridedLayout extent = dense(values.length, shape);
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return new StoredTensor(StoredType.FLOAT64, extent, FileSlice.of(bytes.array()));
    }

    /**
     * Creates an INT64 tensor in memory.
     *
     * @param values the numbers in row-major order; copied
     * @param shape the lengths of the axes, outermost first
     * @return the tensor
     * @throws IllegalArgumentException if the shape does not match the number of values
     */
    public static StoredTensor of(long[] values, long... shape) {
        StridedLayout extent = dense(values.length, shape);
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return new StoredTensor(StoredType.INT64, extent, FileSlice.of(bytes.array()));
    }

    private static StridedLayout dense(int values, long... shape) {
        StridedLayout extent = StridedLayout.dense(shape.clone());
        if (!extent.fills(values)) {
            throw new IllegalArgumentException("tensor shape must hold exactly the values, got " + times(shape)
                    + " for " + values + " values: give the lengths of the axes, outermost first");
        }
        return extent;
    }

    /**
     * Returns the number format in the file.
     *
     * @return the format
     */
    public StoredType type() {
        return type;
    }

    /**
     * Returns the lengths of the axes.
     *
     * @return a new array, outermost axis first; empty for a scalar
     */
    public long[] shape() {
        return extent.shape().clone();
    }

    /**
     * Returns the number of elements.
     *
     * @return the number of elements
     */
    public long size() {
        return extent.size();
    }

    /**
     * Reads the numbers as float; FLOAT64 and large integers are rounded.
     *
     * @return a new array in row-major order
     * @throws IllegalArgumentException if the tensor is too large for an array
     * @throws java.io.UncheckedIOException if the file was truncated after it was opened
     */
    public float[] floats() {
        float[] values = new float[count()];
        if (!extent.isDense()) {
            type.widen(ByteBuffer.wrap(gathered()).order(ByteOrder.LITTLE_ENDIAN), values, 0);
            return values;
        }
        for (int at = 0; at < values.length; at += CHUNK) {
            int length = Math.min(CHUNK, values.length - at);
            type.widen(storage.read((extent.start() + at) * type.bytes(), length * type.bytes()), values, at);
        }
        return values;
    }

    /** Returns the same numbers with the axes in another order. */
    StoredTensor permuted(int... axes) {
        return new StoredTensor(type, extent.permuted(axes), storage);
    }

    /** Returns the first number that is not finite as float32, with its position. Reads a dense tensor in chunks. */
    Optional<String> notFinite() {
        if (!type.floating()) {
            return Optional.empty();
        }
        if (!extent.isDense()) {
            return notFinite(floats(), 0);
        }
        int count = count();
        for (int at = 0; at < count; at += CHUNK) {
            float[] values = new float[Math.min(CHUNK, count - at)];
            type.widen(storage.read((extent.start() + at) * type.bytes(), values.length * type.bytes()), values, 0);
            Optional<String> found = notFinite(values, at);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> notFinite(float[] values, int at) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                return Optional.of(values[i] + " at position " + (at + i));
            }
        }
        return Optional.empty();
    }

    /**
     * Reads the numbers as double; exact for all floating-point formats.
     *
     * @return a new array in row-major order
     * @throws IllegalArgumentException if the tensor is too large for an array
     * @throws java.io.UncheckedIOException if the file was truncated after it was opened
     */
    public double[] doubles() {
        if (type == StoredType.FLOAT64) {
            double[] values = new double[count()];
            ByteBuffer.wrap(raw())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asDoubleBuffer()
                    .get(values);
            return values;
        }
        float[] narrow = floats();
        return IntStream.range(0, narrow.length).mapToDouble(i -> narrow[i]).toArray();
    }

    /** Returns the numbers in row-major order in their stored format, little-endian. */
    byte[] raw() {
        if (!extent.isDense()) {
            return gathered();
        }
        return storage.read(extent.start() * type.bytes(), count() * type.bytes())
                .array();
    }

    /** Returns the numbers in row-major order in another format, little-endian; integers keep their format. */
    byte[] raw(StoredType wanted) {
        if (storedAs(wanted) == type) {
            return raw();
        }
        float[] values = floats();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, wanted.bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
        wanted.narrow(values, 0, bytes);
        return bytes.array();
    }

    StoredType storedAs(StoredType wanted) {
        return type.floating() ? wanted : type;
    }

    private byte[] gathered() {
        int width = type.bytes();
        long[] positions = extent.positions(count());
        ByteBuffer span = storage.read(extent.start() * width, checked(extent.span()) * width);
        byte[] numbers = new byte[positions.length * width];
        for (int i = 0; i < positions.length; i++) {
            span.get((int) (positions[i] - extent.start()) * width, numbers, i * width, width);
        }
        return numbers;
    }

    private int count() {
        return checked(size());
    }

    private static int checked(long numbers) {
        if (numbers > Integer.MAX_VALUE / Double.BYTES) {
            throw new IllegalArgumentException("a tensor to load must lie within " + Integer.MAX_VALUE / Double.BYTES
                    + " numbers, got " + numbers + ": split it into several tensors");
        }
        return (int) numbers;
    }

    /** For example {@code FLOAT16 64x3x3x3}. */
    @Override
    public String toString() {
        return type + " " + times(extent.shape());
    }

    private static String times(long[] shape) {
        return shape.length == 0
                ? "scalar"
                : Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining("x"));
    }
}
