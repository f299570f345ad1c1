package io.github.pdd4j.network.rrdbnet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.BodyFeatureConfig;
import io.github.pdd4j.network.RgbOnly;
import io.github.pdd4j.network.Shapes;
import io.github.pdd4j.tensor.Script;
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
        StateDict usual = KeyRemapping.usual(weights);
        if (!usual.has(landmark(), 4)) {
            return Optional.empty();
        }
        KeyRemapping.requireKnownScale(weights, usual);
        RgbOnly.check(family(), usual, "conv_first.weight", "conv_last.weight", 3, 12, 48);
        return Optional.of(new Recognized(Config.of(usual), usual));
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
        return new Config(4, features, blocks, growth);
    }

    /**
     * The size of an RRDBNet.
     *
     * @param scale 4, or 2 or 1 with an input that is first folded by pixel-unshuffle
     * @param features the number of channels between the blocks
     * @param blocks the number of residual blocks
     * @param growth the number of channels that each convolution of a dense block adds
     */
    record Config(int scale, int features, int blocks, int growth) implements BodyFeatureConfig {
        static Config of(StateDict weights) {
            int inputs = weights.has("conv_first.weight") ? weights.length("conv_first.weight", 1) : 3;
            int blocks = weights.largest("body.") + 1;
            int scale = inputs == 3 ? 4 : inputs == 12 ? 2 : 1;
            int growth = weights.length("body.0.rdb1.conv1.weight", 0);
            return new Config(scale, weights.length("body.0.rdb1.conv1.weight", 1), blocks, growth);
        }

        @Override
        public String architecture() {
            return "RRDBNet";
        }

        @Override
        public int multiple() {
            return 4 / scale;
        }

        @Override
        public Map<String, long[]> shapes() {
            Shapes shapes = new Shapes();
            for (String name : KeyRemapping.convolutions(blocks)) {
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
        public NDArray forward(NDArray x, List<NDArray> weights) {
            return SCRIPT.call("forward", x, weights, blocks, multiple());
        }

        @Override
        public NDList features(NDArray x, List<NDArray> weights, List<String> wanted) {
            return SCRIPT.callForList("features", x, weights, multiple(), flags(wanted));
        }
    }
}
