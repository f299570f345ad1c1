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
 * What the networks of Simonyan and Zisserman (2015, table 1) share: groups of 3×3 convolutions, of 1, 2, 4, 8 and 8 times
 * the first one's channels, with a pooling behind each.
 */
abstract class Vgg implements Architecture {
    private static final String FIRST = "features.0.weight";

    private final String family;
    private final String mark;
    private final List<Convolution> convolutions;

    /**
     * A network of torchvision's.
     *
     * @param mark a tensor that the others do not have
     * @param groups how many convolutions each group has
     */
    Vgg(String family, String mark, int... groups) {
        this.family = family;
        this.mark = mark;
        this.convolutions = convolutions(groups);
    }

    /** In torchvision a ReLU takes the position behind each convolution, a pooling that behind each group. */
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

    /** The network whose layers have {@code width / 64} of the published channels. */
    public TorchvisionNet sized(int width) {
        return new TorchvisionNet(family, convolutions, width, 2);
    }

    /** With batch normalization, torchvision's networks have their second convolution at 3. */
    @Override
    public Optional<Recognized> recognize(StateDict weights) {
        boolean mine = weights.has(landmark()) && weights.has(mark) && weights.has(FIRST, 4);
        if (!mine || weights.has("features.3.weight")) {
            return Optional.empty();
        }
        return Optional.of(new Recognized(sized(weights.length(FIRST, 0)), weights));
    }
}
