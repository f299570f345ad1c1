package io.github.pdd4j.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.pdd4j.api.Internal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A constant array that is copied to each device once instead of at every use.
 *
 * <pre>{@code
 * Constant half = Constant.of(new float[] {0.5f}, 1);
 * try (Scope scope = Scope.inference()) {
 *     NDArray x = scope.tensor(new float[] {1, 2}, 2);
 *     System.out.println(x.mul(half.onDeviceOf(x)).sum().getFloat());
 * }
 * }</pre>
 */
@Internal
public final class Constant {
    private final float[] values;
    private final Shape shape;
    private final Map<Device, NDArray> byDevice = new ConcurrentHashMap<>();

    private Constant(float[] values, Shape shape) {
        this.values = values;
        this.shape = shape;
    }

    /**
     * Creates a constant.
     *
     * @param values the values in row-major order; copied
     * @param shape the lengths of the axes
     * @return the constant
     */
    public static Constant of(float[] values, long... shape) {
        return new Constant(values.clone(), new Shape(shape));
    }

    /**
     * Returns the array on the device of another one. It lives as long as the process; do not change it in place.
     *
     * @param x an array on the wanted device
     * @return the float32 array
     */
    public NDArray onDeviceOf(NDArray x) {
        return byDevice.computeIfAbsent(
                x.getDevice(), device -> Torch.manager(device).create(values, shape));
    }
}
