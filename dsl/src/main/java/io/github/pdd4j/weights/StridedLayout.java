package io.github.pdd4j.weights;

import java.util.Arrays;

/** The offset, shape and strides of a tensor in its storage, counted in elements. */
final class StridedLayout {
    /** PyTorch's limit. */
    static final int MAX_DIMENSIONS = 64;

    private final long start;
    private final long[] shape;
    private final long[] strides;

    StridedLayout(long start, long[] shape, long[] strides) {
        this.start = start;
        this.shape = shape;
        this.strides = strides;
    }

    static StridedLayout dense(long... shape) {
        return new StridedLayout(0, shape, rowMajor(shape));
    }

    /** Fortran order: the first axis varies fastest. */
    static StridedLayout columnMajor(long... shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int axis = 0; axis < shape.length; axis++) {
            strides[axis] = stride;
            stride *= Math.max(1, shape[axis]);
        }
        return new StridedLayout(0, shape, strides);
    }

    /** Returns the layout of the same elements with the axes in another order. */
    StridedLayout permuted(int... axes) {
        return new StridedLayout(
                start,
                Arrays.stream(axes).mapToLong(axis -> shape[axis]).toArray(),
                Arrays.stream(axes).mapToLong(axis -> strides[axis]).toArray());
    }

    private static long[] rowMajor(long[] shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            // fits(...) rejects a shape whose strides overflow here.
            stride *= Math.max(1, shape[axis]);
        }
        return strides;
    }

    long start() {
        return start;
    }

    /** Returns the array itself, not a copy; do not change it. */
    long[] shape() {
        return shape;
    }

    long[] strides() {
        return strides;
    }

    /** Returns the number of elements of the shape. */
    long size() {
        long size = 1;
        for (long length : shape) {
            size = Math.multiplyExact(size, length);
        }
        return size;
    }

    /**
     * Returns whether every element lies within a storage of {@code stored} elements and the tensor has no more
     * elements than the storage. The second condition rejects tensors that repeat a small storage.
     */
    boolean fits(long stored) {
        if (start < 0 || shape.length > MAX_DIMENSIONS || shape.length != strides.length || anyNegative()) {
            return false;
        }
        try {
            long size = size();
            return size == 0 || (size <= stored && last() < stored);
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /** Returns whether the tensor fits and has as many elements as the storage. */
    boolean fills(long stored) {
        return fits(stored) && size() == stored;
    }

    private boolean anyNegative() {
        return Arrays.stream(shape).anyMatch(length -> length < 0)
                || Arrays.stream(strides).anyMatch(stride -> stride < 0);
    }

    private long last() {
        long last = start;
        for (int axis = 0; axis < shape.length; axis++) {
            last = Math.addExact(last, Math.multiplyExact(shape[axis] - 1, strides[axis]));
        }
        return last;
    }

    /** Returns the number of elements from the first to the last one, both included. */
    long span() {
        return size() == 0 ? 0 : last() - start + 1;
    }

    boolean isDense() {
        long[] dense = rowMajor(shape);
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] != 1 && strides[axis] != dense[axis]) {
                return false;
            }
        }
        return true;
    }

    /** Returns the position of each of the {@code count} elements in row-major order. */
    long[] positions(int count) {
        long[] positions = new long[count];
        long[] index = new long[shape.length];
        long position = start;
        for (int i = 0; i < positions.length; i++) {
            positions[i] = position;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                position += strides[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                position -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
        return positions;
    }
}
