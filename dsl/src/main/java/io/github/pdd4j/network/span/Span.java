package io.github.pdd4j.network.span;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.BodyFeatureConfig;
import io.github.pdd4j.network.RgbOnly;
import io.github.pdd4j.network.ScriptedConfig;
import io.github.pdd4j.network.Shapes;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.tensor.ScriptFunction;
import io.github.pdd4j.weights.LayerGraph;
import io.github.pdd4j.weights.NcnnGraph;
import io.github.pdd4j.weights.OnnxGraph;
import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SPAN, the Swift Parameter-free Attention Network (Wan et al. 2024, fig. 2).
 *
 * <p>Its 3×3 convolutions are trained as four convolutions each and computed as one, {@code eval_conv}. Checkpoints
 * with both are read and written with both, others with {@code eval_conv} alone.
 */
public final class Span implements Architecture {
    private static final Script SCRIPT = Script.of(Span.class, "span.script");

    /** Of DIV2K, in RGB; subtracted from the input. */
    static final double[] MEAN = {0.4488, 0.4371, 0.4040};

    /** The number that the input is then multiplied by. */
    static final double RANGE = 255;

    static final int BLOCKS = 6;

    private static final String TRAINED_LANDMARK = "block_1.c1_r.sk.weight";

    /** In the variant that takes the input as it is, a tensor without use says so. */
    static final String NO_NORM = "no_norm";

    /** Creates the plug-in; {@link java.util.ServiceLoader} calls this constructor. */
    public Span() {}

    @Override
    public String family() {
        return "SPAN";
    }

    @Override
    public String landmark() {
        return "block_1.c1_r.eval_conv.weight";
    }

    @Override
    public Optional<Recognized> recognize(StateDict weights) {
        StateDict usual = NcnnSpan.usual(weights);
        if (!usual.has(landmark(), 4) && !usual.has(TRAINED_LANDMARK, 4)) {
            return Optional.empty();
        }
        RgbOnly.check(family(), usual, "conv_1.eval_conv.weight", "upsampler.0.weight", 3);
        return Optional.of(new Recognized(Config.of(usual), usual));
    }

    /**
     * Returns a network of this size whose convolutions are single ones.
     *
     * @param scale the scale factor
     * @param features the number of channels of each convolution, 48 or 52 in the published networks
     * @return the configuration
     */
    public static BodyFeatureConfig sized(int scale, int features) {
        return new Config(scale, features, true, true);
    }

    /** Returns the names of the 3×3 convolutions that are trained as four, in the order of computation. */
    static List<String> convolutions() {
        List<String> names = new ArrayList<>(List.of("conv_1"));
        for (int block = 1; block <= BLOCKS; block++) {
            for (int k = 1; k <= 3; k++) {
                names.add("block_" + block + ".c" + k + "_r");
            }
        }
        names.add("conv_2");
        return List.copyOf(names);
    }

    /**
     * The size of a SPAN.
     *
     * @param scale the scale factor
     * @param features the number of channels of each convolution
     * @param fused whether each 3×3 convolution is one, instead of the four that it is trained as
     * @param normalized whether the mean is subtracted from the input and the rest multiplied by 255
     */
    record Config(int scale, int features, boolean fused, boolean normalized)
            implements BodyFeatureConfig, ScriptedConfig {
        /** Assumed if the last tensor is missing, to name it in the message. */
        private static final int USUAL_SCALE = 4;

        static Config of(StateDict weights) {
            String end = "upsampler.0.weight";
            int outputs = weights.has(end) ? weights.length(end, 0) : 3 * USUAL_SCALE * USUAL_SCALE;
            boolean fused = !weights.has(TRAINED_LANDMARK);
            return new Config(
                    (int) Math.round(Math.sqrt(outputs / 3.0)),
                    weights.length(fused ? "block_1.c1_r.eval_conv.weight" : TRAINED_LANDMARK, 0),
                    fused,
                    !weights.has(NO_NORM));
        }

        @Override
        public String architecture() {
            return "SPAN";
        }

        @Override
        public int blocks() {
            return BLOCKS;
        }

        /** The number of tensors of each 3×3 convolution. */
        private int step() {
            return fused ? 2 : 10;
        }

        @Override
        public Map<String, long[]> shapes() {
            Shapes shapes = new Shapes();
            for (String name : convolutions()) {
                int inputs = name.equals("conv_1") ? 3 : features;
                if (!fused) {
                    shapes.convolution(name + ".sk", features, inputs, 1)
                            .convolution(name + ".conv.0", 2L * inputs, inputs, 1)
                            .convolution(name + ".conv.1", 2L * features, 2L * inputs, 3)
                            .convolution(name + ".conv.2", features, 2L * features, 1);
                }
                shapes.convolution(name + ".eval_conv", features, inputs, 3);
            }
            shapes.convolution("conv_cat", features, 4L * features, 1)
                    .convolution("upsampler.0", 3L * scale * scale, features, 3);
            return (normalized ? shapes : shapes.tensor(NO_NORM, 1)).byName();
        }

        @Override
        public StateDict written(StateDict weights) {
            return fused ? weights : FusedKernels.updated(weights);
        }

        @Override
        public Optional<NcnnGraph> ncnn() {
            return Optional.of(layers(new NcnnGraph(shapes())));
        }

        @Override
        public Optional<OnnxGraph> onnx() {
            return Optional.of(layers(new OnnxGraph(shapes())));
        }

        /** The same computation as in {@code span.script}. */
        private <G extends LayerGraph> G layers(G graph) {
            String input = normalized ? graph.normalized(graph.input(), MEAN, RANGE) : graph.input();
            String first = graph.convolution("conv_1.eval_conv", input);
            String x = first;
            String begun = first;
            String afterOne = first;
            for (int block = 1; block <= BLOCKS; block++) {
                String name = "block_" + block + ".c";
                begun = graph.swish(graph.convolution(name + "1_r.eval_conv", x));
                String y = graph.swish(graph.convolution(name + "2_r.eval_conv", begun));
                y = graph.convolution(name + "3_r.eval_conv", y);
                x = graph.product(graph.sum(y, x), graph.shifted(graph.sigmoid(y), -0.5));
                afterOne = block == 1 ? x : afterOne;
            }
            x = graph.convolution("conv_2.eval_conv", x);
            x = graph.convolution("conv_cat", graph.joined(List.of(first, x, afterOne, begun)));
            graph.shuffled(graph.convolution("upsampler.0", x), scale);
            return graph;
        }

        @Override
        public ScriptFunction script() {
            return SCRIPT.function("forward", step(), normalized ? 1 : 0, scale);
        }

        @Override
        public NDList features(NDArray x, List<NDArray> weights, List<String> wanted) {
            return SCRIPT.callForList("features", x, weights, step(), normalized ? 1 : 0, flags(wanted));
        }
    }
}
