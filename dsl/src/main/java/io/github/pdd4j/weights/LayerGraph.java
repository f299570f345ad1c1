package io.github.pdd4j.weights;

import java.util.List;

/**
 * Builds a network for another program, layer by layer in the order of computation. An architecture that describes its
 * layers by this interface can be written for ncnn and as ONNX.
 *
 * <p>Each method returns the name of the layer's output.
 *
 * <pre>{@code
 * LayerGraph graph = new OnnxGraph(Map.of("up.weight", new long[] {12, 3, 3, 3}));
 * String residual = graph.shuffled(graph.convolution("up", graph.input()), 2);
 * graph.sum(residual, graph.enlarged(graph.input(), 2));
 * }</pre>
 */
public interface LayerGraph {
    /**
     * Returns the name of the input: images (N, 3, H, W), RGB in [0, 1].
     *
     * @return the name
     */
    String input();

    /**
     * Adds a square convolution with bias, stride 1 and zero padding that preserves the size.
     *
     * @param name the name of its weight and bias, without {@code .weight} and {@code .bias}
     * @param from the name of the input
     * @return the name of the output
     */
    String convolution(String name, String from);

    /**
     * Adds a convolution followed by a leaky ReLU; see {@link #convolution}.
     *
     * @param name the name of the convolution's weight and bias
     * @param from the name of the input
     * @param slope the slope for negative values
     * @return the name of the output
     */
    String leaky(String name, String from, double slope);

    /**
     * Adds a PReLU with one slope for each channel.
     *
     * @param name the name of its slopes, without {@code .weight}
     * @param from the name of the input
     * @return the name of the output
     */
    String prelu(String name, String from);

    /**
     * Adds a concatenation along the channels.
     *
     * @param from the names of the inputs
     * @return the name of the output
     */
    String joined(List<String> from);

    /**
     * Adds the sum a + b.
     *
     * @param a the name of the first input
     * @param b the name of the second input
     * @return the name of the output
     */
    String sum(String a, String b);

    /**
     * Adds the weighted sum factor · a + b.
     *
     * @param factor the weight of the first input
     * @param a the name of the first input
     * @param b the name of the second input
     * @return the name of the output
     */
    String scaledSum(double factor, String a, String b);

    /**
     * Adds the product a · b.
     *
     * @param a the name of the first input
     * @param b the name of the second input
     * @return the name of the output
     */
    String product(String a, String b);

    /**
     * Adds a number to all values.
     *
     * @param from the name of the input
     * @param by the number
     * @return the name of the output
     */
    String shifted(String from, double by);

    /**
     * Adds (x − mean) · factor for the channels of an image.
     *
     * @param from the name of the input
     * @param mean the mean of each channel
     * @param factor the factor
     * @return the name of the output
     */
    String normalized(String from, double[] mean, double factor);

    /**
     * Adds a sigmoid.
     *
     * @param from the name of the input
     * @return the name of the output
     */
    String sigmoid(String from);

    /**
     * Adds a swish (SiLU), x · sigmoid(x).
     *
     * @param from the name of the input
     * @return the name of the output
     */
    String swish(String from);

    /**
     * Adds nearest-neighbor upsampling.
     *
     * @param from the name of the input
     * @param scale the scale factor in each direction
     * @return the name of the output
     */
    String enlarged(String from, int scale);

    /**
     * Adds a pixel shuffle, which moves channels to pixels.
     *
     * @param from the name of the input
     * @param scale the scale factor in each direction
     * @return the name of the output
     */
    String shuffled(String from, int scale);

    /**
     * Adds a pixel unshuffle, which moves pixels to channels.
     *
     * @param from the name of the input, whose number of channels is 3
     * @param scale the factor in each direction by which the size is divided
     * @return the name of the output
     */
    String folded(String from, int scale);
}
