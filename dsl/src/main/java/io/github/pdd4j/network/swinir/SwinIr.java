package io.github.pdd4j.network.swinir;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.BodyFeatureConfig;
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

/** SwinIR (Liang et al. 2021, fig. 2), with any of its four ends. Its layers are its residual Swin Transformer blocks. */
public final class SwinIr implements Architecture {
    private static final Script SCRIPT = Script.of(SwinIr.class, Windows.SCRIPT, "swinir.script");

    private static final String TABLE = "attn.relative_position_bias_table";
    private static final String FIRST = "layers.0.residual_group.blocks.0.";

    /** The first convolution behind a pixel-unshuffle, in networks of later training programs. */
    private static final String FOLDED = "conv_first.1.weight";

    /** Creates the plug-in; {@link java.util.ServiceLoader} calls this constructor. */
    public SwinIr() {}

    @Override
    public String family() {
        return "SwinIR";
    }

    @Override
    public String landmark() {
        return FIRST + TABLE;
    }

    @Override
    public Optional<Recognized> recognize(StateDict weights) {
        boolean swin = weights.has(landmark(), 2)
                && weights.has(FIRST + "attn.qkv.weight", 2)
                && weights.has(FIRST + "mlp.fc1.weight", 2)
                && weights.names().stream()
                        .noneMatch(name -> name.contains(".conv_block.") || name.contains("overlap"));
        if (!swin) {
            return Optional.empty();
        }
        if (weights.has(FOLDED)) {
            throw new IllegalArgumentException("SwinIR must take an image as it is, got " + weights.source()
                    + " whose input is folded by pixel-unshuffle (" + FOLDED
                    + "): use a file with conv_first.weight, as the published code writes it");
        }
        RgbOnly.check(family(), weights, "conv_first.weight", Upsampler.last(weights), 3);
        return Optional.of(new Recognized(Config.of(weights), weights));
    }

    /**
     * The size of a SwinIR.
     *
     * @param scale the scale factor
     * @param features the number of channels of each pixel
     * @param depths the number of attention blocks of each layer
     * @param heads the number of heads of each layer
     * @param window the side of a window
     * @param hidden the number of channels inside the linear layers
     * @param enlarging how the result is enlarged
     * @param reconstructing the number of channels while the result is enlarged; 0 where there is one shuffle or none
     * @param three whether three convolutions end each layer, instead of one
     * @param trained the side of the images in training, for which the file holds masks; 0 where it holds none
     */
    record Config(
            int scale,
            int features,
            List<Integer> depths,
            List<Integer> heads,
            int window,
            int hidden,
            Upsampler enlarging,
            int reconstructing,
            boolean three,
            int trained)
            implements BodyFeatureConfig, ScriptedConfig {
        /** The published networks against JPEG artifacts, which alone have windows of 7, take images in [0, 255]. */
        private static final int JPEG_WINDOW = 7;

        static Config of(StateDict weights) {
            int window = Windows.side(weights, FIRST + TABLE);
            int trained = Windows.trained(weights, "layers.0.residual_group.blocks.1.attn_mask", window * window);
            Upsampler enlarging = Upsampler.of(weights);
            return new Config(
                    enlarging.scale(weights),
                    weights.length(FIRST + "attn.qkv.weight", 1),
                    Windows.depths(weights, ".residual_group.blocks."),
                    Windows.heads(weights, ".residual_group.blocks.0." + TABLE),
                    window,
                    weights.length(FIRST + "mlp.fc1.weight", 0),
                    enlarging,
                    Upsampler.features(weights),
                    weights.has("conv_after_body.0.weight"),
                    trained);
        }

        @Override
        public String architecture() {
            return "SwinIR";
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
            shapes.layer(name + "norm1", features);
            Windows.attention(shapes, name + "attn.", features, window, headsHere);
            Windows.perceptron(shapes, name, features, hidden);
        }

        @Override
        public boolean passesOver(String name) {
            return name.endsWith(".attn.relative_position_index") || name.endsWith(".attn_mask");
        }

        /** With what follows from the window, which the published code expects in a file. */
        @Override
        public StateDict written(StateDict weights) {
            StateDict all = weights;
            for (int layer = 0; layer < depths.size(); layer++) {
                for (int block = 0; block < depths.get(layer); block++) {
                    String name = "layers." + layer + ".residual_group.blocks." + block + ".";
                    all = Windows.written(all, name, window, block % 2 == 1 ? trained : 0);
                }
            }
            return all;
        }

        private double range() {
            return window == JPEG_WINDOW ? 255 : 1;
        }

        @Override
        public ScriptFunction script() {
            return SCRIPT.function(
                    "forward",
                    Windows.numbers(depths),
                    Windows.numbers(heads),
                    window,
                    three ? 1 : 0,
                    range(),
                    enlarging.number(),
                    enlarging.steps(scale).count(),
                    enlarging.steps(scale).step());
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
                    range(),
                    flags(wanted));
        }
    }
}
