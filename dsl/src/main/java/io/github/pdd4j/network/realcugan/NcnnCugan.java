package io.github.pdd4j.network.realcugan;

import io.github.pdd4j.network.NcnnLayers;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Renames the tensors of a Real-CUGAN in an ncnn file, whose layers are in the order of computation. Such files do not
 * tell the "pro" range, and programs that run them do not map colors, so neither is done here.
 */
final class NcnnCugan {
    private static final List<String> NAMES = Stream.of(
                    "unet1.conv1.conv.0 unet1.conv1.conv.2 unet1.conv1_down unet1.conv2.conv.0 unet1.conv2.conv.2"
                            + " unet1.conv2.seblock.conv1 unet1.conv2.seblock.conv2 unet1.conv2_up unet1.conv3"
                            + " unet1.conv_bottom unet2.conv1.conv.0 unet2.conv1.conv.2 unet2.conv1_down"
                            + " unet2.conv2.conv.0 unet2.conv2.conv.2 unet2.conv2.seblock.conv1"
                            + " unet2.conv2.seblock.conv2 unet2.conv2_down unet2.conv3.conv.0 unet2.conv3.conv.2"
                            + " unet2.conv3.seblock.conv1 unet2.conv3.seblock.conv2 unet2.conv3_up"
                            + " unet2.conv4.conv.0 unet2.conv4.conv.2 unet2.conv4.seblock.conv1"
                            + " unet2.conv4.seblock.conv2 unet2.conv4_up unet2.conv5 unet2.conv_bottom")
            .flatMap(names -> Stream.of(names.split(" ", -1)))
            .toList();

    private static final int ATTENTIONS = 4;
    private static final int TRANSPOSED = 4;

    private NcnnCugan() {}

    /** Renames the tensors of a Real-CUGAN to the published names; returns others unchanged. */
    static StateDict usual(StateDict weights) {
        return NcnnLayers.of(weights)
                .filter(NcnnCugan::isCugan)
                .map(NcnnCugan::named)
                .orElse(weights);
    }

    private static boolean isCugan(NcnnLayers layers) {
        boolean ends = layers.count("PixelShuffle") == 1;
        return layers.size() == NAMES.size() + (ends ? 1 : 0)
                && layers.count("Deconvolution") == TRANSPOSED
                && layers.count("InnerProduct") == 2 * ATTENTIONS
                && layers.count("Pooling") == ATTENTIONS
                && IntStream.range(0, layers.size())
                        .allMatch(i -> layers.shape(i).length
                                == (i < NAMES.size() && NAMES.get(i).contains("seblock") ? 2 : 4));
    }

    private static StateDict named(NcnnLayers layers) {
        List<String> names = new ArrayList<>(NAMES);
        if (layers.size() > names.size()) {
            names.add("conv_final");
        }
        StateDict all = layers.named(names);
        for (String name : NAMES) {
            String weight = name + ".weight";
            if (name.endsWith("_up") || name.equals("unet1.conv_bottom")) {
                all = all.with(weight, inputsFirst(all.tensor(weight)));
            } else if (name.contains("seblock")) {
                StoredTensor linear = all.tensor(weight);
                all = all.with(weight, StoredTensor.of(linear.floats(), linear.shape()[0], linear.shape()[1], 1, 1));
            }
        }
        return all;
    }

    /** ncnn keeps the weights of transposed convolutions as (out, in, h, w), PyTorch as (in, out, h, w). */
    private static StoredTensor inputsFirst(StoredTensor kernels) {
        float[] from = kernels.floats();
        long[] shape = kernels.shape();
        int outputs = (int) shape[0];
        int inputs = (int) shape[1];
        int size = (int) (shape[2] * shape[3]);
        float[] to = new float[from.length];
        for (int out = 0; out < outputs; out++) {
            for (int in = 0; in < inputs; in++) {
                System.arraycopy(from, (out * inputs + in) * size, to, (in * outputs + out) * size, size);
            }
        }
        return StoredTensor.of(to, inputs, outputs, shape[2], shape[3]);
    }
}
