package io.github.pdd4j.network.drct;

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

/** DRCT (Hsu et al. 2024, fig. 4). Its layers are its residual dense groups. */
public final class Drct implements Architecture {
    private static final Script SCRIPT = Script.of(Drct.class, Windows.SCRIPT, "drct.script");

    private static final String FIRST = "layers.0.swin1.";
    private static final String TABLE = "attn.relative_position_bias_table";

    /** Creates the plug-in; {@link java.util.ServiceLoader} calls this constructor. */
    public Drct() {}

    @Override
    public String family() {
        return "DRCT";
    }

    @Override
    public String landmark() {
        return FIRST + TABLE;
    }

    @Override
    public Optional<Recognized> recognize(StateDict weights) {
        boolean drct = weights.has(landmark(), 2)
                && weights.has(FIRST + "attn.qkv.weight", 2)
                && weights.has(FIRST + "mlp.fc1.weight", 2)
                && weights.has("layers.0.adjust1.weight", 4);
        if (!drct) {
            return Optional.empty();
        }
        RgbOnly.check(family(), weights, "conv_first.weight", "conv_last.weight", 3);
        return Optional.of(new Recognized(Config.of(weights), weights));
    }

    /**
     * The size of a DRCT.
     *
     * @param scale the scale factor
     * @param features the number of channels of each pixel
     * @param growth the number of channels that each block of a group adds for the next
     * @param heads the number of heads of the first block of each group; others have fewer where their channels do not
     *     divide among them
     * @param window the side of a window
     * @param hidden the number of channels inside the linear layers of the first block; in relation to their channels,
     *     the next two have as many, the last two none more than outside
     * @param reconstructing the number of channels while the result is enlarged
     * @param trained the side of the images in training, for which the file holds masks; 0 where it holds none
     */
    record Config(
            int scale,
            int features,
            int growth,
            List<Integer> heads,
            int window,
            int hidden,
            int reconstructing,
            int trained)
            implements BodyFeatureConfig, ScriptedConfig {
        private static final int BLOCKS = 5;

        /** From this block on, linear layers are no wider inside. */
        private static final int NARROW = 3;

        static Config of(StateDict weights) {
            int window = Windows.side(weights, FIRST + TABLE);
            return new Config(
                    PixelShuffleSteps.scale(weights, "upsample."),
                    weights.length(FIRST + "attn.qkv.weight", 1),
                    weights.length("layers.0.adjust1.weight", 0),
                    Windows.heads(weights, ".swin1." + TABLE),
                    window,
                    weights.length(FIRST + "mlp.fc1.weight", 0),
                    Upsampler.features(weights),
                    Windows.trained(weights, "layers.0.swin2.attn_mask", window * window));
        }

        @Override
        public String architecture() {
            return "DRCT";
        }

        @Override
        public int blocks() {
            return heads.size();
        }

        @Override
        public int multiple() {
            return window;
        }

        @Override
        public Map<String, long[]> shapes() {
            Shapes shapes = new Shapes().convolution("conv_first", features, 3, 3);
            shapes.layer("patch_embed.norm", features);
            for (int group = 0; group < heads.size(); group++) {
                for (int block = 0; block < BLOCKS; block++) {
                    block(shapes, "layers." + group + ".", block, heads.get(group));
                }
            }
            shapes.layer("norm", features).convolution("conv_after_body", features, features, 3);
            return Upsampler.SHUFFLES
                    .shapes(shapes, features, reconstructing, scale)
                    .byName();
        }

        private void block(Shapes shapes, String group, int block, int most) {
            String name = group + "swin" + (block + 1) + ".";
            int channels = features + block * growth;
            shapes.layer(name + "norm1", channels);
            Windows.attention(shapes, name + "attn.", channels, window, most - channels % most);
            int inside = block < NARROW ? (int) ((long) channels * hidden / features) : channels;
            Windows.perceptron(shapes, name, channels, inside);
            shapes.convolution(group + "adjust" + (block + 1), block == BLOCKS - 1 ? features : growth, channels, 1);
        }

        @Override
        public boolean passesOver(String name) {
            return name.endsWith(".attn.relative_position_index") || name.endsWith(".attn_mask");
        }

        /** With what follows from the window, which the published code expects in a file. */
        @Override
        public StateDict written(StateDict weights) {
            StateDict all = weights;
            for (int group = 0; group < heads.size(); group++) {
                for (int block = 0; block < BLOCKS; block++) {
                    String name = "layers." + group + ".swin" + (block + 1) + ".";
                    all = Windows.written(all, name, window, block % 2 == 1 ? trained : 0);
                }
            }
            return all;
        }

        @Override
        public ScriptFunction script() {
            PixelShuffleSteps steps = Upsampler.SHUFFLES.steps(scale);
            return SCRIPT.function("forward", Windows.numbers(heads), window, steps.count(), steps.step());
        }

        @Override
        public NDList features(NDArray x, List<NDArray> weights, List<String> wanted) {
            return SCRIPT.callForList("features", x, weights, Windows.numbers(heads), window, flags(wanted));
        }
    }
}
