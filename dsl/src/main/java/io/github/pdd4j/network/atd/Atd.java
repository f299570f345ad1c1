package io.github.pdd4j.network.atd;

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
import io.github.pdd4j.weights.StoredTensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** ATD (Zhang et al. 2024, fig. 3), also its light form, with any of its four ends. Its layers are its groups of blocks. */
public final class Atd implements Architecture {
    private static final Script SCRIPT = Script.of(Atd.class, Windows.SCRIPT, "atd.script");

    private static final String GROUP = "layers.0.residual_group.";
    private static final String FIRST = GROUP + "layers.0.";
    private static final String TABLE = "attn_win.relative_position_bias_table";
    private static final String CONVOLUTION = "convffn.dwconv.depthwise_conv.0.weight";

    /** Which bias belongs to a pair of pixels of a window. */
    private static final String OFFSETS = "relative_position_index_SA";

    /** By its presence a file tells that no mean is subtracted. */
    private static final String NO_NORM = "no_norm";

    /** Creates the plug-in; {@link java.util.ServiceLoader} calls this constructor. */
    public Atd() {}

    @Override
    public String family() {
        return "ATD";
    }

    @Override
    public String landmark() {
        return GROUP + "td";
    }

    @Override
    public Optional<Recognized> recognize(StateDict weights) {
        boolean atd = weights.has(landmark(), 2)
                && weights.has(FIRST + TABLE, 2)
                && weights.has(FIRST + "attn_atd.wq.weight", 2)
                && weights.has(FIRST + CONVOLUTION, 4);
        if (!atd) {
            return Optional.empty();
        }
        RgbOnly.check(family(), weights, "conv_first.weight", Upsampler.last(weights), 3);
        return Optional.of(new Recognized(Config.of(weights), weights));
    }

    /**
     * The size of an ATD.
     *
     * @param scale the scale factor
     * @param features the number of channels of each pixel
     * @param depths the number of blocks of each group
     * @param heads the number of heads of each group
     * @param window the side of a window
     * @param category the number of pixels of a group within a category
     * @param tokens the number of tokens of a dictionary
     * @param compared the number of channels in which pixels are compared with tokens
     * @param hidden the number of channels inside the linear layers
     * @param kernel the side of the kernels between them
     * @param enlarging how the result is enlarged
     * @param reconstructing the number of channels while the result is enlarged; 0 where there is one shuffle or none
     * @param three whether three convolutions end each group, instead of one
     * @param centered whether the mean of colors is subtracted
     */
    record Config(
            int scale,
            int features,
            List<Integer> depths,
            List<Integer> heads,
            int window,
            int category,
            int tokens,
            int compared,
            int hidden,
            int kernel,
            Upsampler enlarging,
            int reconstructing,
            boolean three,
            boolean centered)
            implements BodyFeatureConfig, ScriptedConfig {
        /** No checkpoint tells them; the light form alone has 48 channels and one pixel shuffle. */
        private static final int CATEGORY = 256;

        private static final int LIGHT_CATEGORY = 128;
        private static final int LIGHT_FEATURES = 48;

        static Config of(StateDict weights) {
            Upsampler enlarging = Upsampler.of(weights);
            int features = weights.length(GROUP + "td", 1);
            boolean light = enlarging == Upsampler.ONE_SHUFFLE && features == LIGHT_FEATURES;
            return new Config(
                    enlarging.scale(weights),
                    features,
                    Windows.depths(weights, ".residual_group.layers."),
                    Windows.heads(weights, ".residual_group.layers.0." + TABLE),
                    Windows.side(weights, FIRST + TABLE),
                    light ? LIGHT_CATEGORY : CATEGORY,
                    weights.length(GROUP + "td", 0),
                    weights.length(FIRST + "attn_atd.wq.weight", 0),
                    weights.length(FIRST + CONVOLUTION, 0),
                    weights.length(FIRST + CONVOLUTION, 2),
                    enlarging,
                    Upsampler.features(weights),
                    weights.has("conv_after_body.0.weight"),
                    !weights.has(NO_NORM));
        }

        @Override
        public String architecture() {
            return "ATD";
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
                int depth = depths.get(layer);
                shapes.tensor(group + "td", tokens, features);
                for (int block = 0; block < depth; block++) {
                    block(shapes, group + "layers." + block + ".", heads.get(layer), block == depth - 1);
                }
                Windows.convolutions(shapes, "layers." + layer + ".conv", features, three);
            }
            shapes.layer("norm", features);
            Windows.convolutions(shapes, "conv_after_body", features, three);
            return enlarging.shapes(shapes, features, reconstructing, scale).byName();
        }

        private void block(Shapes shapes, String name, int headsHere, boolean last) {
            long offsets = (2L * window - 1) * (2L * window - 1);
            shapes.layer(name + "norm1", features)
                    .layer(name + "wqkv", 3L * features, features)
                    .tensor(name + TABLE, offsets, headsHere)
                    .layer(name + "attn_win.proj", features, features)
                    .layer(name + "attn_atd.wq", compared, features)
                    .layer(name + "attn_atd.wk", compared, features)
                    .layer(name + "attn_atd.wv", features, features)
                    .tensor(name + "attn_atd.scale", tokens)
                    .layer(name + "attn_aca.proj", features, features)
                    .tensor(name + "attn_aca.logit_scale", 1, 1);
            Windows.convolvedPerceptron(shapes, name, name + "convffn.", features, hidden, kernel);
            if (!last) {
                shapes.layer(name + "norm3", tokens).tensor(name + "sigma", tokens, 1);
            }
        }

        @Override
        public boolean passesOver(String name) {
            return name.equals(OFFSETS) || name.equals(NO_NORM);
        }

        /** With what follows from the window, which the published code expects in a file. */
        @Override
        public StateDict written(StateDict weights) {
            StateDict all = weights.with(OFFSETS, Windows.offsets(window, window));
            return centered ? all : all.with(NO_NORM, StoredTensor.of(new float[1], 1));
        }

        @Override
        public ScriptFunction script() {
            PixelShuffleSteps steps = enlarging.steps(scale);
            return SCRIPT.function(
                    "forward",
                    Windows.numbers(depths),
                    Windows.numbers(heads),
                    window,
                    category,
                    three ? 1 : 0,
                    centered ? 1 : 0,
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
                    category,
                    three ? 1 : 0,
                    centered ? 1 : 0,
                    flags(wanted));
        }
    }
}
