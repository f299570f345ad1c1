package io.github.pdd4j.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The shapes of a network's weights, noted in the order of computation.
 *
 * <pre>{@code
 * System.out.println(new Shapes().convolution("conv_first", 64, 3, 3).byName().keySet());
 * }</pre>
 */
public final class Shapes {
    private final Map<String, long[]> byName = new LinkedHashMap<>();

    /** Weight and bias of a square convolution. */
    public Shapes convolution(String name, long outputs, long inputs, long side) {
        return tensor(name + ".weight", outputs, inputs, side, side).tensor(name + ".bias", outputs);
    }

    /** One tensor. */
    public Shapes tensor(String name, long... shape) {
        byName.put(name, shape);
        return this;
    }

    /** All that was noted. */
    public Map<String, long[]> byName() {
        return Collections.unmodifiableMap(byName);
    }
}
