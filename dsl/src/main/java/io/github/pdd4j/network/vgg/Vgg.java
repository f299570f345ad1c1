package io.github.pdd4j.network.vgg;

import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.TorchvisionNet;
import io.github.pdd4j.network.TorchvisionNet.Convolution;
import io.github.pdd4j.network.TorchvisionNet.Kernel;
import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The common structure of the networks of Simonyan and Zisserman (2015, table 1): groups of 3×3 convolutions with 1, 2,
 * 4, 8 and 8 times the channels of the first one, each group followed by a pooling layer.
 */
abstract class Vgg implements Architecture {
    private static final String FIRST = "features.0.weight";

    private final String family;
    private final String mark;
    private final List<Convolution> convolutions;

    /**
     * Creates the architecture.
     *
     * @param family the name of the architecture
     * @param mark a tensor that the other VGG networks of torchvision do not have
     * @param groups the number of convolutions of each group
     */
    Vgg(String family, String mark, int... groups) {
        this.family = family;
        this.mark = mark;
        this.convolutions = convolutions(groups);
    }

    /** In torchvision, a ReLU occupies the index after each convolution, a pooling layer the index after each group. */
    private static List<Convolution> convolutions(int... groups) {
        List<Convolution> convolutions = new ArrayList<>();
        int position = 0;
        for (int group = 0; group < groups.length; group++) {
            for (int i = 1; i <= groups[group]; i++) {
                String layer = "conv" + (group + 1) + "_" + i;
                convolutions.add(new Convolution(position, layer, Math.min(8, 1 << group), Kernel.OF_3));
                position += 2;
            }
            position++;
        }
        return List.copyOf(convolutions);
    }

    @Override
    public String family() {
        return family;
    }

    @Override
    public String landmark() {
        return "features." + convolutions.get(convolutions.size() - 1).position() + ".weight";
    }

    /**
     * Returns a network whose layers have {@code width / 64} times the published numbers of channels.
     *
     * @param width the number of channels of the first convolution, 64 in the paper
     * @return the configuration
     */
    public TorchvisionNet sized(int width) {
        return new TorchvisionNet(family, convolutions, width, 2);
    }

    /** With batch normalization, torchvision's networks have their second convolution at index 3. */
    @Override
    public Optional<Recognized> recognize(StateDict found) {
        StateDict weights = TorchvisionNet.torchvisionNames(found, convolutions);
        boolean mine = weights.has(landmark()) && weights.has(mark) && weights.has(FIRST, 4);
        if (!mine || weights.has("features.3.weight")) {
            return Optional.empty();
        }
        return Optional.of(new Recognized(sized(weights.length(FIRST, 0)), weights));
    }
}
