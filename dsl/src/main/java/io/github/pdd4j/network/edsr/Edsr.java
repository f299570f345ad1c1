package io.github.pdd4j.network.edsr;

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
import java.util.regex.Pattern;

/** EDSR (Lim et al. 2017, fig. 3), in the key layout of BasicSR or of the authors' PyTorch code. */
public final class Edsr implements Architecture {
    private static final Script SCRIPT = Script.of(Edsr.class, "edsr.script");

    private static final String FIRST_LANDMARK = "body.0.body.0.weight";
    private static final Pattern BLOCK = Pattern.compile("^body\\.(\\d+)\\.body\\.([02])\\.");
    private static final Pattern BODY_END = Pattern.compile("^body\\.\\d+\\.(weight|bias)$");

    /** Creates the plug-in; {@link java.util.ServiceLoader} calls this constructor. */
    public Edsr() {}

    @Override
    public String family() {
        return "EDSR";
    }

    @Override
    public String landmark() {
        return "body.0.conv1.weight";
    }

    @Override
    public Optional<Recognized> recognize(StateDict weights) {
        StateDict usual = usual(weights);
        if (!usual.has(landmark(), 4) || !usual.has("conv_after_body.weight", 4)) {
            return Optional.empty();
        }
        RgbOnly.check(family(), usual, "conv_first.weight", "conv_last.weight", 3);
        return Optional.of(new Recognized(Config.of(usual), usual));
    }

    /** Renames the tensors of the authors' layout; returns others unchanged. */
    private StateDict usual(StateDict weights) {
        boolean first = weights.has("head.0.weight", 4)
                && weights.has("tail.1.weight", 4)
                && weights.has(FIRST_LANDMARK, 4)
                && weights.has("body.0.body.2.weight", 4);
        if (!first) {
            return weights;
        }
        if (!MeanShift.in(family(), weights)) {
            throw new IllegalArgumentException("EDSR in the authors' layout must have sub_mean and add_mean, got "
                    + weights.source() + " without them: use the file as their code writes it");
        }
        return weights.only(weights.names().stream()
                        .filter(name -> !MeanShift.owns(name))
                        .toList())
                .renamed(Edsr::usual);
    }

    private static String usual(String name) {
        String block = BLOCK.matcher(name)
                .replaceFirst(found ->
                        "body." + found.group(1) + ".conv" + (found.group(2).equals("0") ? 1 : 2) + ".");
        return BODY_END.matcher(block)
                .replaceFirst("conv_after_body.$1")
                .replaceFirst("^head\\.0\\.", "conv_first.")
                .replaceFirst("^tail\\.0\\.", "upsample.")
                .replaceFirst("^tail\\.1\\.", "conv_last.");
    }

    /**
     * Returns a network of this size.
     *
     * @param scale the scale factor, 3 or a power of 2
     * @param features the number of channels of each convolution, 64 or 256 in the published networks
     * @param blocks the number of residual blocks, 16 or 32 in the published networks
     * @return the configuration
     */
    public static BodyFeatureConfig sized(int scale, int features, int blocks) {
        return new Config(scale, features, blocks);
    }

    /**
     * The size of an EDSR.
     *
     * @param scale the scale factor
     * @param features the number of channels of each convolution
     * @param blocks the number of residual blocks
     */
    record Config(int scale, int features, int blocks) implements BodyFeatureConfig, ScriptedConfig {
        /** From this width on, the paper scales the residuals (section 3.1); a checkpoint does not say it. */
        private static final int WIDE = 256;

        static Config of(StateDict weights) {
            return new Config(
                    PixelShuffleSteps.scale(weights, "upsample."),
                    weights.length("body.0.conv1.weight", 1),
                    weights.largest("body.") + 1);
        }

        @Override
        public String architecture() {
            return "EDSR";
        }

        private PixelShuffleSteps steps() {
            return PixelShuffleSteps.of(scale);
        }

        private double factor() {
            return features < WIDE ? 1 : 0.1;
        }

        @Override
        public Map<String, long[]> shapes() {
            Shapes shapes = new Shapes().convolution("conv_first", features, 3, 3);
            for (int block = 0; block < blocks; block++) {
                shapes.convolution("body." + block + ".conv1", features, features, 3)
                        .convolution("body." + block + ".conv2", features, features, 3);
            }
            shapes.convolution("conv_after_body", features, features, 3);
            return steps().shapes(shapes, "upsample.", features)
                    .convolution("conv_last", 3, features, 3)
                    .byName();
        }

        @Override
        public Optional<OnnxGraph> onnx() {
            OnnxGraph graph = new OnnxGraph(shapes());
            String first =
                    graph.convolution("conv_first", graph.normalized(graph.input(), MeanShift.mean(), MeanShift.RANGE));
            String y = first;
            for (int block = 0; block < blocks; block++) {
                String name = "body." + block + ".conv";
                String inner = graph.convolution(name + 2, graph.relu(graph.convolution(name + 1, y)));
                y = graph.scaledSum(factor(), inner, y);
            }
            y = steps().layers(graph, "upsample.", graph.sum(first, graph.convolution("conv_after_body", y)));
            graph.denormalized(graph.convolution("conv_last", y), MeanShift.mean(), MeanShift.RANGE);
            return Optional.of(graph);
        }

        @Override
        public ScriptFunction script() {
            return SCRIPT.function("forward", blocks, factor(), steps().count(), steps().step());
        }

        @Override
        public NDList features(NDArray x, List<NDArray> weights, List<String> wanted) {
            return SCRIPT.callForList("features", x, weights, factor(), flags(wanted));
        }
    }
}
