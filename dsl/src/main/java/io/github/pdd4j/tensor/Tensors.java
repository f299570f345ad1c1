package io.github.pdd4j.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tensor operations that are safe inside a graph where DJL's own are not.
 *
 * <pre>{@code
 * try (Scope scope = Scope.inference()) {
 *     NDArray x = scope.tensor(new float[] {1, 2}, 2);
 *     System.out.println(Tensors.copy(x).equals(x));
 * }
 * }</pre>
 */
public final class Tensors {
    static final Script OPS = Script.of(Tensors.class, "ops.script");

    private Tensors() {}

    /**
     * The same array behind a stand-in whose every call is safe in a graph: what a loss gets.
     *
     * <p>Where DJL's own arrays are wrong, it is right: numbers stay alive until the gradient is taken and never turn
     * float32 into float64, {@code toType} and {@code duplicate} let gradients through. Whatever it leads to is safe too.
     * Operations that would change the array itself, or a view of it, are refused.
     */
    public static NDArray safe(NDArray x) {
        return SafeArray.given(x);
    }

    /** As {@link #safe}, also for what was made of safe arrays: whoever gets it cannot change it. */
    public static NDArray shared(NDArray x) {
        return SafeArray.given(SafeArray.plain(x));
    }

    /** The same values without a path for gradients; shares storage, so do not change it in place. */
    public static NDArray detached(NDArray x) {
        return OPS.call("detach", x);
    }

    /** An independent copy, without a path for gradients; {@code toDevice(same, true)} would alias the storage. */
    public static NDArray copy(NDArray x) {
        return OPS.call("copy", x);
    }

    /** An independent copy that gradients are taken with respect to. */
    public static NDArray leaf(NDArray x) {
        return OPS.call("requires_grad", x);
    }

    /**
     * The values times a number, as float32.
     *
     * <p>For arrays that are not {@link #safe}, instead of {@code x.mul(0.5f)} and {@code x.div(2)}: DJL turns the number
     * into a tensor over Java's memory and closes it at once, and a garbage collection before the gradient is taken then
     * frees what the gradient multiplies by. A double would also turn a single float32 number into float64.
     */
    public static NDArray scaled(NDArray x, double factor) {
        return OPS.call("scale", x, factor);
    }

    /** The values, or {@code least} where they are smaller; {@code x.maximum(number)} has the flaw of {@code mul}. */
    public static NDArray atLeast(NDArray x, double least) {
        return OPS.call("at_least", x, least);
    }

    /** Whether every value of these arrays, at least one, is a finite number. */
    public static boolean finite(List<NDArray> arrays) {
        try (NDArray owner = owner(arrays, 0);
                NDArray finite = OPS.call("all_finite", owner, arrays)) {
            return values(finite)[0] == 1;
        }
    }

    /** Whether a gradient can be taken of this number: whether it leads back to a leaf. */
    public static boolean hasPath(NDArray number) {
        try (NDArray found = OPS.call("has_path", number)) {
            return found.size() > 0;
        }
    }

    /**
     * The values in row-major order.
     *
     * <p>On its way to Java an array that lies on a graphics card, or channels-last, is copied; DJL keeps that copy as
     * long as the array itself, which may be as long as a training. Here it is given back at once.
     */
    public static float[] values(NDArray x) {
        NDArray plain = SafeArray.plain(x);
        try (NDManager apart = plain.getManager().newSubManager()) {
            NDArray same = OPS.call("detach", plain);
            same.attach(apart);
            return same.toFloatArray();
        }
    }

    /** The values of some arrays of one float32 number each, waiting for the device once. */
    public static double[] numbers(List<NDArray> numbers) {
        if (numbers.isEmpty()) {
            return new double[0];
        }
        try (NDArray owner = owner(numbers, 0);
                NDArray all = OPS.call("row", owner, numbers)) {
            float[] values = values(all);
            return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
        }
    }

    /** A number for a script, whose results belong to the scope of these arrays; it lies on the CPU, so nothing waits. */
    private static NDArray owner(List<NDArray> arrays, double value) {
        PtNDManager scope = (PtNDManager) SafeArray.plain(arrays.get(0)).getManager();
        ByteBuffer number = scope.allocateDirect(Float.BYTES).putFloat(0, (float) value);
        NDArray array = JniUtils.createNdFromByteBuffer(
                scope, number, new Shape(), DataType.FLOAT32, SparseFormat.DENSE, Device.cpu());
        return SafeArray.isSafe(arrays.get(0)) ? SafeArray.safe(array) : array;
    }

    /**
     * The gradients of a scalar loss with respect to some arrays; arrays that it does not depend on get zeros.
     *
     * <p>What was kept for them is given back on the way, so another gradient cannot be taken through the same graph.
     */
    public static NDList gradients(NDArray loss, List<NDArray> of) {
        return gradients(loss, of, false);
    }

    /** The same where another gradient is to follow through the same graph. */
    public static NDList firstGradients(NDArray loss, List<NDArray> of) {
        return gradients(loss, of, true);
    }

    private static NDList gradients(NDArray loss, List<NDArray> of, boolean keep) {
        requireScalar(loss);
        return OPS.callForList("gradients", SafeArray.plain(loss), of, keep ? 1 : 0);
    }

    /** The common Euclidean norm of some arrays, at least one, as one number. */
    public static NDArray norm(List<NDArray> arrays) {
        try (NDArray owner = owner(arrays, 0)) {
            return OPS.call("norm", owner, arrays);
        }
    }

    /** Moves {@code a} towards {@code b}, in place: {@code a ← a + weight · (b − a)}. */
    public static void lerp(List<NDArray> a, List<NDArray> b, double weight) {
        try (NDArray by = owner(a, weight)) {
            OPS.call("lerp", by, a, b).close();
        }
    }

    /** Gives an array these values in row-major order, in place. */
    public static void assign(NDArray to, float[] values) {
        try (NDArray from = to.getManager().create(values, to.getShape())) {
            OPS.call("assign", to, from).close();
        }
    }

    /** Shortens gradients, in place, so that their common Euclidean norm is at most {@code limit}; returns the norm. */
    public static double clip(NDList gradients, double limit) {
        try (NDArray at = owner(gradients, limit);
                NDArray norm = OPS.call("clip", at, gradients)) {
            return values(norm)[0];
        }
    }

    private static void requireScalar(NDArray loss) {
        if (loss.size() != 1) {
            throw new IllegalArgumentException("loss must be one number, got an array of shape " + loss.getShape()
                    + ": end it with .mean() or .sum()");
        }
        if (loss.getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException("loss must be float32, got " + loss.getDataType()
                    + ": scale with Tensors.scaled(x, 0.5), a double promotes a single number to float64");
        }
    }
}
