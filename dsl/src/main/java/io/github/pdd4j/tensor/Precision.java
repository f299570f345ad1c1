package io.github.pdd4j.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Locale;

/**
 * The number type in which networks compute. Weights and losses are always float32.
 *
 * <p>Gradients pass both casts. bfloat16 has the range of float32 with 8 bits of precision, so loss scaling is not
 * needed. In bfloat16, tensors are channels-last, which is fastest for the engine's convolutions. In float32, they are
 * channels-first as in the published code, which gives the closest results to it.
 *
 * <pre>{@code
 * System.out.println(Precision.fastest(ai.djl.Device.cpu()));
 * }</pre>
 */
public enum Precision {
    /** 24 bits of precision, as in the published code. */
    FLOAT32(6),

    /** 8 bits of precision and half the memory; about twice as fast with native bfloat16 multiplication. */
    BFLOAT16(15);

    /** PyTorch's number of the type, as used in scripts. */
    private final int type;

    Precision(int type) {
        this.type = type;
    }

    /**
     * Returns {@link #BFLOAT16} if the device multiplies it natively, otherwise {@link #FLOAT32}.
     *
     * @param device the device
     * @return the precision
     */
    public static Precision fastest(Device device) {
        boolean natively = device.isGpu()
                ? Devices.multipliesBfloat16(Devices.computeCapability(device))
                : CpuFeatures.multipliesBfloat16();
        return natively ? BFLOAT16 : FLOAT32;
    }

    /**
     * Converts a constant weight to this precision. Always copies, because the memory of an array created from Java
     * values is freed when that array is closed.
     *
     * @param weight a float32 weight
     * @return the copy
     */
    public NDArray hold(NDArray weight) {
        return Tensors.OPS.call("hold", weight, type);
    }

    /**
     * Copies a weight that is changed in place, as float32 in this precision's memory layout.
     *
     * @param weight a float32 weight
     * @return the copy
     */
    public NDArray master(NDArray weight) {
        return Tensors.OPS.call("master", weight, type);
    }

    /**
     * Copies a trainable weight, as float32 in this precision's memory layout.
     *
     * @param weight a float32 weight
     * @return the copy; gradients can be computed for it
     */
    public NDArray learning(NDArray weight) {
        return Tensors.OPS.call("learning", weight, type);
    }

    /**
     * Converts an input to this precision.
     *
     * @param x an input (N, C, H, W)
     * @return the converted input
     */
    public NDArray enter(NDArray x) {
        return Tensors.OPS.call("enter", x, type);
    }

    /**
     * Converts an input and weights to this precision. The results belong to the scope of the input.
     *
     * @param x an input (N, C, H, W)
     * @param weights the weights
     * @return the converted input, followed by the converted weights
     */
    public NDList enter(NDArray x, List<NDArray> weights) {
        return Tensors.OPS.callForList("enter_with", x, weights, type);
    }

    /**
     * Converts the output of a network to float32.
     *
     * @param y the output
     * @return the float32 output
     */
    public static NDArray leave(NDArray y) {
        return Tensors.OPS.call("cast", y, FLOAT32.type);
    }

    /**
     * Converts the output for several batches to float32 and splits it.
     *
     * <p>The gradients keep the memory layout of {@code y}, which DJL's split would lose.
     *
     * @param y the output for the concatenated batches
     * @param batches the batches
     * @return the float32 output of each batch, in the same order
     */
    public static NDList leave(NDArray y, List<NDArray> batches) {
        return Tensors.OPS.callForList("leave", y, batches);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT) + "()";
    }
}
