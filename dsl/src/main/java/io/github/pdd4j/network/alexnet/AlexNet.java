package io.github.pdd4j.network.alexnet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.FeatureNet;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.weights.StateDict;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * AlexNet (Krizhevsky 2014, one column) in torchvision's key layout, of any width.
 *
 * <p>Between its groups it pools 2×2 with stride 2, as the code of the paper does; torchvision pools 3×3 with stride 2,
 * so features beyond {@code conv1_1} differ from torchvision's.
 */
public final class AlexNet implements Architecture {
    private static final Script SCRIPT = Script.of(AlexNet.class, "alexnet.script");

    /** Where torchvision's {@code features} has its convolutions. */
    private static final int[] POSITIONS = {0, 3, 6, 8, 10};

    private static final List<String> LAYERS = List.of("conv1_1", "conv2_1", "conv3_1", "conv3_2", "conv3_3");

    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    @Override
    public Optional<Recognised> recognise(StateDict weights) {
        List<String> names = names();
        if (!names.stream().allMatch(weights::has)) {
            return Optional.empty();
        }
        long[] first = weights.tensor("features.0.weight").shape();
        if (first.length != 4 || first[2] != 11) {
            return Optional.empty();
        }
        return Optional.of(new Recognised(new Form((int) first[0]), weights.only(names)));
    }

    private static List<String> names() {
        return IntStream.of(POSITIONS)
                .boxed()
                .flatMap(i -> List.of("features." + i + ".weight", "features." + i + ".bias").stream())
                .toList();
    }

    /**
     * The width of one AlexNet.
     *
     * @param width channels of the first convolution, 64 in torchvision's network
     */
    record Form(int width) implements FeatureNet {
        @Override
        public String architecture() {
            return "AlexNet";
        }

        @Override
        public List<String> names() {
            return AlexNet.names();
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
