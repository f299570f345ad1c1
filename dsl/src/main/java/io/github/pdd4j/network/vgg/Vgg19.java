package io.github.pdd4j.network.vgg;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.FeatureNet;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.weights.StateDict;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** VGG19 (Simonyan and Zisserman 2015, configuration E) in torchvision's key layout, of any width. */
public final class Vgg19 implements Architecture {
    private static final Script SCRIPT = Script.of(Vgg19.class, "vgg19.script");

    /** Where torchvision's {@code features} has its convolutions. */
    private static final int[] POSITIONS = {0, 2, 5, 7, 10, 12, 14, 16, 19, 21, 23, 25, 28, 30, 32, 34};

    private static final List<String> LAYERS = List.of(
            "conv1_1", "conv1_2", "conv2_1", "conv2_2", "conv3_1", "conv3_2", "conv3_3", "conv3_4", "conv4_1",
            "conv4_2", "conv4_3", "conv4_4", "conv5_1", "conv5_2", "conv5_3", "conv5_4");

    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    @Override
    public Optional<Recognised> recognise(StateDict weights) {
        List<String> names = names();
        if (!names.stream().allMatch(weights::has) || weights.has("features.3.weight")) {
            return Optional.empty();
        }
        int width = (int) weights.tensor("features.0.weight").shape()[0];
        return Optional.of(new Recognised(new Form(width), weights.only(names)));
    }

    private static List<String> names() {
        return IntStream.of(POSITIONS)
                .boxed()
                .flatMap(i -> List.of("features." + i + ".weight", "features." + i + ".bias").stream())
                .toList();
    }

    /**
     * The width of one VGG19.
     *
     * @param width channels of the first convolution, 64 in the published network
     */
    record Form(int width) implements FeatureNet {
        @Override
        public String architecture() {
            return "VGG19";
        }

        @Override
        public List<String> names() {
            return Vgg19.names();
        }

        @Override
        public List<String> layers() {
            return LAYERS;
        }

        @Override
        public NDList features(NDArray x, List<NDArray> weights, List<String> wanted) {
            float[] flags = new float[LAYERS.size()];
            LAYERS.forEach(layer -> flags[LAYERS.indexOf(layer)] = wanted.contains(layer) ? 1 : 0);
            NDArray mean = x.getManager().create(MEAN).reshape(1, 3, 1, 1);
            NDArray deviation = x.getManager().create(DEVIATION).reshape(1, 3, 1, 1);
            return SCRIPT.callForList(
                    "features",
                    x,
                    weights,
                    List.of(mean, deviation),
                    x.getManager().create(flags));
        }
    }
}
