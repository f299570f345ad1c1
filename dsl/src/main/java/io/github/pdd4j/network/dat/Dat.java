package io.github.pdd4j.network.dat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.BodyFeatureConfig;
import io.github.pdd4j.network.Rectangles;
import io.github.pdd4j.network.RgbOnly;
import io.github.pdd4j.network.ScriptedConfig;
import io.github.pdd4j.network.Shapes;
import io.github.pdd4j.network.Upsampler;
import io.github.pdd4j.network.Windows;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.tensor.ScriptFunction;
import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** DAT (Chen et al. 2023, fig. 2): light, small or full. Its layers are its residual groups. */
public final class Dat implements Architecture {
    private static final Script SCRIPT = Script.of(Dat.class, Windows.SCRIPT, Rectangles.SCRIPT, "dat.script");

    private static final String FIRST = "layers.0.blocks.0.";

    /** Creates the plug-in; {@link java.util.ServiceLoader} calls this constructor. */
    public Dat() {}

    @Override
    public String family() {
        return "DAT";
    }

    @Override
    public String landmark() {
        return FIRST + "attn.attns.0.pos.pos_proj.weight";
    }

    @Override
    public Optional<Recognized> recognize(StateDict weights) {
        boolean dat = weights.has(landmark(), 2)
                && weights.has(FIRST + "attn.qkv.weight", 2)
                && weights.has(FIRST + "ffn.sg.conv.weight", 4);
        if (!dat) {
            return Optional.empty();
        }
        Rectangles.requireSides(family(), weights, FIRST);
        RgbOnly.check(family(), weights, "conv_first.weight", Upsampler.last(weights), 3);
        return Optional.of(new Recognized(Config.of(weights), weights));
    }

