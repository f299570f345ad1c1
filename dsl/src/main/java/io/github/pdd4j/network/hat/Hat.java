package io.github.pdd4j.network.hat;

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

/** HAT (Chen et al. 2023, fig. 2). Its layers are its residual hybrid attention groups. */
public final class Hat implements Architecture {
    private static final Script SCRIPT = Script.of(Hat.class, Windows.SCRIPT, "hat.script");

    private static final String GROUP = "layers.0.residual_group.";
    private static final String FIRST = GROUP + "blocks.0.";

    /** Which bias belongs to a pair of pixels of a window, and to one of a window and of the larger one around it. */
    private static final String OFFSETS = "relative_position_index_SA";

    private static final String OUTER_OFFSETS = "relative_position_index_OCA";

    /** Creates the plug-in; {@link java.util.ServiceLoader} calls this constructor. */
    public Hat() {}

    @Override
    public String family() {
        return "HAT";
    }

    @Override
    public String landmark() {
        return GROUP + "overlap_attn.relative_position_bias_table";
    }

    @Override
    public Optional<Recognized> recognize(StateDict weights) {
        boolean hat = weights.has(landmark(), 2)
                && weights.has(FIRST + "attn.relative_position_bias_table", 2)
                && weights.has(FIRST + "conv_block.cab.0.weight", 4)
                && weights.has(FIRST + "conv_block.cab.3.attention.1.weight", 4)
                && weights.has(FIRST + "mlp.fc1.weight", 2);
        if (!hat) {
            return Optional.empty();
        }
        RgbOnly.check(family(), weights, "conv_first.weight", "conv_last.weight", 3);
        return Optional.of(new Recognized(Config.of(weights), weights));
    }

    /**
     * The size of a HAT.
     *
     * @param scale the scale factor
     * @param features the number of channels of each pixel
     * @param depths the number of attention blocks of each group
     * @param heads the number of heads of each group
     * @param window the side of a window
     * @param outer the side of the larger window to which the last attention of a group is
     * @param hidden the number of channels inside the linear layers
     * @param compressed the number of channels between the convolutions beside an attention
     * @param reduced the number of channels inside their channel attention
     * @param reconstructing the number of channels while the result is enlarged
     */
    record Config(
            int scale,
            int features,
            List<Integer> depths,
            List<Integer> heads,
            int window,
            int outer,
            int hidden,
            int compressed,
            int reduced,
            int reconstructing)
            implements BodyFeatureConfig, ScriptedConfig {
        static Config of(StateDict weights) {
            int window = Windows.side(weights, FIRST + "attn.relative_position_bias_table");
            return new Config(
                    PixelShuffleSteps.scale(weights, "upsample."),
                    weights.length(FIRST + "conv_block.cab.0.weight", 1),
                    Windows.depths(weights, ".residual_group.blocks."),
                    Windows.heads(weights, ".residual_group.overlap_attn.relative_position_bias_table"),
                    window,
                    (int) Math.round(Math.sqrt(weights.length(GROUP + "overlap_attn.relative_position_bias_table", 0)))
                            + 1
                            - window,
                    weights.length(FIRST + "mlp.fc1.weight", 0),
                    weights.length(FIRST + "conv_block.cab.0.weight", 0),
                    weights.length(FIRST + "conv_block.cab.3.attention.1.weight", 0),
                    Upsampler.features(weights));
        }

        @Override
        public String architecture() {
            return "HAT";
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
                String group = "layers." + layer + ".residual_group.";
                for (int block = 0; block < depths.get(layer); block++) {
                    block(shapes, group + "blocks." + block + ".", heads.get(layer));
                }
                overlapping(shapes, group + "overlap_attn.", heads.get(layer));
                shapes.convolution("layers." + layer + ".conv", features, features, 3);
            }
            shapes.layer("norm", features).convolution("conv_after_body", features, features, 3);
            return Upsampler.SHUFFLES
                    .shapes(shapes, features, reconstructing, scale)
                    .byName();
        }

        private void block(Shapes shapes, String name, int headsHere) {
            shapes.layer(name + "norm1", features);
            Windows.attention(shapes, name + "attn.", features, window, headsHere);
            String beside = name + "conv_block.cab.";
            shapes.convolution(beside + "0", compressed, features, 3)
                    .convolution(beside + "2", features, compressed, 3)
                    .convolution(beside + "3.attention.1", reduced, features, 1)
                    .convolution(beside + "3.attention.3", features, reduced, 1);
            Windows.perceptron(shapes, name, features, hidden);
        }

        private void overlapping(Shapes shapes, String name, int headsHere) {
            long offsets = (long) (window + outer - 1) * (window + outer - 1);
            shapes.layer(name + "norm1", features);
            shapes.tensor(name + "relative_position_bias_table", offsets, headsHere);
            shapes.layer(name + "qkv", 3L * features, features);
            shapes.layer(name + "proj", features, features);
            Windows.perceptron(shapes, name, features, hidden);
        }

        @Override
        public boolean passesOver(String name) {
            return name.equals(OFFSETS) || name.equals(OUTER_OFFSETS);
        }

        /** With what follows from the windows, which the published code expects in a file. */
        @Override
        public StateDict written(StateDict weights) {
            return weights.with(OFFSETS, Windows.offsets(window, window))
                    .with(OUTER_OFFSETS, Windows.outerOffsets(window, outer));
        }

        @Override
        public ScriptFunction script() {
            PixelShuffleSteps steps = Upsampler.SHUFFLES.steps(scale);
            return SCRIPT.function(
                    "forward",
                    Windows.numbers(depths),
                    Windows.numbers(heads),
                    window,
                    outer,
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
                    outer,
                    flags(wanted));
        }
    }
}
