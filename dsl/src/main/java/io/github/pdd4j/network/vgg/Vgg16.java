package io.github.pdd4j.network.vgg;

import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.TorchvisionNet;
import io.github.pdd4j.network.TorchvisionNet.Convolution;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.weights.StateDict;
import java.util.List;
import java.util.Optional;

/** VGG16 (Simonyan and Zisserman 2015, configuration D) in torchvision's key layout, of any width. */
public final class Vgg16 implements Architecture {
    private static final Script SCRIPT = Script.of(Vgg16.class, "vgg.script");

    private static final List<Convolution> CONVOLUTIONS = List.of(
            new Convolution(0, "conv1_1", 1, 3),
            new Convolution(2, "conv1_2", 1, 3),
            new Convolution(5, "conv2_1", 2, 3),
            new Convolution(7, "conv2_2", 2, 3),
            new Convolution(10, "conv3_1", 4, 3),
            new Convolution(12, "conv3_2", 4, 3),
            new Convolution(14, "conv3_3", 4, 3),
            new Convolution(17, "conv4_1", 8, 3),
            new Convolution(19, "conv4_2", 8, 3),
            new Convolution(21, "conv4_3", 8, 3),
            new Convolution(24, "conv5_1", 8, 3),
            new Convolution(26, "conv5_2", 8, 3),
            new Convolution(28, "conv5_3", 8, 3));

    @Override
    public String family() {
        return "VGG16";
    }

    @Override
    public String landmark() {
        return "features.28.weight";
    }

    /** VGG19 has no convolution at 17; with batch normalisation the second one is at 3. */
    @Override
    public Optional<Recognised> recognise(StateDict weights) {
        boolean mine = weights.has(landmark())
                && weights.has("features.0.weight")
                && weights.has("features.17.weight")
                && !weights.has("features.3.weight")
                && !weights.has("features.34.weight");
        if (!mine) {
            return Optional.empty();
        }
        int width = weights.length("features.0.weight", 0);
        return Optional.of(new Recognised(new TorchvisionNet(family(), CONVOLUTIONS, width, 2, SCRIPT), weights));
    }
}
