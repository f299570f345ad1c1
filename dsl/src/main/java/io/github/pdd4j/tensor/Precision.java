package io.github.pdd4j.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Locale;

/**
 * The number type in which networks compute; weights are kept, and losses taken, in float32 either way.
 *
 * <p>Gradients flow through both casts. bfloat16 has the range of float32 with 8 bits of precision, so no loss needs to
 * be scaled. In bfloat16 the channels of a pixel lie side by side, for which the engine's convolutions are fastest; in
 * float32 planes follow each other as in the published code, whose numbers are met most closely so.
 *
 * <pre>{@code
 * System.out.println(Precision.fastest(ai.djl.Device.cpu()));
 * }</pre>
 */
public enum Precision {
    /** 24 bits of precision: what the published code computes in. */
    FLOAT32(6),

    /** 8 bits of precision, half the memory; twice as fast where the processor multiplies it natively. */
    BFLOAT16(15);

    /** PyTorch's number of the type, as scripts know it. */
    private final int type;

    Precision(int type) {
        this.type = type;
    }

    /** {@link #BFLOAT16} where the device multiplies it natively, {@link #FLOAT32} elsewhere. */
    public static Precision fastest(Device device) {
        boolean natively = device.isGpu()
                ? Devices.multipliesBfloat16(Devices.computeCapability(device))
                : CpuFeatures.multipliesBfloat16();
        return natively ? BFLOAT16 : FLOAT32;
    }

    /** A weight that stays, as a network computes with it: a copy, for what Java made ends with the array it made. */
    public NDArray hold(NDArray weight) {
        return Tensors.OPS.call("hold", weight, type);
    }

    /** A weight that is changed in place: a float32 copy that lies as this precision's networks read it. */
    public NDArray master(NDArray weight) {
        return Tensors.OPS.call("master", weight, type);
    }

    /** The same, to take gradients with respect to. */
    public NDArray learning(NDArray weight) {
        return Tensors.OPS.call("learning", weight, type);
    }

    /** An input (N, C, H, W) as a network computes with it. */
    public NDArray enter(NDArray x) {
        return Tensors.OPS.call("enter", x, type);
    }

    /** An input and the weights after it, as a network computes with them; all belong to the input's scope. */
    public NDList enter(NDArray x, List<NDArray> weights) {
        return Tensors.OPS.callForList("enter_with", x, weights, type);
    }

    /** What a network computed, as float32. */
    public static NDArray leave(NDArray y) {
        return Tensors.OPS.call("cast", y, FLOAT32.type);
    }

    /**
     * What a network computed of several batches in one pass, as float32, each batch's by itself.
     *
     * <p>Their gradients come back in the order in which {@code y} lies in memory, where DJL's split would lose it.
     */
    public static NDList leave(NDArray y, List<NDArray> batches) {
        return Tensors.OPS.callForList("leave", y, batches);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT) + "()";
    }
}
