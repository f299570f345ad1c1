package io.github.pdd4j.network.rcan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.BodyFeatureConfig;
import io.github.pdd4j.network.MeanShift;
import io.github.pdd4j.network.PixelShuffleSteps;
import io.github.pdd4j.network.RgbOnly;
import io.github.pdd4j.network.ScriptedConfig;
import io.github.pdd4j.network.Shapes;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.tensor.ScriptFunction;
import io.github.pdd4j.weights.OnnxGraph;
import io.github.pdd4j.weights.StateDict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * RCAN (Zhang et al. 2018, fig. 2), in the key layout of the authors' code, also with an input that is first folded by
 * pixel-unshuffle, or in that of BasicSR. Its layers are its residual groups.
 */
public final class Rcan implements Architecture {
    private static final Script SCRIPT = Script.of(Rcan.class, "rcan.script");

    private static final String BASICSR_LANDMARK = "body.0.residual_group.0.rcab.0.weight";

    /** Creates the plug-in; {@link java.util.ServiceLoader} calls this constructor. */
    public Rcan() {}

    @Override
    public String family() {
        return "RCAN";
    }

    @Override
    public String landmark() {
        return "body.0.body.0.body.3.conv_du.0.weight";
    }

    @Override
    public Optional<Recognized> recognize(StateDict weights) {
        StateDict usual = usual(weights);
        if (!usual.has(landmark(), 4)) {
            return Optional.empty();
        }
        String head = Config.head(usual);
        RgbOnly.check(
                family(),
                usual,
                head + ".weight",
                "tail.1.weight",
                head.equals("head.0") ? new int[] {3} : new int[] {12, 48});
        return Optional.of(new Recognized(Config.of(usual), usual));
    }

    /** Renames the tensors of BasicSR's layout, whose code always subtracts the mean; returns others unchanged. */
    private static StateDict usual(StateDict weights) {
        if (!weights.has(BASICSR_LANDMARK, 4) || !weights.has("conv_after_body.weight", 4)) {
            return weights;
        }
        int groups = weights.largest("body.") + 1;
        int blocks = weights.largest("body.0.residual_group.") + 1;
        return MeanShift.added(weights.renamed(name -> name.replaceFirst("^conv_first\\.", "head.0.")
                .replaceFirst("^upsample\\.", "tail.0.")
                .replaceFirst("^conv_last\\.", "tail.1.")
                .replaceFirst("^conv_after_body\\.", "body." + groups + ".")
                .replaceFirst("^(body\\.\\d+)\\.conv\\.", "$1.body." + blocks + ".")
                .replaceFirst("\\.residual_group\\.(\\d+)\\.rcab\\.3\\.attention\\.1\\.", ".body.$1.body.3.conv_du.0.")
                .replaceFirst("\\.residual_group\\.(\\d+)\\.rcab\\.3\\.attention\\.3\\.", ".body.$1.body.3.conv_du.2.")
                .replaceFirst("\\.residual_group\\.(\\d+)\\.rcab\\.", ".body.$1.body.")));
    }

    /**
     * Returns a network of this size, without subtraction of a mean.
     *
     * @param scale the scale factor, 3 or a power of 2
     * @param features the number of channels, 64 in the published networks
     * @param groups the number of residual groups, 10 in the published networks
     * @param blocks the number of blocks of each group, 20 in the published networks
     * @return the configuration
     */
    public static BodyFeatureConfig sized(int scale, int features, int groups, int blocks) {
        return new Config(scale, features, groups, blocks, Math.max(1, features / 16), 1, false);
    }

