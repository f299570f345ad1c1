package io.github.pdd4j.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Collects the shapes of a network's weights in the order of computation.
 *
 * <pre>{@code
 * System.out.println(new Shapes().convolution("conv_first", 64, 3, 3).byName().keySet());
 * }</pre>
 */
public final class Shapes {
    private final Map<String, long[]> byName = new LinkedHashMap<>();

    /** Creates an empty collection. */
    public Shapes() {}

    /**
     * Adds weight (outputs, inputs, side, side) and bias (outputs) of a square convolution.
     *
     * @param name the name of the layer
     * @param outputs the number of output channels
     * @param inputs the number of input channels
     * @param side the side of the kernel
     * @return this
     */
    public Shapes convolution(String name, long outputs, long inputs, long side) {
        return tensor(name + ".weight", outputs, inputs, side, side).tensor(name + ".bias", outputs);
    }

    /**
     * Adds one tensor.
     *
     * @param name the name of the tensor
     * @param shape its shape
     * @return this
     */
    public Shapes tensor(String name, long... shape) {
        byName.put(name, shape);
        return this;
    }

    /**
     * Returns the collected shapes.
     *
     * @return an unmodifiable view, in the order of insertion
     */
    public Map<String, long[]> byName() {
        return Collections.unmodifiableMap(byName);
    }
}
