package io.github.pdd4j.network;

import io.github.pdd4j.api.Internal;
import io.github.pdd4j.weights.OnnxGraph;
import io.github.pdd4j.weights.StateDict;

/**
 * The usual upsampling at the end of a network: for powers of 2, convolutions that are each followed by a pixel shuffle
 * ×2; for ×3, one that is followed by a pixel shuffle ×3. The shuffles have numbers too, but no weights.
 *
 * <pre>{@code
 * System.out.println(PixelShuffleSteps.of(4).count());
 * }</pre>
 *
 * @param count the number of convolutions
 * @param step the scale factor of each
 */
@Internal
public record PixelShuffleSteps(int count, int step) {
    /**
     * Returns the steps to a scale.
     *
     * @param scale the scale factor, 3 or a power of 2
     * @return the steps
     */
    public static PixelShuffleSteps of(int scale) {
        return scale == 3
                ? new PixelShuffleSteps(1, 3)
                : new PixelShuffleSteps(Integer.numberOfTrailingZeros(scale), 2);
    }

    /**
     * Returns the scale factor of the steps that a checkpoint holds.
     *
     * @param weights the tensors of the checkpoint
     * @param prefix what precedes the numbers of the convolutions, with a dot at its end
     * @return the scale factor
     */
    public static int scale(StateDict weights, String prefix) {
        String first = prefix + "0.weight";
        if (!weights.has(first, 4)) {
            return 1;
        }
        boolean three = weights.length(first, 0) == 9 * weights.length(first, 1);
        return three ? 3 : 1 << Math.min(weights.largest(prefix) / 2 + 1, 5);
    }

    /**
     * Returns the scale factor of one convolution to RGB that a pixel shuffle follows.
     *
     * @param weights the tensors of the checkpoint
     * @param name the name of the convolution
     * @return the scale factor
     */
    public static int scaleOfOne(StateDict weights, String name) {
        return (int) Math.round(Math.sqrt(weights.length(name + ".weight", 0) / 3.0));
    }

    /**
     * Adds the convolutions of the steps.
     *
     * @param shapes the shapes to add to
     * @param prefix what precedes the numbers of the convolutions, with a dot at its end
     * @param features the number of channels before and after each step
     * @return {@code shapes}
     */
    public Shapes shapes(Shapes shapes, String prefix, long features) {
        for (int i = 0; i < count; i++) {
            shapes.convolution(prefix + 2 * i, features * step * step, features, 3);
        }
        return shapes;
    }

    /**
     * Adds the steps to a graph.
     *
     * @param graph the graph
     * @param prefix what precedes the numbers of the convolutions, with a dot at its end
     * @param from the name of the input
     * @return the name of the output
     */
    public String layers(OnnxGraph graph, String prefix, String from) {
        String y = from;
        for (int i = 0; i < count; i++) {
            y = graph.shuffled(graph.convolution(prefix + 2 * i, y), step);
        }
        return y;
    }
}
