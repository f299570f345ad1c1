package io.github.pdd4j.network.realcugan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.BodyFeatureConfig;
import io.github.pdd4j.network.RgbOnly;
import io.github.pdd4j.network.ScriptedConfig;
import io.github.pdd4j.network.Shapes;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.tensor.ScriptFunction;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Real-CUGAN (bilibili 2022, {@code upcunet_v3.py}): two U-Nets one after the other. Its layers are these, each before
 * its last convolution.
 */
public final class RealCugan implements Architecture {
    private static final Script SCRIPT = Script.of(RealCugan.class, "realcugan.script");

    /** By its presence a file tells that the network works in a smaller range of colors. */
    static final String PRO = "pro";

    private static final String FIRST = "unet1.conv1.conv.0.weight";
    private static final String FINAL = "conv_final";
    private static final String BOTTOM = "unet1.conv_bottom";

    /** Creates the plug-in; {@link java.util.ServiceLoader} calls this constructor. */
    public RealCugan() {}

    @Override
    public String family() {
        return "Real-CUGAN";
    }

    @Override
    public String landmark() {
        return "unet1.conv2.seblock.conv1.weight";
    }

    @Override
    public Optional<Recognized> recognize(StateDict weights) {
        StateDict usual = NcnnCugan.usual(weights);
        boolean cugan = usual.has(landmark(), 4)
                && usual.has(FIRST, 4)
                && usual.has(BOTTOM + ".weight", 4)
                && usual.has("unet2.conv4_up.weight", 4);
        if (!cugan) {
            return Optional.empty();
        }
        boolean ends = usual.has(FINAL + ".weight");
        String last = ends ? FINAL + ".weight" : "unet2.conv_bottom.weight";
        RgbOnly.check(family(), usual, FIRST, last, ends ? new int[] {3, 12} : new int[] {3});
        return Optional.of(new Recognized(Config.of(usual), usual));
    }

    /**
     * The size of a Real-CUGAN.
     *
     * @param scale the scale factor
     * @param features the number of channels of the first convolution; others have 2, 4 and 8 times as many
     * @param reduced the number of channels inside the smaller attentions to channels; others have twice as many
     * @param pro whether colors are mapped into [0.15, 0.85]
     * @param fast whether the input is folded by pixel-unshuffle ×2, in the fast form of ×2
     */
    record Config(int scale, int features, int reduced, boolean pro, boolean fast)
            implements BodyFeatureConfig, ScriptedConfig {
        private static final int KERNEL_OF_THREE = 5;

        static Config of(StateDict weights) {
            boolean fast = weights.length(FIRST, 1) > 3;
            boolean three = weights.length(BOTTOM + ".weight", 2) == KERNEL_OF_THREE;
            return new Config(
                    fast ? 2 : weights.has(FINAL + ".weight") ? 4 : three ? 3 : 2,
                    weights.length(FIRST, 0),
                    weights.length("unet1.conv2.seblock.conv1.weight", 0),
                    weights.has(PRO),
                    fast);
        }

        @Override
        public String architecture() {
            return "Real-CUGAN";
        }

        @Override
        public int blocks() {
            return 2;
        }

        /** What the U-Nets halve once and twice must be even. */
        @Override
        public int multiple() {
            return scale == 3 || fast ? 4 : 2;
        }

        /** How far the image is mirrored, so that the U-Nets leave its size. */
        private int border() {
            return fast ? 38 : scale == 4 ? 19 : scale == 3 ? 14 : 18;
        }

        private boolean ends() {
            return fast || scale == 4;
        }

        @Override
        public Map<String, long[]> shapes() {
            int half = features;
            int whole = 2 * features;
            int twice = 4 * features;
            Shapes shapes = new Shapes();
            int between = ends() ? whole : 3;

            two(shapes, "unet1.conv1", fast ? 12 : 3, half, whole);
            shapes.convolution("unet1.conv1_down", whole, whole, 2);
            two(shapes, "unet1.conv2", whole, twice, whole);
            attention(shapes, "unet1.conv2", whole, reduced);
            shapes.convolution("unet1.conv2_up", whole, whole, 2).convolution("unet1.conv3", whole, whole, 3);
            int kernel = scale == 3 ? KERNEL_OF_THREE : 4;
            shapes.tensor(BOTTOM + ".weight", whole, between, kernel, kernel).tensor(BOTTOM + ".bias", between);

            two(shapes, "unet2.conv1", between, half, whole);
            shapes.convolution("unet2.conv1_down", whole, whole, 2);
            two(shapes, "unet2.conv2", whole, whole, twice);
            attention(shapes, "unet2.conv2", twice, 2 * reduced);
            shapes.convolution("unet2.conv2_down", twice, twice, 2);
            two(shapes, "unet2.conv3", twice, 2 * twice, twice);
            attention(shapes, "unet2.conv3", twice, 2 * reduced);
            shapes.convolution("unet2.conv3_up", twice, twice, 2);
            two(shapes, "unet2.conv4", twice, whole, whole);
            attention(shapes, "unet2.conv4", whole, reduced);
            shapes.convolution("unet2.conv4_up", whole, whole, 2)
                    .convolution("unet2.conv5", whole, whole, 3)
                    .convolution("unet2.conv_bottom", between, whole, 3);
            return (ends() ? shapes.convolution(FINAL, 12, whole, 3) : shapes).byName();
        }

        private static void two(Shapes shapes, String name, int inputs, int middle, int outputs) {
            shapes.convolution(name + ".conv.0", middle, inputs, 3).convolution(name + ".conv.2", outputs, middle, 3);
        }

        private static void attention(Shapes shapes, String name, int channels, int inside) {
            shapes.convolution(name + ".seblock.conv1", inside, channels, 1)
                    .convolution(name + ".seblock.conv2", channels, inside, 1);
        }

        @Override
        public boolean passesOver(String name) {
            return name.equals(PRO);
        }

        @Override
        public StateDict written(StateDict weights) {
            return pro ? weights.with(PRO, StoredTensor.of(new float[1], 1)) : weights;
        }

        @Override
        public ScriptFunction script() {
            return SCRIPT.function("forward", scale, border(), pro ? 1 : 0, fast ? 1 : 0);
        }

        @Override
        public NDList features(NDArray x, List<NDArray> weights, List<String> wanted) {
            return SCRIPT.callForList(
                    "features", x, weights, scale, border(), pro ? 1 : 0, fast ? 1 : 0, flags(wanted));
        }
    }
}
