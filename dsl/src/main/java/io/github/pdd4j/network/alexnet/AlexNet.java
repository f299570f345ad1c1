package io.github.pdd4j.network.alexnet;

import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.TorchvisionNet;
import io.github.pdd4j.network.TorchvisionNet.Convolution;
import io.github.pdd4j.network.TorchvisionNet.Kernel;
import io.github.pdd4j.weights.StateDict;
import java.util.List;
import java.util.Optional;

/**
 * AlexNet (Krizhevsky 2014, one column) in torchvision's key layout, of any width.
 *
 * <p>Like the paper's code, it pools 2×2 with stride 2 between its groups. torchvision pools 3×3 with stride 2, so
 * features after {@code conv1_1} differ from torchvision's.
 */
public final class AlexNet implements Architecture {
    /** As in the paper's code; torchvision's weights were trained with 3. */
    private static final int PAPER_POOLING = 2;

    private static final List<Convolution> CONVOLUTIONS = List.of(
            new Convolution(0, "conv1_1", 1, new Kernel(11, 4, 2)),
            new Convolution(3, "conv2_1", 3, new Kernel(5, 1, 2)),
            new Convolution(6, "conv3_1", 6, Kernel.OF_3),
            new Convolution(8, "conv3_2", 4, Kernel.OF_3),
            new Convolution(10, "conv3_3", 4, Kernel.OF_3));

    /** Creates the plug-in; {@link java.util.ServiceLoader} calls this constructor. */
    public AlexNet() {}

    @Override
    public String family() {
        return "AlexNet";
    }

    @Override
    public String landmark() {
        return "features.0.weight";
    }

    /** AlexNet is the only torchvision network that starts with an 11×11 kernel. */
    @Override
    public Optional<Recognized> recognize(StateDict found) {
        StateDict weights = TorchvisionNet.torchvisionNames(found, CONVOLUTIONS);
        if (!weights.has(landmark(), 4) || !weights.has("features.10.weight") || weights.has("features.11.weight")) {
            return Optional.empty();
        }
        long[] first = weights.tensor(landmark()).shape();
        return first[2] == 11
                ? Optional.of(new Recognized(
                        new TorchvisionNet(family(), CONVOLUTIONS, (int) first[0], PAPER_POOLING), weights))
                : Optional.empty();
    }
}