    /**
     * The size of an RCAN.
     *
     * @param scale the scale factor
     * @param features the number of channels
     * @param blocks the number of residual groups
     * @param inner the number of blocks of each group
     * @param reduced the number of channels inside the channel attention
     * @param multiple 1, or the factor by which the input is first folded by pixel-unshuffle
     * @param normalized whether the mean is subtracted from the input and the rest multiplied by 255
     */
    record Config(int scale, int features, int blocks, int inner, int reduced, int multiple, boolean normalized)
            implements BodyFeatureConfig, ScriptedConfig {
        static Config of(StateDict weights) {
            String head = head(weights);
            int fold = head.equals("head.0") || !weights.has(head + ".weight", 4)
                    ? 1
                    : weights.length(head + ".weight", 1) == 12 ? 2 : 4;
            return new Config(
                    Math.max(1, PixelShuffleSteps.scale(weights, "tail.0.") / fold),
                    weights.length("body.0.body.0.body.3.conv_du.0.weight", 1),
                    weights.largest("body."),
                    weights.largest("body.0.body."),
                    weights.length("body.0.body.0.body.3.conv_du.0.weight", 0),
                    fold,
                    MeanShift.in("RCAN", weights));
        }

        /** The first module of a folded network is the pixel-unshuffle, which has no weights. */
        static String head(StateDict weights) {
            return weights.has("head.1.weight") ? "head.1" : "head.0";
        }

        @Override
        public String architecture() {
            return "RCAN";
        }

        private PixelShuffleSteps steps() {
            return PixelShuffleSteps.of(scale * multiple);
        }

        @Override
        public Map<String, long[]> shapes() {
            Shapes shapes = new Shapes()
                    .convolution(multiple == 1 ? "head.0" : "head.1", features, 3L * multiple * multiple, 3);
            for (int group = 0; group < blocks; group++) {
                String name = "body." + group + ".body.";
                for (int block = 0; block < inner; block++) {
                    shapes.convolution(name + block + ".body.0", features, features, 3)
                            .convolution(name + block + ".body.2", features, features, 3)
                            .convolution(name + block + ".body.3.conv_du.0", reduced, features, 1)
                            .convolution(name + block + ".body.3.conv_du.2", features, reduced, 1);
                }
                shapes.convolution(name + inner, features, features, 3);
            }
            shapes.convolution("body." + blocks, features, features, 3);
            return steps().shapes(shapes, "tail.0.", features)
                    .convolution("tail.1", 3, features, 3)
                    .byName();
        }

        @Override
        public boolean passesOver(String name) {
            return normalized && MeanShift.owns(name);
        }

        @Override
        public StateDict written(StateDict weights) {
            return normalized ? MeanShift.added(weights) : weights;
        }

        @Override
        public Optional<OnnxGraph> onnx() {
            OnnxGraph graph = new OnnxGraph(shapes());
            String x = normalized ? graph.normalized(graph.input(), MeanShift.mean(), MeanShift.RANGE) : graph.input();
            String first = multiple == 1
                    ? graph.convolution("head.0", x)
                    : graph.convolution("head.1", graph.folded(x, multiple));
            String y = first;
            for (int group = 0; group < blocks; group++) {
                String name = "body." + group + ".body.";
                String inside = y;
                for (int block = 0; block < inner; block++) {
                    inside = block(graph, name + block + ".body.", inside);
                }
                y = graph.sum(y, graph.convolution(name + inner, inside));
            }
            y = graph.sum(first, graph.convolution("body." + blocks, y));
            y = graph.convolution("tail.1", steps().layers(graph, "tail.0.", y));
            if (normalized) {
                graph.denormalized(y, MeanShift.mean(), MeanShift.RANGE);
            }
            return Optional.of(graph);
        }

        private static String block(OnnxGraph graph, String name, String x) {
            String y = graph.convolution(name + 2, graph.relu(graph.convolution(name + 0, x)));
            String reduced = graph.relu(graph.convolution(name + "3.conv_du.0", graph.averaged(y)));
            String attention = graph.sigmoid(graph.convolution(name + "3.conv_du.2", reduced));
            return graph.sum(x, graph.product(y, attention));
        }

        @Override
        public ScriptFunction script() {
            return SCRIPT.function(
                    "forward", blocks, inner, normalized ? 1 : 0, multiple, steps().count(), steps().step());
        }

        @Override
        public NDList features(NDArray x, List<NDArray> weights, List<String> wanted) {
            return SCRIPT.callForList("features", x, weights, inner, normalized ? 1 : 0, multiple, flags(wanted));
        }
    }
}
