package io.github.pdd4j.network.efficientnet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.FeatureNet;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.List;
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
    private static final List<String> NAMES = names();

    @Override
    public Optional<Recognised> recognise(StateDict weights) {
        boolean another = weights.has("_blocks." + BLOCKS + "._depthwise_conv.weight")
                || weights.has("_blocks.0._se_reduce.weight");
        if (another || !NAMES.stream().allMatch(weights::has)) {
            return Optional.empty();
        }
        return Optional.of(new Recognised(new Form(), weights.only(NAMES)));
    }

    private static List<String> layers() {
        List<String> layers = new ArrayList<>(List.of("stem"));
        for (int block = 0; block < BLOCKS; block++) {
            layers.add("block" + block);
        }
        return List.copyOf(layers);
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>(convolution("_conv_stem", "_bn0"));
        for (int block = 0; block < BLOCKS; block++) {
            String prefix = "_blocks." + block + ".";
            if (block > 0) {
                names.addAll(convolution(prefix + "_expand_conv", prefix + "_bn0"));
            }
            names.addAll(convolution(prefix + "_depthwise_conv", prefix + "_bn1"));
            names.addAll(convolution(prefix + "_project_conv", prefix + "_bn2"));
        }
        return List.copyOf(names);
    }

    private static List<String> convolution(String kernel, String norm) {
        return List.of(
                kernel + ".weight", norm + ".weight", norm + ".bias", norm + ".running_mean", norm + ".running_var");
    }

    /** The only form there is. */
    record Form() implements FeatureNet {
        @Override
        public String architecture() {
            return "EfficientNet-Lite0";
        }

        @Override
        public List<String> names() {
            return NAMES;
        }

        @Override
        public List<String> layers() {
            return LAYERS;
        }

        @Override
        public NDList features(NDArray x, List<NDArray> weights, List<String> wanted) {
            float[] flags = new float[LAYERS.size()];
            LAYERS.forEach(layer -> flags[LAYERS.indexOf(layer)] = wanted.contains(layer) ? 1 : 0);
            return SCRIPT.callForList("features", x, weights, x.getManager().create(flags));
        }
    }
}
