package io.github.pdd4j.network.srresnet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.BodyFeatureConfig;
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

/** MSRResNet: SRResNet, the generator of SRGAN (Ledig et al. 2017, fig. 4), without batch normalization. */
public final class SrResNet implements Architecture {
    private static final Script SCRIPT = Script.of(SrResNet.class, "srresnet.script");

    /** Creates the plug-in; {@link java.util.ServiceLoader} calls this constructor. */
    public SrResNet() {}

    @Override
    public String family() {
        return "SRResNet";
    }

    @Override
    public String landmark() {
        return "body.0.conv1.weight";
    }

    @Override
    public Optional<Recognized> recognize(StateDict weights) {
        boolean upsampled = weights.has("upconv1.weight") || weights.has("conv_hr.weight");
        if (!weights.has(landmark(), 4) || !upsampled || weights.has("conv_after_body.weight")) {
            return Optional.empty();
        }
        RgbOnly.check(family(), weights, "conv_first.weight", "conv_last.weight", 3);
        return Optional.of(new Recognized(Config.of(weights), weights));
    }

    /**
     * Returns a network ×4 of this size.
     *
     * @param features the number of channels of each convolution, 64 in SRGAN
     * @param blocks the number of residual blocks, 16 in SRGAN
     * @return the configuration
     */
    public static BodyFeatureConfig sized(int features, int blocks) {
        return new Config(4, features, blocks);
    }

    /**
     * The size of an MSRResNet. Scale 4 has two upsampling steps, scales 2 and 3 have one.
     *
     * @param scale the scale factor
     * @param features the number of channels of each convolution
     * @param blocks the number of residual blocks
     */
    record Config(int scale, int features, int blocks) implements BodyFeatureConfig, ScriptedConfig {
        private static final double SLOPE = 0.1;

        static Config of(StateDict weights) {
            int features = weights.length("body.0.conv1.weight", 1);
            int blocks = weights.largest("body.") + 1;
            boolean once = weights.has("upconv1.weight") && !weights.has("upconv2.weight");
            int outputs = once ? weights.length("upconv1.weight", 0) : 0;
            int scale = once ? (int) Math.round(Math.sqrt((double) outputs / features)) : 4;
            return new Config(scale, features, blocks);
        }

        @Override
        public String architecture() {
            return "SRResNet";
        }

        @Override
        public Map<String, long[]> shapes() {
            Shapes shapes = new Shapes().convolution("conv_first", features, 3, 3);
            for (int block = 0; block < blocks; block++) {
                shapes.convolution("body." + block + ".conv1", features, features, 3)
                        .convolution("body." + block + ".conv2", features, features, 3);
            }
            int step = scale == 4 ? 2 : scale;
            for (int up = 1; up <= (scale == 4 ? 2 : 1); up++) {
                shapes.convolution("upconv" + up, (long) features * step * step, features, 3);
            }
            return shapes.convolution("conv_hr", features, features, 3)
                    .convolution("conv_last", 3, features, 3)
                    .byName();
        }

        @Override
        public Optional<OnnxGraph> onnx() {
            OnnxGraph graph = new OnnxGraph(shapes());
            String y = graph.leaky("conv_first", graph.input(), SLOPE);
            for (int block = 0; block < blocks; block++) {
                String name = "body." + block + ".conv";
                String inner = graph.relu(graph.convolution(name + 1, y));
                y = graph.sum(y, graph.convolution(name + 2, inner));
            }
            int step = scale == 4 ? 2 : scale;
            for (int up = 1; up <= (scale == 4 ? 2 : 1); up++) {
                y = graph.leaky(graph.shuffled(graph.convolution("upconv" + up, y), step), SLOPE);
            }
            y = graph.convolution("conv_last", graph.leaky("conv_hr", y, SLOPE));
            graph.sum(y, graph.bilinear(graph.input(), scale));
            return Optional.of(graph);
        }

        @Override
        public ScriptFunction script() {
            return SCRIPT.function("forward", blocks, scale);
        }

        @Override
        public NDList features(NDArray x, List<NDArray> weights, List<String> wanted) {
            return SCRIPT.callForList("features", x, weights, flags(wanted));
        }
    }
}
