package io.github.pdd4j.weights;

import java.util.Arrays;

/** Where a tensor's numbers lie in its storage, counted in numbers: start, shape and strides. */
final class StridedLayout {
    /** PyTorch's own limit. */
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

    /** Fortran's order: the first axis runs fastest. */
    static StridedLayout columnMajor(long... shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int axis = 0; axis < shape.length; axis++) {
            strides[axis] = stride;
            stride *= Math.max(1, shape[axis]);
        }
        return new StridedLayout(0, shape, strides);
    }

    private static long[] rowMajor(long[] shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            // A shape that overflows here is one that fits nothing.
            stride *= Math.max(1, shape[axis]);
        }
        return strides;
    }

    long start() {
        return start;
    }

    /** Not a copy: for this package's reading only. */
    long[] shape() {
        return shape;
    }

    long[] strides() {
        return strides;
    }

    /** How many numbers the shape holds. */
    long size() {
        long size = 1;
        for (long length : shape) {
            size = Math.multiplyExact(size, length);
        }
        return size;
    }

    /** Whether every number lies in a storage of {@code stored} numbers, and none is there twice in bulk. */
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

    /** Whether the numbers are exactly as many as those of the storage. */
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

    /** How many numbers lie between the first and the last, both included. */
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

    /** Position of each of the {@code count} numbers in row-major order. */
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
