package io.github.pdd4j.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Builds a network as an ncnn graph. Layers are added in the order of computation; each method returns the name of the
 * layer's output.
 *
 * <pre>{@code
 * var graph = new NcnnGraph(Map.of("up.weight", new long[] {12, 3, 3, 3}));
 * String residual = graph.shuffled(graph.convolution("up", graph.input()), 2);
 * graph.sum(residual, graph.enlarged(graph.input(), 2));
 * }</pre>
 */
public final class NcnnGraph implements LayerGraph {
    /** The name of the input, as Real-ESRGAN's programs expect it. */
    public static final String INPUT = "data";

    private static final String OUTPUT = "output";
    private static final String MAGIC = "7767517";

    private final Map<String, long[]> shapes;
    private final List<Layer> layers = new ArrayList<>();

    /**
     * One layer; its output has the name of the layer.
     *
     * @param data numbers of the layer that are not weights
     */
    record Layer(String type, String name, List<String> from, String parameters, List<Float> data) {}

    /**
     * Creates a graph with an input and no other layers.
     *
     * @param shapes the shapes of the weights by name
     */
    public NcnnGraph(Map<String, long[]> shapes) {
        this.shapes = shapes;
        layers.add(new Layer("Input", INPUT, List.of(), "", List.of()));
    }

    @Override
    public String input() {
        return INPUT;
    }

    @Override
    public String convolution(String name, String from) {
        long[] shape = Objects.requireNonNull(shapes.get(name + ".weight"), name);
        long weights = shape[0] * shape[1] * shape[2] * shape[3];
        return layer("Convolution", name, numbers(shape[0], shape[2], shape[2] / 2, weights), from);
    }

    @Override
    public String leaky(String name, String from, double slope) {
        convolution(name, from);
        Layer plain = layers.remove(layers.size() - 1);
        return layer("Convolution", name, plain.parameters + " 9=2 -23310=1," + number(slope), from);
    }

    @Override
    public String prelu(String name, String from) {
        return layer("PReLU", name, "0=" + Objects.requireNonNull(shapes.get(name + ".weight"), name)[0], from);
    }

    @Override
    public String joined(List<String> from) {
        return from.size() == 1 ? from.get(0) : layer("Concat", next("concat"), "", from.toArray(String[]::new));
    }

    @Override
    public String sum(String a, String b) {
        return layer("BinaryOp", next("add"), "", a, b);
    }

    @Override
    public String scaledSum(double factor, String a, String b) {
        return layer("Eltwise", next("add"), "0=1 -23301=2," + number(factor) + "," + number(1), a, b);
    }

    @Override
    public String product(String a, String b) {
        return layer("BinaryOp", next("product"), "0=2", a, b);
    }

    @Override
    public String shifted(String from, double by) {
        return layer("BinaryOp", next("shift"), "1=1 2=" + number(by), from);
    }

    @Override
    public String normalized(String from, double[] mean, double factor) {
        String means = next("mean");
        List<Float> data = Arrays.stream(mean).mapToObj(value -> (float) value).toList();
        layers.add(new Layer("MemoryData", means, List.of(), "0=1 1=1 2=" + mean.length, data));
        String centered = layer("BinaryOp", next("centered"), "0=1", from, means);
        return layer("BinaryOp", next("scale"), "0=2 1=1 2=" + number(factor), centered);
    }

    @Override
    public String sigmoid(String from) {
        return layer("Sigmoid", next("sigmoid"), "", from);
    }

    @Override
    public String swish(String from) {
        return layer("Swish", next("swish"), "", from);
    }

    @Override
    public String enlarged(String from, int scale) {
        return layer("Interp", next("resize"), "0=1 1=" + number(scale) + " 2=" + number(scale), from);
    }

    @Override
    public String shuffled(String from, int scale) {
        return layer("PixelShuffle", next("shuffle"), "0=" + scale, from);
    }

    @Override
    public String folded(String from, int scale) {
        return layer("Reorg", next("fold"), "0=" + scale, from);
    }

    List<Layer> layers() {
        return layers;
    }

    /**
     * Returns the content of the {@code .param} file. ncnn allows one reader for each output, so an output with several
     * readers is followed by a Split layer.
     */
    String text() {
        Map<String, Long> readers = layers.stream()
                .flatMap(layer -> layer.from.stream())
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        Map<String, Integer> read = new HashMap<>();
        List<String> lines = new ArrayList<>();
        int blobs = 0;
        for (Layer layer : layers) {
            int copies = readers.getOrDefault(layer.name, 0L).intValue();
            lines.add(line(layer, readers, read));
            blobs += copies > 1 ? copies + 1 : 1;
            if (copies > 1) {
                lines.add(split(layer.name, copies));
            }
        }
        return MAGIC + "\n" + lines.size() + " " + blobs + "\n" + String.join("\n", lines) + "\n";
    }

    private String line(Layer layer, Map<String, Long> readers, Map<String, Integer> read) {
        String from = layer.from.stream()
                .map(name -> readers.getOrDefault(name, 0L) > 1 ? copy(name, read.merge(name, 1, Integer::sum)) : name)
                .map(name -> " " + name)
                .collect(Collectors.joining());
        String to = layer.equals(layers.get(layers.size() - 1)) ? OUTPUT : layer.name;
        String line = layer.type + " " + layer.name + " " + layer.from.size() + " 1" + from + " " + to;
        return layer.parameters.isEmpty() ? line : line + " " + layer.parameters;
    }

    private static String split(String name, int copies) {
        return "Split " + name + "_split 1 " + copies + " " + name + " "
                + IntStream.rangeClosed(1, copies).mapToObj(k -> copy(name, k)).collect(Collectors.joining(" "));
    }

    private static String copy(String name, int number) {
        return name + "_" + number;
    }

    private String layer(String type, String name, String parameters, String... from) {
        layers.add(new Layer(type, name, List.of(from), parameters, List.of()));
        return name;
    }

    private String next(String what) {
        return what + "_" + layers.size();
    }

    /** ncnn's parameter numbers: 0 outputs, 1 kernel side, 4 padding, 5 bias, 6 total number of weights. */
    private static String numbers(long outputs, long side, long padding, long weights) {
        return "0=" + outputs + " 1=" + side + " 4=" + padding + " 5=1 6=" + weights;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%e", value);
    }
}
