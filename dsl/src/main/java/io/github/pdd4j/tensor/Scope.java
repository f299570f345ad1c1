package io.github.pdd4j.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Optional;

/**
 * Owns the arrays that are created in it, and controls whether the engine records gradients.
 *
 * <p>The engine's gradient mode belongs to the thread. A scope sets it when it opens and restores it when it closes, so
 * close it on the thread that opened it.
 *
 * <pre>{@code
 * try (Scope scope = Scope.inference()) {
 *     System.out.println(scope.tensor(new float[] {1, 2, 3}, 3).sum().getFloat());
 * }
 * }</pre>
 */
public final class Scope implements AutoCloseable {
    private final NDManager manager;
    private final boolean recordedBefore;

    private Scope(NDManager manager, boolean recording) {
        this.manager = manager;
        this.recordedBefore = JniUtils.isGradMode();
        JniUtils.setGradMode(recording);
        // The optimizing executor recompiles for every new shape; plain interpretation is faster for training.
        JniUtils.setGraphExecutorOptimize(false);
    }

    /**
     * Opens a scope on the default device without gradient recording, for predictions, metrics and weights.
     *
     * @return the scope
     */
    public static Scope inference() {
        return new Scope(Torch.manager(Torch.device()), false);
    }

    /**
     * Opens a scope on a device without gradient recording.
     *
     * @param device the device
     * @return the scope
     * @throws IllegalArgumentException if the engine does not see the device; the message gives the reason
     */
    public static Scope inference(Device device) {
        Devices.require(device);
        return new Scope(Torch.manager(device), false);
    }

    /**
     * Opens a scope on a device without gradient recording.
     *
     * @param device the device; if empty, the default device
     * @return the scope
     * @throws IllegalArgumentException if the engine does not see the device; the message gives the reason
     */
    public static Scope inference(Optional<Device> device) {
        return inference(device.orElseGet(Torch::device));
    }

    /**
     * Opens a scope on the default device with gradient recording.
     *
     * @return the scope
     */
    public static Scope recording() {
        return new Scope(Torch.manager(Torch.device()), true);
    }

    /**
     * Opens an inner scope on the same device without gradient recording.
     *
     * @return the inner scope
     */
    public Scope unrecorded() {
        return new Scope(manager.newSubManager(), false);
    }

    /**
     * Opens an inner scope on the same device with gradient recording.
     *
     * @return the inner scope
     */
    public Scope recorded() {
        return new Scope(manager.newSubManager(), true);
    }

    /**
     * Moves an array into this scope, which then frees it and what is computed with it as the first operand.
     *
     * @param array an array of another scope
     * @return the same array
     */
    public NDArray adopt(NDArray array) {
        array.attach(manager);
        return array;
    }

    /**
     * Creates a float32 tensor.
     *
     * @param values the values in row-major order
     * @param shape the lengths of the axes
     * @return the tensor
     */
    public NDArray tensor(float[] values, long... shape) {
        return manager.create(values, new Shape(shape));
    }

    /**
     * Creates a float64 tensor.
     *
     * @param values the values in row-major order
     * @param shape the lengths of the axes
     * @return the tensor
     */
    public NDArray tensor(double[] values, long... shape) {
        return manager.create(values, new Shape(shape));
    }

    /**
     * Returns the device of this scope.
     *
     * @return the device
     */
    public Device device() {
        return manager.getDevice();
    }

    /** Waits until the device has finished all computations; a GPU computes asynchronously. */
    public void await() {
        if (device().isGpu()) {
            try (NDArray last = manager.create(0f)) {
                Tensors.values(last);
            }
        }
    }

    /** Frees the GPU memory that the engine caches for future arrays. */
    public void giveBackUnused() {
        if (device().isGpu()) {
            JniUtils.emptyCudaCache();
        }
    }

    /**
     * Returns the number of open arrays in this scope and its inner scopes.
     *
     * @return the number of arrays
     */
    public int liveArrays() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        JniUtils.setGradMode(recordedBefore);
        manager.close();
    }
}
