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
 * Tensor operations that are correct in autograd graphs where DJL's own are not.
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
     * Wraps an array in a proxy with correct gradients, for use in a loss.
     *
     * <p>The proxy fixes DJL's defects: number arguments stay in memory until the gradient is computed and never
     * promote float32 to float64, and {@code toType} and {@code duplicate} pass gradients. Results of its methods are
     * wrapped too. Operations that would change the array itself or a view of it throw {@link RefusedCallException}.
     *
     * @param x an array
     * @return the proxy
     */
    public static NDArray safe(NDArray x) {
        return SafeArray.given(x);
    }

    /**
     * Wraps an array like {@link #safe}, including results of wrapped arrays: the returned proxy cannot be used to
     * change the array.
     *
     * @param x an array or a proxy
     * @return the proxy
     */
    public static NDArray shared(NDArray x) {
        return SafeArray.given(SafeArray.plain(x));
    }

    /**
     * Detaches an array from the autograd graph. It shares the storage, so do not change it in place.
     *
     * @param x an array
     * @return an array with the same values and no gradient path
     */
    public static NDArray detached(NDArray x) {
        return OPS.call("detach", x);
    }

    /**
     * Copies an array without its gradient path. DJL's {@code toDevice(same, true)} would share the storage.
     *
     * @param x an array
     * @return an independent copy
     */
    public static NDArray copy(NDArray x) {
        return OPS.call("copy", x);
    }

    /**
     * Copies an array as a leaf that gradients are computed for.
     *
     * @param x an array
     * @return an independent copy
     */
    public static NDArray leaf(NDArray x) {
        return OPS.call("requires_grad", x);
    }

    /**
     * Multiplies an array by a number, as float32.
     *
     * <p>Use it instead of {@code x.mul(0.5f)} and {@code x.div(2)} for arrays that are not {@link #safe}. DJL wraps
     * the number in a tensor over Java memory and closes it at once, so a garbage collection before the backward pass
     * frees the factor. A double would also promote a single float32 number to float64.
     *
     * @param x an array
     * @param factor the factor
     * @return the product
     */
    public static NDArray scaled(NDArray x, double factor) {
        return OPS.call("scale", x, factor);
    }

    /**
     * Replaces smaller values by a minimum. {@code x.maximum(number)} has the same defect as {@code mul}; see {@link
     * #scaled}.
     *
     * @param x an array
     * @param least the minimum
     * @return the new array
     */
    public static NDArray atLeast(NDArray x, double least) {
        return OPS.call("at_least", x, least);
    }

    /**
     * Returns whether all values of the arrays are finite.
     *
     * @param arrays at least one array
     * @return whether all values are finite
     */
    public static boolean finite(List<NDArray> arrays) {
        try (NDArray owner = owner(arrays, 0);
                NDArray finite = OPS.call("all_finite", owner, arrays)) {
            return values(finite)[0] == 1;
        }
    }

    /**
     * Returns whether a number depends on a leaf, so that its gradient can be computed.
     *
     * @param number an array of one number
     * @return whether it has a gradient path
     */
    public static boolean hasPath(NDArray number) {
        try (NDArray found = OPS.call("has_path", number)) {
            return found.size() > 0;
        }
    }

    /**
     * Copies the values of an array to Java.
     *
     * <p>For an array on a GPU or in channels-last layout, DJL makes an intermediate copy that lives as long as the
     * array, possibly for the whole training. Here it is freed at once.
     *
     * @param x an array, float32
     * @return the values in row-major order
     */
    public static float[] values(NDArray x) {
        NDArray plain = SafeArray.plain(x);
        try (NDManager apart = plain.getManager().newSubManager()) {
            NDArray same = OPS.call("detach", plain);
            same.attach(apart);
            return same.toFloatArray();
        }
    }

    /**
     * Copies several scalars to Java with one synchronization of the device.
     *
     * @param numbers arrays of one float32 number each
     * @return the values, in the same order
     */
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

    /**
     * Returns a number as first argument of a script, so that its results belong to the scope of the arrays. It is on
     * the CPU, so that reading it does not wait for the GPU.
     */
    private static NDArray owner(List<NDArray> arrays, double value) {
        PtNDManager scope = (PtNDManager) SafeArray.plain(arrays.get(0)).getManager();
        ByteBuffer number = scope.allocateDirect(Float.BYTES).putFloat(0, (float) value);
        NDArray array = JniUtils.createNdFromByteBuffer(
                scope, number, new Shape(), DataType.FLOAT32, SparseFormat.DENSE, Device.cpu());
        return SafeArray.isSafe(arrays.get(0)) ? SafeArray.safe(array) : array;
    }

    /**
     * Computes the gradients of a scalar loss. The graph is freed, so a second call for the same graph fails.
     *
     * @param loss one float32 number
     * @param of the arrays to differentiate with respect to
     * @return the gradients, in the order of {@code of}; zeros for an array that the loss does not depend on
     * @throws IllegalArgumentException if the loss is not one float32 number
     */
    public static NDList gradients(NDArray loss, List<NDArray> of) {
        return gradients(loss, of, false);
    }

    /**
     * Computes gradients like {@link #gradients}, but keeps the graph for another call.
     *
     * @param loss one float32 number
     * @param of the arrays to differentiate with respect to
     * @return the gradients, in the order of {@code of}; zeros for an array that the loss does not depend on
     * @throws IllegalArgumentException if the loss is not one float32 number
     */
    public static NDList firstGradients(NDArray loss, List<NDArray> of) {
        return gradients(loss, of, true);
    }

    /**
     * Carries gradients with respect to some results back to the arrays that these were computed from: the gradient of Σ
     * results · gradients, with the gradients held fixed (a vector-Jacobian product).
     *
     * @param results arrays with a gradient path
     * @param gradients one for each result, of its shape
     * @param of the arrays to differentiate with respect to
     * @param keep whether the graph is kept for another call
     * @return the gradients, in the order of {@code of}; zeros for an array that no result depends on
     */
    public static NDList pulledBack(List<NDArray> results, List<NDArray> gradients, List<NDArray> of, boolean keep) {
        try (NDArray owner = owner(gradients, 0)) {
            return OPS.callForList("pulled_back", owner, results, gradients, of, keep ? 1 : 0);
        }
    }

    /**
     * Computes the inner products of several arrays of one size.
     *
     * @param arrays at least one array; all of one number of elements
     * @return inner product of each with each
     */
    public static double[][] products(List<NDArray> arrays) {
        int n = arrays.size();
        try (NDArray owner = owner(arrays, 0);
                NDArray gram = OPS.call("products", owner, arrays)) {
            float[] values = values(gram);
            return IntStream.range(0, n)
                    .mapToObj(i -> IntStream.range(0, n)
                            .mapToDouble(j -> values[i * n + j])
                            .toArray())
                    .toArray(double[][]::new);
        }
    }

    private static NDList gradients(NDArray loss, List<NDArray> of, boolean keep) {
        requireScalar(loss);
        return OPS.callForList("gradients", SafeArray.plain(loss), of, keep ? 1 : 0);
    }

    /**
     * Computes the joint Euclidean norm of several arrays.
     *
     * @param arrays at least one array
     * @return the norm, an array of one number
     */
    public static NDArray norm(List<NDArray> arrays) {
        try (NDArray owner = owner(arrays, 0)) {
            return OPS.call("norm", owner, arrays);
        }
    }

    /**
     * Interpolates in place: {@code a ← a + weight · (b − a)}.
     *
     * @param a the arrays to change
     * @param b the target values, in the same order
     * @param weight the weight of {@code b}
     */
    public static void lerp(List<NDArray> a, List<NDArray> b, double weight) {
        try (NDArray by = owner(a, weight)) {
            OPS.call("lerp", by, a, b).close();
        }
    }

    /**
     * Adds low-rank changes to weights: W + scale · B·A, where a kernel is a matrix with a row for each output channel.
     * Gradients flow to all three.
     *
     * @param owner an array of the scope that the results belong to
     * @param weights weights of two or more axes
     * @param a for each weight, (r, columns of the matrix)
     * @param b for each weight, (rows of the matrix, r)
     * @param scale the factor of the products
     * @return the changed weights, in the same order
     */
    public static NDList lowRank(NDArray owner, List<NDArray> weights, List<NDArray> a, List<NDArray> b, double scale) {
        return OPS.callForList("low_rank", SafeArray.plain(owner), weights, a, b, scale);
    }

    /**
     * Moves an array into the scope of another one, so that it outlives the scope that it was computed in.
     *
     * @param owner an array of the scope to move to
     * @param array the array to move
     * @return the same array
     */
    public static NDArray handedTo(NDArray owner, NDArray array) {
        array.attach(owner.getManager());
        return array;
    }

    /**
     * Adds arrays to others in place: {@code a ← a + b}.
     *
     * @param a the arrays to change
     * @param b what is added, in the same order
     */
    public static void accumulate(List<NDArray> a, List<NDArray> b) {
        try (NDArray owner = owner(a, 0)) {
            OPS.call("accumulate", owner, a, b).close();
        }
    }

    /**
     * Overwrites an array in place.
     *
     * @param to the array
     * @param values the new values in row-major order
     */
    public static void assign(NDArray to, float[] values) {
        try (NDArray from = to.getManager().create(values, to.getShape())) {
            OPS.call("assign", to, from).close();
        }
    }

    /**
     * Scales gradients in place so that their joint Euclidean norm is at most a limit.
     *
     * @param gradients the gradients, at least one
     * @param limit the maximum norm
     * @return the norm before clipping
     */
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
