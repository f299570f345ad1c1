package io.github.pdd4j.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * Builds a network as an ONNX graph, with any number of images of any size. Its input is called {@code input}, its
 * output {@code output}.
 *
 * <pre>{@code
 * var graph = new OnnxGraph(Map.of("up.weight", new long[] {12, 3, 3, 3}));
 * String residual = graph.shuffled(graph.convolution("up", graph.input()), 2);
 * graph.sum(residual, graph.bilinear(graph.input(), 2));
 * }</pre>
 */
public final class OnnxGraph implements LayerGraph {
    static final String INPUT = "input";
    static final int CHANNELS = 3;

    private final Map<String, long[]> shapes;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, long[]> weights = new LinkedHashMap<>();
    private final Map<String, Constant> constants = new LinkedHashMap<>();

    /**
     * One node; its output has the name of the node.
     *
     * @param attributes values by name: Long, Float, String or {@code List<Long>}
     */
    record Node(String operator, String name, List<String> from, Map<String, Object> attributes) {}

    /**
     * Numbers of the graph that are not weights.
     *
     * @param shape the lengths of the axes, outermost first; none for a single number
     * @param values the numbers in row-major order
     */
    record Constant(List<Long> shape, List<Double> values, Kind kind) {}

    /** How a constant is stored. */
    enum Kind {
        /** In the number format of the graph. */
        COMPUTED,
        /** As float32 whatever the format of the graph is, which some inputs of operators must be. */
        FLOAT32,
        /** As 64-bit integers. */
        INT64
    }

    /**
     * Creates a graph with an input and no layers.
     *
     * @param shapes the shapes of the weights by name
     */
    public OnnxGraph(Map<String, long[]> shapes) {
        this.shapes = shapes;
    }

    @Override
    public String input() {
        return INPUT;
    }

    @Override
    public String convolution(String name, String from) {
        long[] shape = shape(name + ".weight");
        long pad = shape[2] / 2;
        weights.put(name + ".weight", shape);
        weights.put(name + ".bias", new long[] {shape[0]});
        Map<String, Object> attributes =
                Map.of("kernel_shape", List.of(shape[2], shape[3]), "pads", List.of(pad, pad, pad, pad));
        return node("Conv", name, attributes, from, name + ".weight", name + ".bias");
    }

    @Override
    public String leaky(String name, String from, double slope) {
        return leaky(convolution(name, from), slope);
    }

    /**
     * Adds a leaky ReLU.
     *
     * @param from the name of the input
     * @param slope the slope for negative values
     * @return the name of the output
     */
    public String leaky(String from, double slope) {
        return node("LeakyRelu", next("leaky"), Map.of("alpha", (float) slope), from);
    }

    /**
     * Adds a ReLU.
     *
     * @param from the name of the input
     * @return the name of the output
     */
    public String relu(String from) {
        return node("Relu", next("relu"), Map.of(), from);
    }

    @Override
    public String prelu(String name, String from) {
        weights.put(name + ".weight", new long[] {shape(name + ".weight")[0], 1, 1});
        return node("PRelu", name, Map.of(), from, name + ".weight");
    }

    @Override
    public String joined(List<String> from) {
        return from.size() == 1
                ? from.get(0)
                : node("Concat", next("concat"), Map.of("axis", 1L), from.toArray(String[]::new));
    }

    @Override
    public String sum(String a, String b) {
        return node("Add", next("add"), Map.of(), a, b);
    }

    @Override
    public String scaledSum(double factor, String a, String b) {
        return sum(product(a, number(factor)), b);
    }

    @Override
    public String product(String a, String b) {
        return node("Mul", next("product"), Map.of(), a, b);
    }

    @Override
    public String shifted(String from, double by) {
        return sum(from, number(by));
    }

    @Override
    public String normalized(String from, double[] mean, double factor) {
        String means = constant(
                "mean " + Arrays.toString(mean),
                new Constant(List.of(1L, (long) mean.length, 1L, 1L), list(mean), Kind.COMPUTED));
        return product(node("Sub", next("centered"), Map.of(), from, means), number(factor));
    }

    @Override
    public String sigmoid(String from) {
        return node("Sigmoid", next("sigmoid"), Map.of(), from);
    }

    @Override
    public String swish(String from) {
        return product(from, sigmoid(from));
    }

    @Override
    public String enlarged(String from, int scale) {
        Map<String, Object> nearest =
                Map.of("mode", "nearest", "coordinate_transformation_mode", "asymmetric", "nearest_mode", "floor");
        return resized(from, scale, nearest);
    }

    /**
     * Adds bilinear upsampling between the centers of pixels, as PyTorch's without {@code align_corners}.
     *
     * @param from the name of the input
     * @param scale the scale factor in each direction
     * @return the name of the output
     */
    public String bilinear(String from, int scale) {
        return resized(from, scale, Map.of("mode", "linear", "coordinate_transformation_mode", "half_pixel"));
    }

    private String resized(String from, int scale, Map<String, Object> how) {
        String scales = constant("scale " + scale, new Constant(List.of(4L), list(1, 1, scale, scale), Kind.FLOAT32));
        // The second input, a region of interest, is left out by an empty name.
        return node("Resize", next("resize"), how, from, "", scales);
    }

    @Override
    public String shuffled(String from, int scale) {
        return node("DepthToSpace", next("shuffle"), Map.of("blocksize", (long) scale, "mode", "CRD"), from);
    }

