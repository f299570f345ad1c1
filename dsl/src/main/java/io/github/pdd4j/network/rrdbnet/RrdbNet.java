package io.github.pdd4j.network.rrdbnet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.BodyFeatureConfig;
import io.github.pdd4j.network.RgbOnly;
import io.github.pdd4j.network.ScriptedConfig;
import io.github.pdd4j.network.Shapes;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.tensor.ScriptFunction;
import io.github.pdd4j.weights.NcnnGraph;
import io.github.pdd4j.weights.OnnxGraph;
import io.github.pdd4j.weights.StateDict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RRDBNet, the generator of ESRGAN (Wang et al. 2018, fig. 4) and of Real-ESRGAN, in any of its key layouts. */
public final class RrdbNet implements Architecture {
    private static final Script SCRIPT = Script.of(RrdbNet.class, "rrdbnet.script");

    /** A convolution of a dense block; its input contains the outputs of the previous ones. */
    private static final Pattern DENSE = Pattern.compile("body\\.\\d+\\.rdb\\d\\.conv(\\d)");

    /** The convolutions of a dense block. */
    static final int DENSE_CONVOLUTIONS = 5;

    /** Creates the plug-in; {@link java.util.ServiceLoader} calls this constructor. */
    public RrdbNet() {}

    @Override
    public String family() {
        return "RRDBNet";
    }

    @Override
    public String landmark() {
        return "body.0.rdb1.conv1.weight";
    }

    @Override
    public Optional<Recognized> recognize(StateDict weights) {
        StateDict remapped = KeyRemapping.usual(weights);
        if (!remapped.has(landmark(), 4)) {
            return Optional.empty();
        }
        StateDict usual = RgbOnly.fromGray(remapped, "conv_first.weight", "conv_last.weight", 3, 12, 48);
        int steps = KeyRemapping.steps(usual);
        RgbOnly.check(family(), usual, "conv_first.weight", "conv_last.weight", 3, 12, 48);
        Config config = Config.of(usual, steps);
        if (config.scale < 1) {
            throw new IllegalArgumentException("RRDBNet must enlarge at least as often as its input is folded, got "
                    + usual.source() + " with an input folded ×" + config.folded + " and " + steps
                    + " upsampling steps ×2: use the file of a whole network");
        }
        return Optional.of(new Recognized(config, usual));
    }

    /**
     * Returns a network ×4 of this size.
     *
     * @param features the number of channels between the blocks, 64 in ESRGAN
     * @param blocks the number of residual blocks, 23 in ESRGAN
     * @param growth the number of channels that each convolution of a dense block adds, 32 in ESRGAN
     * @return the configuration
     */
    public static BodyFeatureConfig sized(int features, int blocks, int growth) {
        return new Config(4, features, blocks, growth, 1);
    }

    /**
     * The size of an RRDBNet.
     *
     * @param scale the scale factor, a power of 2 up to 8
     * @param features the number of channels between the blocks
     * @param blocks the number of residual blocks
     * @param growth the number of channels that each convolution of a dense block adds
     * @param folded 1, or the factor by which the input is first folded by pixel-unshuffle
     */
    record Config(int scale, int features, int blocks, int growth, int folded)
            implements BodyFeatureConfig, ScriptedConfig {
        static Config of(StateDict weights, int steps) {
            int inputs = weights.has("conv_first.weight") ? weights.length("conv_first.weight", 1) : 3;
            int blocks = weights.largest("body.") + 1;
            int folded = inputs == 3 ? 1 : inputs == 12 ? 2 : 4;
            int growth = weights.length("body.0.rdb1.conv1.weight", 0);
            int features = weights.length("body.0.rdb1.conv1.weight", 1);
            return new Config((1 << steps) / folded, features, blocks, growth, folded);
        }

        @Override
        public String architecture() {
            return "RRDBNet";
        }

        @Override
        public int multiple() {
            return folded;
        }

        /** The number of upsampling steps ×2. */
        int steps() {
            return Integer.numberOfTrailingZeros(scale * folded);
        }

        @Override
        public Map<String, long[]> shapes() {
            Shapes shapes = new Shapes();
            for (String name : KeyRemapping.convolutions(blocks, steps())) {
                Matcher dense = DENSE.matcher(name);
                if (dense.matches()) {
                    int position = Integer.parseInt(dense.group(1));
                    int inputs = features + (position - 1) * growth;
                    shapes.convolution(name, position == DENSE_CONVOLUTIONS ? features : growth, inputs, 3);
                } else {
                    int inputs = name.equals("conv_first") ? 3 * multiple() * multiple() : features;
                    shapes.convolution(name, name.equals("conv_last") ? 3 : features, inputs, 3);
                }
            }
            return shapes.byName();
        }

        @Override
        public Optional<NcnnGraph> ncnn() {
            return Optional.of(RrdbLayers.add(this, new NcnnGraph(shapes())));
        }

        @Override
        public Optional<OnnxGraph> onnx() {
            return Optional.of(RrdbLayers.add(this, new OnnxGraph(shapes())));
        }

        @Override
        public ScriptFunction script() {
            return SCRIPT.function("forward", blocks, folded, steps());
        }

        @Override
        public NDList features(NDArray x, List<NDArray> weights, List<String> wanted) {
            return SCRIPT.callForList("features", x, weights, multiple(), flags(wanted));
        }
    }
}