    /**
     * The size of a DAT.
     *
     * @param scale the scale factor
     * @param features the number of channels of each pixel
     * @param depths the number of blocks of each group
     * @param heads the number of heads of each group
     * @param windows the two sides of a window; half of the channels are in windows that lie, half in such that stand
     * @param positions the number of channels of the network that computes biases from offsets
     * @param hidden the number of channels inside the gated layers
     * @param reconstructing the number of channels while the result is enlarged; 0 for one convolution and one shuffle
     * @param three whether three convolutions end each group, instead of one
     * @param trained the side of the images in training, for which the file holds masks; 0 where it holds none
     */
    record Config(
            int scale,
            int features,
            List<Integer> depths,
            List<Integer> heads,
            List<Integer> windows,
            int positions,
            int hidden,
            int reconstructing,
            boolean three,
            int trained)
            implements BodyFeatureConfig, ScriptedConfig {
        static Config of(StateDict weights) {
            List<Integer> depths = new ArrayList<>();
            List<Integer> heads = new ArrayList<>();
            for (int layer = 0; layer <= weights.largest("layers."); layer++) {
                depths.add(weights.largest("layers." + layer + ".blocks.") + 1);
                heads.add(heads(weights, "layers." + layer + ".blocks."));
            }
            List<Integer> windows = Rectangles.sides(weights, FIRST);
            Upsampler enlarging = enlarging(Upsampler.features(weights));
            return new Config(
                    weights.has("upsample.0.weight", 4) ? enlarging.scale(weights) : 1,
                    weights.length(FIRST + "attn.qkv.weight", 1),
                    List.copyOf(depths),
                    List.copyOf(heads),
                    windows,
                    weights.length(FIRST + "attn.attns.0.pos.pos_proj.weight", 0),
                    weights.length(FIRST + "ffn.fc1.weight", 0),
                    Upsampler.features(weights),
                    weights.has("conv_after_body.0.weight"),
                    Rectangles.trained(weights, windows));
        }

        /** A group of one block has no temperatures, and half of its heads in each kind of windows. */
        private static int heads(StateDict weights, String blocks) {
            String temperature = blocks + "1.attn.temperature";
            String biases = blocks + "0.attn.attns.0.pos.pos3.2.weight";
            return weights.has(temperature, 3)
                    ? weights.length(temperature, 0)
                    : weights.has(biases, 2) ? 2 * weights.length(biases, 0) : 2;
        }

        @Override
        public String architecture() {
            return "DAT";
        }

        @Override
        public int blocks() {
            return depths.size();
        }

        /** The published code knows two kinds. */
        private static Upsampler enlarging(int reconstructing) {
            return reconstructing == 0 ? Upsampler.ONE_SHUFFLE : Upsampler.SHUFFLES;
        }

        @Override
        public Map<String, long[]> shapes() {
            Shapes shapes = new Shapes().convolution("conv_first", features, 3, 3);
            shapes.layer("before_RG.1", features);
            for (int layer = 0; layer < depths.size(); layer++) {
                for (int block = 0; block < depths.get(layer); block++) {
                    block(shapes, "layers." + layer + ".blocks." + block + ".", heads.get(layer), block % 2 == 0);
                }
                Windows.convolutions(shapes, "layers." + layer + ".conv", features, three);
            }
            shapes.layer("norm", features);
            Windows.convolutions(shapes, "conv_after_body", features, three);
            return enlarging(reconstructing)
                    .shapes(shapes, features, reconstructing, scale)
                    .byName();
        }

        private void block(Shapes shapes, String name, int headsHere, boolean windowed) {
            String attention = name + "attn.";
            shapes.layer(name + "norm1", features);
            shapes.layer(attention + "qkv", 3L * features, features);
            shapes.layer(attention + "proj", features, features);
            if (windowed) {
                Rectangles.biases(shapes, attention, positions, headsHere / 2);
            } else {
                shapes.tensor(attention + "temperature", headsHere, 1, 1);
            }
            shapes.layer(attention + "dwconv.0", features, 1, 3, 3);
            statistics(shapes, attention + "dwconv.1", features);
            shapes.convolution(attention + "channel_interaction.1", features / 8, features, 1);
            statistics(shapes, attention + "channel_interaction.2", features / 8);
            shapes.convolution(attention + "channel_interaction.4", features, features / 8, 1)
                    .convolution(attention + "spatial_interaction.0", features / 16, features, 1);
            statistics(shapes, attention + "spatial_interaction.1", features / 16);
            shapes.convolution(attention + "spatial_interaction.3", 1, features / 16, 1);
            Rectangles.gated(shapes, name + "norm2", name + "ffn.", features, hidden);
        }

        /** Of a batch normalization. */
        private static void statistics(Shapes shapes, String name, long channels) {
            shapes.layer(name, channels);
            shapes.tensor(name + ".running_mean", channels).tensor(name + ".running_var", channels);
        }

        /** Crops in small batches have other statistics than images: see decision 0049. */
        @Override
        public boolean learned(String name) {
            return !name.endsWith(".running_mean") && !name.endsWith(".running_var");
        }

        @Override
        public boolean passesOver(String name) {
            return name.endsWith(".num_batches_tracked") || Rectangles.passesOver(name);
        }

        /** With what follows from the windows, which the published code expects in a file. */
        @Override
        public StateDict written(StateDict weights) {
            return Rectangles.written(weights, depths, windows, trained);
        }

        @Override
        public ScriptFunction script() {
            return SCRIPT.function(
                    "forward",
                    Windows.numbers(depths),
                    Windows.numbers(heads),
                    Windows.numbers(windows),
                    three ? 1 : 0,
                    enlarging(reconstructing).number(),
                    enlarging(reconstructing).steps(scale).count(),
                    enlarging(reconstructing).steps(scale).step());
        }

        @Override
        public NDList features(NDArray x, List<NDArray> weights, List<String> wanted) {
            return SCRIPT.callForList(
                    "features",
                    x,
                    weights,
                    Windows.numbers(depths),
                    Windows.numbers(heads),
                    Windows.numbers(windows),
                    three ? 1 : 0,
                    flags(wanted));
        }
    }
}
