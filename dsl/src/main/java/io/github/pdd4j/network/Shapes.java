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
        return layer(name, outputs, inputs, side, side);
    }

    /**
     * Adds weight and bias of any layer, for example {@code layer("fc1", 64, 32)} of a linear one or {@code
     * layer("norm", 64)} of a normalization.
     *
     * @param name the name of the layer
     * @param weight the shape of the weight, the number of outputs first, which is also the length of the bias
     * @return this
     */
    public Shapes layer(String name, long... weight) {
        return tensor(name + ".weight", weight).tensor(name + ".bias", weight[0]);
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
