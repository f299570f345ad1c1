package io.github.pdd4j.network.rgt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.BodyFeatureConfig;
import io.github.pdd4j.network.PixelShuffleSteps;
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

/** RGT (Chen et al. 2024, fig. 2), also its small form. Its layers are its residual groups. */
public final class Rgt implements Architecture {
    private static final Script SCRIPT = Script.of(Rgt.class, Windows.SCRIPT, Rectangles.SCRIPT, "rgt.script");

    private static final String FIRST = "layers.0.blocks.0.";

    /** Creates the plug-in; {@link java.util.ServiceLoader} calls this constructor. */
    public Rgt() {}

    @Override
    public String family() {
        return "RGT";
    }

    @Override
    public String landmark() {
        return FIRST + "gamma";
    }

    @Override
    public Optional<Recognized> recognize(StateDict weights) {
        boolean rgt = weights.has(landmark(), 1)
                && weights.has(FIRST + "attn.attns.0.pos.pos_proj.weight", 2)
                && weights.has(FIRST + "attn.get_v.weight", 4)
                && weights.has(FIRST + "mlp.fc1.weight", 2);
        if (!rgt) {
            return Optional.empty();
        }
        Rectangles.requireSides(family(), weights, FIRST);
        RgbOnly.check(family(), weights, "conv_first.weight", "conv_last.weight", 3);
        return Optional.of(new Recognized(Config.of(weights), weights));
    }

    /**
     * The size of an RGT.
     *
     * @param scale the scale factor
     * @param features the number of channels of each pixel
     * @param depths the number of blocks of each group
     * @param heads the number of heads of each group
     * @param windows the two sides of a window; half of the channels are in windows that lie, half in such that stand
     * @param positions the number of channels of the network that computes biases from offsets
     * @param hidden the number of channels inside the gated layers
     * @param reduced the number of channels of the smaller image to which every second attention is
     * @param reconstructing the number of channels while the result is enlarged
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
            int reduced,
            int reconstructing,
            boolean three,
            int trained)
            implements BodyFeatureConfig, ScriptedConfig {
        static Config of(StateDict weights) {
            int features = weights.length(FIRST + "attn.get_v.weight", 0);
            List<Integer> depths = new ArrayList<>();
            List<Integer> heads = new ArrayList<>();
            int reduced = features / 2;
            for (int layer = 0; layer <= weights.largest("layers."); layer++) {
                String blocks = "layers." + layer + ".blocks.";
                depths.add(weights.largest(blocks) + 1);
                heads.add(heads(weights, blocks + "0.attn.attns.0.pos.pos3.2.weight", features));
                String smaller = blocks + "1.attn.conv.weight";
                reduced = weights.has(smaller, 4) ? weights.length(smaller, 0) : reduced;
            }
            List<Integer> windows = Rectangles.sides(weights, FIRST);
            return new Config(
                    PixelShuffleSteps.scale(weights, "upsample."),
                    features,
                    List.copyOf(depths),
                    List.copyOf(heads),
                    windows,
                    weights.length(FIRST + "attn.attns.0.pos.pos_proj.weight", 0),
                    weights.length(FIRST + "mlp.fc1.weight", 0),
                    reduced,
                    Upsampler.features(weights),
                    weights.has("conv_after_body.0.weight"),
                    Rectangles.trained(weights, windows));
        }

        /** Each kind of windows has half of the heads, rounded down; all of them divide the channels. */
        private static int heads(StateDict weights, String biases, int features) {
            int half = weights.has(biases, 2) ? weights.length(biases, 0) : 1;
            return features % (2 * half) == 0 ? 2 * half : 2 * half + 1;
        }

        @Override
        public String architecture() {
            return "RGT";
        }

        @Override
        public int blocks() {
            return depths.size();
        }

        @Override
        public Map<String, long[]> shapes() {
            Shapes shapes = new Shapes().convolution("conv_first", features, 3, 3);
            shapes.layer("before_RG.1", features);
            for (int layer = 0; layer < depths.size(); layer++) {
                for (int block = 0; block < depths.get(layer); block++) {
                    String name = "layers." + layer + ".blocks." + block + ".";
                    shapes.layer(name + "norm1", features);
                    if (block % 2 == 0) {
                        spatial(shapes, name + "attn.", heads.get(layer) / 2);
                    } else {
                        recursive(shapes, name + "attn.");
                    }
                    Rectangles.gated(shapes, name + "norm2", name + "mlp.", features, hidden);
                    shapes.tensor(name + "gamma", features);
                }
                Windows.convolutions(shapes, "layers." + layer + ".conv", features, three);
            }
            shapes.layer("norm", features);
            Windows.convolutions(shapes, "conv_after_body", features, three);
            return Upsampler.SHUFFLES
                    .shapes(shapes, features, reconstructing, scale)
                    .byName();
        }

        private void spatial(Shapes shapes, String name, int headsOfEach) {
            shapes.layer(name + "qkv", 3L * features, features);
            shapes.layer(name + "proj", features, features);
            Rectangles.biases(shapes, name, positions, headsOfEach);
            shapes.layer(name + "get_v", features, 1, 3, 3);
        }

        private void recursive(Shapes shapes, String name) {
            shapes.layer(name + "reduction1", features, 1, 4, 4)
                    .layer(name + "dwconv", features, 1, 3, 3)
                    .convolution(name + "conv", reduced, features, 1)
                    .layer(name + "norm_act.0", reduced)
                    .layer(name + "q", reduced, features)
                    .layer(name + "k", reduced, reduced)
                    .layer(name + "v", features, reduced)
                    .layer(name + "cpe", features, 1, 3, 3)
                    .layer(name + "proj", features, features);
        }

        @Override
        public boolean passesOver(String name) {
            return Rectangles.passesOver(name);
        }

        /** With what follows from the windows, which the published code expects in a file. */
        @Override
        public StateDict written(StateDict weights) {
            return Rectangles.written(weights, depths, windows, trained);
        }

        @Override
        public ScriptFunction script() {
            PixelShuffleSteps steps = Upsampler.SHUFFLES.steps(scale);
            return SCRIPT.function(
                    "forward",
                    Windows.numbers(depths),
                    Windows.numbers(heads),
                    Windows.numbers(windows),
                    three ? 1 : 0,
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
                    Windows.numbers(windows),
                    three ? 1 : 0,
                    flags(wanted));
        }
    }
}
