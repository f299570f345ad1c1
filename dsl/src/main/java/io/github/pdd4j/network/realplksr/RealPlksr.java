package io.github.pdd4j.network.realplksr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.BodyFeatureConfig;
import io.github.pdd4j.network.DySample;
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
 * RealPLKSR: PLKSR (Lee et al. 2024), a network with few large kernels, as neosr trains it for real images: with a group
 * or layer normalization in each block, and with DySample (Liu et al. 2023) or a pixel shuffle at the end.
 */
public final class RealPlksr implements Architecture {
    private static final Script SCRIPT = Script.of(RealPlksr.class, DySample.SCRIPT, "realplksr.script");

    private static final String POSITIONS = "to_img." + DySample.POSITIONS;

    /** Creates the plug-in; {@link java.util.ServiceLoader} calls this constructor. */
    public RealPlksr() {}

    @Override
    public String family() {
        return "RealPLKSR";
    }

    @Override
    public String landmark() {
        return "feats.1.channel_mixer.0.weight";
    }

    @Override
    public Optional<Recognized> recognize(StateDict weights) {
        if (!weights.has(landmark(), 4) || !weights.has("feats.1.lk.conv.weight", 4)) {
            return Optional.empty();
        }
        RgbOnly.check(
                family(), weights, "feats.0.weight", "feats." + weights.largest("feats.") + ".weight", Config.CHANNELS);
        return Optional.of(new Recognized(Config.of(weights), weights));
    }

    /**
     * Returns a network of this size, with group normalization, attention and a pixel shuffle.
     *
     * @param scale the scale factor
     * @param features the number of channels between the blocks, 64 in the published networks, a multiple of 4
     * @param blocks the number of blocks, 28 in the published networks
     * @return the configuration
     */
    public static BodyFeatureConfig sized(int scale, int features, int blocks) {
        return new Config(scale, features, blocks, 17, features / 4, true, false, false);
    }

    /**
     * The size of a RealPLKSR.
     *
     * @param scale the scale factor
     * @param features the number of channels between the blocks
     * @param blocks the number of blocks
     * @param kernel the side of the large kernels
     * @param large the number of channels that the large kernels see
     * @param attention whether each block has an element-wise attention
     * @param layerNorm whether the blocks normalize the channels of each pixel, instead of groups of channels
     * @param dySample whether the last layer samples where its offsets say, instead of shuffling pixels
     */
    record Config(
            int scale,
            int features,
            int blocks,
            int kernel,
            int large,
            boolean attention,
            boolean layerNorm,
            boolean dySample)
            implements BodyFeatureConfig, ScriptedConfig {
        private static final int CHANNELS = 3;

        /** Of the group normalization; a checkpoint does not say it, and the published code knows no other. */
        private static final int NORM_GROUPS = 4;

        /** Assumed if the last tensor is missing, to name it in the message. */
        private static final int USUAL_SCALE = 4;

        static Config of(StateDict weights) {
            // After the last block, a dropout without weights has a number of its own.
            int blocks = weights.largest("feats.") - 2;
            String end = "feats." + (blocks + 2) + ".weight";
            int outputs = weights.has(end, 4) ? weights.length(end, 0) : CHANNELS * USUAL_SCALE * USUAL_SCALE;
            return new Config(
                    (int) Math.round(Math.sqrt((double) outputs / CHANNELS)),
                    weights.length("feats.1.channel_mixer.0.weight", 1),
                    blocks,
                    weights.length("feats.1.lk.conv.weight", 2),
                    weights.length("feats.1.lk.conv.weight", 0),
                    weights.has("feats.1.attn.f.0.weight"),
                    weights.has("feats.1.layer_norm.weight"),
                    weights.has("to_img.offset.weight"));
        }

        @Override
        public String architecture() {
            return "RealPLKSR";
        }

        private int sampled() {
            return !dySample ? 0 : scale % 2 == 0 ? 4 : CHANNELS;
        }

        @Override
        public Map<String, long[]> shapes() {
            Shapes shapes = new Shapes().convolution("feats.0", features, CHANNELS, 3);
            for (int block = 1; block <= blocks; block++) {
                String name = "feats." + block + ".";
                String norm = name + (layerNorm ? "layer_norm" : "norm");
                shapes.layer(norm, features)
                        .convolution(name + "channel_mixer.0", 2L * features, features, 3)
                        .convolution(name + "channel_mixer.2", features, 2L * features, 3)
                        .convolution(name + "lk.conv", large, large, kernel);
                if (attention) {
                    shapes.convolution(name + "attn.f.0", features, features, 3);
                }
                shapes.convolution(name + "refine", features, features, 1);
            }
            int outputs = CHANNELS * scale * scale;
            shapes.convolution("feats." + (blocks + 2), outputs, features, 3);
            if (dySample) {
                long offsets = 2L * sampled() * scale * scale;
                shapes.convolution("to_img.offset", offsets, outputs, 1)
                        .tensor("to_img.scope.weight", offsets, outputs, 1, 1);
                if (scale > 1) {
                    shapes.convolution("to_img.end_conv", CHANNELS, outputs, 1);
                }
            }
            return shapes.byName();
        }

        @Override
        public boolean passesOver(String name) {
            return dySample && name.equals(POSITIONS);
        }

        /** With the positions of the new pixels, which the published code expects in a file with DySample. */
        @Override
        public StateDict written(StateDict weights) {
            return dySample ? weights.with(POSITIONS, DySample.positions(scale, sampled())) : weights;
        }

        @Override
        public Optional<OnnxGraph> onnx() {
            if (dySample) {
                return Optional.empty();
            }
            OnnxGraph graph = new OnnxGraph(shapes());
            String y = graph.convolution("feats.0", graph.input());
            for (int block = 1; block <= blocks; block++) {
                y = graph.sum(y, block(graph, "feats." + block + ".", y));
            }
            y = graph.shuffled(graph.convolution("feats." + (blocks + 2), y), scale);
            graph.sum(y, graph.enlarged(graph.input(), scale));
            return Optional.of(graph);
        }

        private String block(OnnxGraph graph, String name, String x) {
            String y = layerNorm ? graph.channelsNormalized(name + "layer_norm", x, 1e-6) : x;
            y = graph.convolution(name + "channel_mixer.2", graph.mish(graph.convolution(name + "channel_mixer.0", y)));
            String first = graph.convolution(name + "lk.conv", graph.channels(y, 0, large));
            y = graph.joined(List.of(first, graph.channels(y, large, features)));
            if (attention) {
                y = graph.product(y, graph.sigmoid(graph.convolution(name + "attn.f.0", y)));
            }
            y = graph.convolution(name + "refine", y);
            return layerNorm ? y : graph.groupsNormalized(name + "norm", y, NORM_GROUPS, 1e-5);
        }

        @Override
        public ScriptFunction script() {
            return SCRIPT.function("forward", blocks, attention ? 1 : 0, layerNorm ? 1 : 0, scale, sampled());
        }

        @Override
        public NDList features(NDArray x, List<NDArray> weights, List<String> wanted) {
            return SCRIPT.callForList("features", x, weights, attention ? 1 : 0, layerNorm ? 1 : 0, flags(wanted));
        }
    }
}
