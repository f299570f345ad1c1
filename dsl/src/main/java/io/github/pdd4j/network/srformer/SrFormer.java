package io.github.pdd4j.network.srformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.BodyFeatureConfig;
import io.github.pdd4j.network.PixelShuffleSteps;
import io.github.pdd4j.network.RgbOnly;
import io.github.pdd4j.network.ScriptedConfig;
import io.github.pdd4j.network.Shapes;
import io.github.pdd4j.network.Upsampler;
import io.github.pdd4j.network.Windows;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.tensor.ScriptFunction;
import io.github.pdd4j.weights.StateDict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** SRFormer (Zhou et al. 2023, fig. 3), with any of its four ends. Its layers are its groups of permuted self-attention. */
public final class SrFormer implements Architecture {
    private static final Script SCRIPT = Script.of(SrFormer.class, Windows.SCRIPT, "srformer.script");

    private static final String FIRST = "layers.0.residual_group.blocks.0.";
    private static final String TABLE = "attn.relative_position_bias_table";

    /** Creates the plug-in; {@link java.util.ServiceLoader} calls this constructor. */
    public SrFormer() {}

    @Override
    public String family() {
        return "SRFormer";
    }

    @Override
    public String landmark() {
        return FIRST + "mlp.dwconv.depthwise_conv.0.weight";
    }

    @Override
    public Optional<Recognized> recognize(StateDict weights) {
        boolean srformer = weights.has(landmark(), 4)
                && weights.has(FIRST + TABLE, 2)
                && weights.has(FIRST + "attn.kv.weight", 2)
                && weights.has(FIRST + "attn.q.weight", 2);
        if (!srformer) {
            return Optional.empty();
        }
        RgbOnly.check(family(), weights, "conv_first.weight", Upsampler.last(weights), 3);
        return Optional.of(new Recognized(Config.of(weights), weights));
    }

    /**
     * The size of an SRFormer.
     *
     * @param scale the scale factor
     * @param features the number of channels of each pixel
     * @param depths the number of attention blocks of each group
     * @param heads the number of heads of each group
     * @param window the side of a window, an even number
     * @param hidden the number of channels inside the linear layers
     * @param kernel the side of the kernels between them
     * @param enlarging how the result is enlarged
     * @param reconstructing the number of channels while the result is enlarged; 0 where there is one shuffle or none
     * @param three whether three convolutions end each group, instead of one
     * @param trained the side of the images in training, for which the file holds masks; 0 where it holds none
     */
    record Config(
            int scale,
            int features,
            List<Integer> depths,
            List<Integer> heads,
            int window,
            int hidden,
            int kernel,
            Upsampler enlarging,
            int reconstructing,
            boolean three,
            int trained)
            implements BodyFeatureConfig, ScriptedConfig {
        static Config of(StateDict weights) {
            // The table is that of a window at half the size.
            int window = 2 * Windows.side(weights, FIRST + TABLE);
            Upsampler enlarging = Upsampler.of(weights);
            return new Config(
                    enlarging.scale(weights),
                    weights.length(FIRST + "attn.q.weight", 1),
                    Windows.depths(weights, ".residual_group.blocks."),
                    Windows.heads(weights, ".residual_group.blocks.0." + TABLE),
                    window,
                    weights.length(FIRST + "mlp.dwconv.depthwise_conv.0.weight", 0),
                    weights.length(FIRST + "mlp.dwconv.depthwise_conv.0.weight", 2),
                    enlarging,
                    Upsampler.features(weights),
                    weights.has("conv_after_body.0.weight"),
                    Windows.trained(weights, "layers.0.residual_group.blocks.1.attn_mask", window * window));
        }

        @Override
        public String architecture() {
            return "SRFormer";
        }

        @Override
        public int blocks() {
            return depths.size();
        }

        @Override
        public int multiple() {
            return window;
        }

        @Override
        public Map<String, long[]> shapes() {
            Shapes shapes = new Shapes().convolution("conv_first", features, 3, 3);
            shapes.layer("patch_embed.norm", features);
            for (int layer = 0; layer < depths.size(); layer++) {
                String name = "layers." + layer + ".";
                for (int block = 0; block < depths.get(layer); block++) {
                    block(shapes, name + "residual_group.blocks." + block + ".", heads.get(layer));
                }
                Windows.convolutions(shapes, name + "conv", features, three);
            }
            shapes.layer("norm", features);
            Windows.convolutions(shapes, "conv_after_body", features, three);
            return enlarging.shapes(shapes, features, reconstructing, scale).byName();
        }

        private void block(Shapes shapes, String name, int headsHere) {
            long offsets = (window - 1L) * (window - 1L);
            shapes.layer(name + "norm1", features)
                    .tensor(name + TABLE, offsets, headsHere)
                    .layer(name + "attn.kv", features / 2, features)
                    .layer(name + "attn.q", features, features)
                    .layer(name + "attn.proj", features, features);
            Windows.convolvedPerceptron(shapes, name, name + "mlp.", features, hidden, kernel);
        }

        @Override
        public boolean passesOver(String name) {
            return name.endsWith(".attn.aligned_relative_position_index") || name.endsWith(".attn_mask");
        }

        /** With what follows from the window, which the published code expects in a file. */
        @Override
        public StateDict written(StateDict weights) {
            StateDict all = weights;
            for (int layer = 0; layer < depths.size(); layer++) {
                for (int block = 0; block < depths.get(layer); block++) {
                    String name = "layers." + layer + ".residual_group.blocks." + block + ".";
                    all = all.with(name + "attn.aligned_relative_position_index", Windows.halvedOffsets(window));
                    if (block % 2 == 1 && trained > 0) {
                        all = all.with(name + "attn_mask", Windows.halvedMask(trained, window));
                    }
                }
            }
            return all;
        }

        @Override
        public ScriptFunction script() {
            PixelShuffleSteps steps = enlarging.steps(scale);
            return SCRIPT.function(
                    "forward",
                    Windows.numbers(depths),
                    Windows.numbers(heads),
                    window,
                    three ? 1 : 0,
                    enlarging.number(),
                    steps.count(),
                    steps.step());
        }

        @Override
        public NDList features(NDArray x, List<NDArray> weights, List<String> wanted) {
            return SCRIPT.callForList(
                    "features",
                    x,
                    weights,
                    Windows.numbers(depths),
                    Windows.numbers(heads),
                    window,
                    three ? 1 : 0,
                    flags(wanted));
        }
    }
}
