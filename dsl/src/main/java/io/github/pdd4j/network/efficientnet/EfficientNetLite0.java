package io.github.pdd4j.network.efficientnet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.FeatureConfig;
import io.github.pdd4j.network.Shapes;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * EfficientNet-Lite0 (Tan and Le 2019, table 1, without squeeze-and-excitation and with ReLU6) in the key layout of
 * {@code efficientnet_pytorch}.
 *
 * <p>The layers are {@code stem}, after its activation, and {@code block0} to {@code block15}.
 */
public final class EfficientNetLite0 implements Architecture {
    private static final Script SCRIPT = Script.of(EfficientNetLite0.class, "efficientnet_lite0.script");
    private static final int BLOCKS = 16;
    private static final List<String> LAYERS = layers();

    private static final int STEM = 32;
    private static final int EXPANSION = 6;
    private static final List<Integer> SIDES = List.of(3, 3, 3, 5, 5, 3, 3, 3, 5, 5, 5, 5, 5, 5, 5, 3);
    private static final List<Integer> OUTPUTS =
            List.of(16, 24, 24, 40, 40, 80, 80, 80, 112, 112, 112, 192, 192, 192, 192, 320);
    private static final Map<String, long[]> SHAPES = shapes();

    /** Creates the plug-in; {@link java.util.ServiceLoader} calls this constructor. */
    public EfficientNetLite0() {}

    @Override
    public String family() {
        return "EfficientNet-Lite0";
    }

    @Override
    public String landmark() {
        return "_blocks.15._depthwise_conv.weight";
    }

    @Override
    public Optional<Recognized> recognize(StateDict weights) {
        boolean another = weights.has("_blocks." + BLOCKS + "._depthwise_conv.weight")
                || weights.has("_blocks.0._se_reduce.weight");
        return another || !weights.has(landmark())
                ? Optional.empty()
                : Optional.of(new Recognized(new Config(), weights));
    }

    private static List<String> layers() {
        List<String> layers = new ArrayList<>(List.of("stem"));
        for (int block = 0; block < BLOCKS; block++) {
            layers.add("block" + block);
        }
        return List.copyOf(layers);
    }

    private static Map<String, long[]> shapes() {
        Shapes shapes = new Shapes();
        normalized(shapes.tensor("_conv_stem.weight", STEM, 3, 3, 3), "_bn0", STEM);
        int inputs = STEM;
        for (int block = 0; block < BLOCKS; block++) {
            String prefix = "_blocks." + block + ".";
            int inner = block == 0 ? inputs : EXPANSION * inputs;
            if (block > 0) {
                normalized(shapes.tensor(prefix + "_expand_conv.weight", inner, inputs, 1, 1), prefix + "_bn0", inner);
            }
            int side = SIDES.get(block);
            normalized(shapes.tensor(prefix + "_depthwise_conv.weight", inner, 1, side, side), prefix + "_bn1", inner);
            inputs = OUTPUTS.get(block);
            normalized(shapes.tensor(prefix + "_project_conv.weight", inputs, inner, 1, 1), prefix + "_bn2", inputs);
        }
        return shapes.byName();
    }

    private static void normalized(Shapes shapes, String norm, int channels) {
        for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
            shapes.tensor(norm + "." + part, channels);
        }
    }

    /** The only configuration; Lite0 has one size. */
    record Config() implements FeatureConfig {
        @Override
        public String architecture() {
            return "EfficientNet-Lite0";
        }

        @Override
        public Map<String, long[]> shapes() {
            return SHAPES;
        }

        /** Ignores the classifier after the last block and PyTorch's batch counters. */
        @Override
        public boolean passesOver(String name) {
            return name.matches("(_conv_head|_bn1|_fc)\\..*|.*\\.num_batches_tracked");
        }

        @Override
        public List<String> layers() {
            return LAYERS;
        }

        @Override
        public NDList features(NDArray x, List<NDArray> weights, List<String> wanted) {
            return SCRIPT.callForList("features", x, weights, flags(wanted));
        }
    }
}
