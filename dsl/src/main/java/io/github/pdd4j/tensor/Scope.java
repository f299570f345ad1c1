package io.github.pdd4j.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Optional;

/**
 * A stretch of work that owns every array made in it and says whether the engine records gradients meanwhile.
 *
 * <p>Gradient mode belongs to the thread in this engine, so a scope sets it when it opens and puts it back when it
 * closes; it must be closed by the thread that opened it.
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

    /** A scope on the default device in which nothing is recorded: predictions, metrics, weights. */
    public static Scope inference() {
        return new Scope(Torch.manager(Torch.device()), false);
    }

    /**
     * A scope on this device in which nothing is recorded.
     *
     * @throws IllegalArgumentException if the engine does not see the device; the message says why
     */
    public static Scope inference(Device device) {
        Devices.require(device);
        return new Scope(Torch.manager(device), false);
    }

    /** The same on the default device where none is given. */
    public static Scope inference(Optional<Device> device) {
        return inference(device.orElseGet(Torch::device));
    }

    /** A scope on the default device in which operators are recorded, so that gradients can be asked for. */
    public static Scope recording() {
        return new Scope(Torch.manager(Torch.device()), true);
    }

    /** A shorter-lived scope on the same device, in which nothing is recorded. */
    public Scope unrecorded() {
        return new Scope(manager.newSubManager(), false);
    }

    /** A shorter-lived scope on the same device, in which operators are recorded. */
    public Scope recorded() {
        return new Scope(manager.newSubManager(), true);
    }

    /** A float32 tensor with these values in row-major order. */
    public NDArray tensor(float[] values, long... shape) {
        return manager.create(values, new Shape(shape));
    }

    /** A float64 tensor with these values in row-major order. */
    public NDArray tensor(double[] values, long... shape) {
        return manager.create(values, new Shape(shape));
    }

    /** The device that this scope computes on. */
    public Device device() {
        return manager.getDevice();
    }

    /** Waits until all that was asked for is computed: a graphics card works on while Java goes on. */
    public void await() {
        if (device().isGpu()) {
            try (NDArray last = manager.create(0f)) {
                Tensors.values(last);
            }
        }
    }

    /** Gives a graphics card's memory back that the engine keeps for arrays to come. */
    public void giveBackUnused() {
        if (device().isGpu()) {
            JniUtils.emptyCudaCache();
        }
    }

    /** How many arrays are alive in this scope and in the scopes inside it. */
    public int liveArrays() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        JniUtils.setGradMode(recordedBefore);
        manager.close();
    }
}
