package io.github.pdd4j.network.rrdbnet;

import io.github.pdd4j.network.NcnnLayers;
import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The names that RRDBNet's tensors go by, brought to Real-ESRGAN's. */
final class Layouts {
    private static final int BLOCK = 15;

    private Layouts() {}

    /** The names of the convolutions in the order of computation. */
    static List<String> convolutions(int blocks) {
        List<String> names = new ArrayList<>(List.of("conv_first"));
        for (int block = 0; block < blocks; block++) {
            for (int conv = 0; conv < BLOCK; conv++) {
                names.add("body." + block + ".rdb" + (conv / 5 + 1) + ".conv" + (conv % 5 + 1));
            }
        }
        names.addAll(List.of("conv_body", "conv_up1", "conv_up2", "conv_hr", "conv_last"));
        return List.copyOf(names);
    }

    /** The tensors under Real-ESRGAN's names where they are an RRDBNet's, otherwise as they were. */
    static StateDict usual(StateDict weights) {
        return NcnnLayers.of(weights)
                .filter(Layouts::isRrdbNet)
                .map(layers -> layers.named(convolutions(layers.size() / BLOCK)))
                .orElse(weights);
    }

    /** conv_first and conv_last, and the first two of the five convolutions whose input grows by their output. */
    private static boolean isRrdbNet(NcnnLayers layers) {
        int last = layers.size() - 1;
        if (layers.size() <= BLOCK || layers.size() % BLOCK != convolutions(0).size()) {
            return false;
        }
        long features = layers.shape(0)[0];
        long growth = layers.shape(1)[0];
        return isKernel(layers.shape(0), features, 3)
                && isKernel(layers.shape(1), growth, features)
                && isKernel(layers.shape(2), growth, features + growth)
                && isKernel(layers.shape(last), 3, features);
    }

    private static boolean isKernel(long[] shape, long outputs, long inputs) {
        return Arrays.equals(shape, new long[] {outputs, inputs, 3, 3});
    }
}