    /** ONNX numbers the new channels by pixel, then by channel; PyTorch by channel, then by pixel. */
    @Override
    public String folded(String from, int scale) {
        int pixels = scale * scale;
        double[] order = LongStream.range(0, (long) CHANNELS * pixels)
                .mapToDouble(k -> k % pixels * CHANNELS + k / pixels)
                .toArray();
        String channels =
                constant("unshuffle " + scale, new Constant(List.of((long) order.length), list(order), Kind.INT64));
        String moved = node("SpaceToDepth", next("fold"), Map.of("blocksize", (long) scale), from);
        return node("Gather", next("order"), Map.of("axis", 1L), moved, channels);
    }

    /**
     * Adds x / factor + mean for the channels of an image, the inverse of {@link #normalized}.
     *
     * @param from the name of the input
     * @param mean the mean of each channel
     * @param factor the factor
     * @return the name of the output
     */
    public String denormalized(String from, double[] mean, double factor) {
        return normalized(
                from, Arrays.stream(mean).map(value -> -value * factor).toArray(), 1 / factor);
    }

    /**
     * Adds Mish, x · tanh(softplus(x)).
     *
     * @param from the name of the input
     * @return the name of the output
     */
    public String mish(String from) {
        return product(from, node("Tanh", next("tanh"), Map.of(), node("Softplus", next("softplus"), Map.of(), from)));
    }

    /**
     * Adds the mean of each channel over the image.
     *
     * @param from the name of the input (N, C, H, W)
     * @return the name of the output (N, C, 1, 1)
     */
    public String averaged(String from) {
        return node("GlobalAveragePool", next("average"), Map.of(), from);
    }

    /**
     * Adds a selection of consecutive channels.
     *
     * @param from the name of the input
     * @param first the first channel, from 0
     * @param end the channel after the last one
     * @return the name of the output
     */
    public String channels(String from, int first, int end) {
        return node("Slice", next("channels"), Map.of(), from, whole(first), whole(end), whole(1));
    }

    /**
     * Adds a group normalization: groups of channels get mean 0 and variance 1 over the image, then each channel its
     * factor and offset.
     *
     * @param name the name of the factors and offsets, without {@code .weight} and {@code .bias}
     * @param from the name of the input
     * @param groups the number of groups, of equally many channels
     * @param epsilon the number that is added to the variance
     * @return the name of the output
     */
    public String groupsNormalized(String name, String from, int groups, double epsilon) {
        // Each group becomes one channel of an instance normalization, since operator set 17 has no group
        // normalization.
        String joined = node("Reshape", next("groups"), Map.of(), from, numbers("groups of " + groups, 0, groups, -1));
        String[] factors = {repeated("ones", 1, groups), repeated("zeros", 0, groups)};
        Map<String, Object> attributes = Map.of("epsilon", (float) epsilon);
        String even = node("InstanceNormalization", next("normalized"), attributes, joined, factors[0], factors[1]);
        String shape = node("Shape", next("shape"), Map.of(), from);
        return affine(name, node("Reshape", next("channels"), Map.of(), even, shape));
    }

    /**
     * Adds a normalization of the channels of each pixel to mean 0 and variance 1, then each channel its factor and
     * offset.
     *
     * @param name the name of the factors and offsets, without {@code .weight} and {@code .bias}
     * @param from the name of the input
     * @param epsilon the number that is added to the variance
     * @return the name of the output
     */
    public String channelsNormalized(String name, String from, double epsilon) {
        Map<String, Object> channels = Map.of("axes", List.of(1L), "keepdims", 1L);
        String mean = node("ReduceMean", next("mean"), channels, from);
        String centered = node("Sub", next("centered"), Map.of(), from, mean);
        String variance = node("ReduceMean", next("variance"), channels, product(centered, centered));
        String deviation = node("Sqrt", next("deviation"), Map.of(), shifted(variance, epsilon));
        return affine(name, node("Div", next("even"), Map.of(), centered, deviation));
    }

    private String affine(String name, String from) {
        long channels = shape(name + ".weight")[0];
        weights.put(name + ".weight", new long[] {channels, 1, 1});
        weights.put(name + ".bias", new long[] {channels, 1, 1});
        return sum(product(from, name + ".weight"), name + ".bias");
    }

    private String whole(int number) {
        return numbers("whole " + number, number);
    }

    private String numbers(String name, double... values) {
        return constant(name, new Constant(List.of((long) values.length), list(values), Kind.INT64));
    }

    private String repeated(String name, double value, int count) {
        double[] values = new double[count];
        Arrays.fill(values, value);
        return constant(name + " " + count, new Constant(List.of((long) count), list(values), Kind.COMPUTED));
    }

    List<Node> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    /** Returns the shapes that the weights have in the graph, by name. */
    Map<String, long[]> weights() {
        return Collections.unmodifiableMap(weights);
    }

    Map<String, Constant> constants() {
        return Collections.unmodifiableMap(constants);
    }

    private long[] shape(String name) {
        return Objects.requireNonNull(shapes.get(name), name);
    }

    private String number(double value) {
        return constant("number " + (float) value, new Constant(List.of(), list(value), Kind.COMPUTED));
    }

    private static List<Double> list(double... values) {
        return Arrays.stream(values).boxed().toList();
    }

    private String constant(String name, Constant constant) {
        constants.putIfAbsent(name, constant);
        return name;
    }

    private String node(String operator, String name, Map<String, Object> attributes, String... from) {
        nodes.add(new Node(operator, name, List.of(from), attributes));
        return name;
    }

    private String next(String what) {
        return what + "_" + nodes.size();
    }
}
