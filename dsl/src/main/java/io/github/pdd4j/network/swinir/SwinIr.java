package io.github.pdd4j.network.swinir;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.BodyFeatureConfig;
import io.github.pdd4j.network.PixelShuffleSteps;
import io.github.pdd4j.network.RgbOnly;
import io.github.pdd4j.network.ScriptedConfig;
import io.github.pdd4j.network.Shapes;
import io.github.pdd4j.network.Windows;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.tensor.ScriptFunction;
import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** SwinIR (Liang et al. 2021, fig. 2), with any of its four ends. Its layers are its residual Swin Transformer blocks. */
public final class SwinIr implements Architecture {
    private static final Script SCRIPT = Script.of(SwinIr.class, Windows.SCRIPT, "swinir.script");

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
        return FIRST + "attn.relative_position_bias_table";
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
        String last = weights.has("conv_last.weight") ? "conv_last.weight" : "upsample.0.weight";
        RgbOnly.check(family(), weights, "conv_first.weight", last, 3);
        return Optional.of(new Recognized(Config.of(weights), weights));
    }

    /** How the result is enlarged; the numbers are those of the script. */
    enum Enlarging {
        /** Not at all, but the input is added: for denoising and compression. */
        NOT(0),
        /** By one convolution and one pixel shuffle: lightweight networks. */
        ONE_SHUFFLE(1),
        /** By convolutions that are each followed by a pixel shuffle: classical networks. */
        SHUFFLES(2),
        /** By nearest-neighbor upsampling ×2 and convolutions: networks for real images. */
        NEAREST(3);

        private final int number;

        Enlarging(int number) {
            this.number = number;
        }
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
            Enlarging enlarging,
            int reconstructing,
            boolean three,
            int trained)
            implements BodyFeatureConfig, ScriptedConfig {
        /** The published networks against JPEG artifacts, which alone have windows of 7, take images in [0, 255]. */
        private static final int JPEG_WINDOW = 7;

        static Config of(StateDict weights) {
            List<Integer> depths = new ArrayList<>();
            List<Integer> heads = new ArrayList<>();
            for (int layer = 0; layer <= weights.largest("layers."); layer++) {
                String blocks = "layers." + layer + ".residual_group.blocks.";
                depths.add(weights.largest(blocks) + 1);
                String table = blocks + "0.attn.relative_position_bias_table";
                heads.add(weights.has(table, 2) ? weights.length(table, 1) : 1);
            }
            int rows = weights.length(FIRST + "attn.relative_position_bias_table", 0);
            int window = (int) Math.round((Math.sqrt(rows) + 1) / 2);
            String mask = "layers.0.residual_group.blocks.1.attn_mask";
            int trained = !weights.has(mask, 3) ? 0 : (int) Math.round(Math.sqrt(weights.length(mask, 0))) * window;
            Enlarging enlarging = enlarging(weights);
            return new Config(
                    scale(weights, enlarging),
                    weights.length(FIRST + "attn.qkv.weight", 1),
                    List.copyOf(depths),
                    List.copyOf(heads),
                    window,
                    weights.length(FIRST + "mlp.fc1.weight", 0),
                    enlarging,
                    weights.has("conv_before_upsample.0.weight", 4)
                            ? weights.length("conv_before_upsample.0.weight", 0)
                            : 0,
                    weights.has("conv_after_body.0.weight"),
                    trained);
        }

        private static Enlarging enlarging(StateDict weights) {
            if (weights.has("conv_before_upsample.0.weight")) {
                return weights.has("conv_up1.weight") ? Enlarging.NEAREST : Enlarging.SHUFFLES;
            }
            return weights.has("upsample.0.weight") ? Enlarging.ONE_SHUFFLE : Enlarging.NOT;
        }

        private static int scale(StateDict weights, Enlarging enlarging) {
            return switch (enlarging) {
                case NOT -> 1;
                case ONE_SHUFFLE -> PixelShuffleSteps.scaleOfOne(weights, "upsample.0");
                case SHUFFLES -> PixelShuffleSteps.scale(weights, "upsample.");
                case NEAREST -> weights.has("conv_up3.weight") ? 8 : weights.has("conv_up2.weight") ? 4 : 2;
            };
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

        private PixelShuffleSteps steps() {
            return switch (enlarging) {
                case NOT -> new PixelShuffleSteps(0, 1);
                case ONE_SHUFFLE -> new PixelShuffleSteps(1, scale);
                case SHUFFLES -> PixelShuffleSteps.of(scale);
                case NEAREST -> new PixelShuffleSteps(Integer.numberOfTrailingZeros(scale), 2);
            };
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
            return end(shapes).byName();
        }

        private void block(Shapes shapes, String name, int headsHere) {
            long offsets = (2L * window - 1) * (2L * window - 1);
            shapes.layer(name + "norm1", features);
            shapes.tensor(name + "attn.relative_position_bias_table", offsets, headsHere);
            shapes.layer(name + "attn.qkv", 3L * features, features);
            shapes.layer(name + "attn.proj", features, features);
            shapes.layer(name + "norm2", features);
            shapes.layer(name + "mlp.fc1", hidden, features);
            shapes.layer(name + "mlp.fc2", features, hidden);
        }

        private Shapes end(Shapes shapes) {
            switch (enlarging) {
                case NOT -> shapes.convolution("conv_last", 3, features, 3);
                case ONE_SHUFFLE -> shapes.convolution("upsample.0", 3L * scale * scale, features, 3);
                case SHUFFLES -> {
                    shapes.convolution("conv_before_upsample.0", reconstructing, features, 3);
                    steps().shapes(shapes, "upsample.", reconstructing).convolution("conv_last", 3, reconstructing, 3);
                }
                case NEAREST -> {
                    shapes.convolution("conv_before_upsample.0", reconstructing, features, 3);
                    for (int step = 1; step <= steps().count(); step++) {
                        shapes.convolution("conv_up" + step, reconstructing, reconstructing, 3);
                    }
                    shapes.convolution("conv_hr", reconstructing, reconstructing, 3)
                            .convolution("conv_last", 3, reconstructing, 3);
                }
            }
            return shapes;
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
                    all = all.with(name + "attn.relative_position_index", Windows.offsets(window, window));
                    if (block % 2 == 1 && trained > 0) {
                        int shift = window / 2;
                        all = all.with(name + "attn_mask", Windows.mask(trained, window, window, shift, shift));
                    }
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
                    enlarging.number,
                    steps().count(),
                    steps().step());
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
