package io.github.pdd4j.network.span;

import io.github.pdd4j.network.NcnnLayers;
import io.github.pdd4j.weights.NcnnLayer;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Renames the tensors of a SPAN in an ncnn file, where the convolutions are fused. */
final class NcnnSpan {
    private static final int SUBTRACTION = 1;
    private static final int MULTIPLICATION = 2;
    private static final double TOLERANCE = 1e-4;
    private static final String MEAN = "mean";

    private NcnnSpan() {}

    /** Renames the tensors of a SPAN to the published names; returns others unchanged. */
    static StateDict usual(StateDict weights) {
        return NcnnLayers.of(weights)
                .filter(NcnnSpan::isSpan)
                .map(layers -> named(layers, weights))
                .orElse(weights);
    }

    private static boolean isSpan(NcnnLayers layers) {
        int first = normalized(layers) ? 1 : 0;
        int count = Span.convolutions().size() + 2;
        boolean types = layers.count("Swish") == 2L * Span.BLOCKS
                && layers.count("Sigmoid") == Span.BLOCKS
                && layers.count("Concat") == 1
                && layers.count("PixelShuffle") == 1
                && layers.size() == first + count
                && IntStream.range(first, first + count).allMatch(i -> layers.shape(i).length == 4);
        if (!types) {
            return false;
        }
        long features = layers.shape(first)[0];
        return Arrays.equals(layers.shape(first), new long[] {features, 3, 3, 3})
                && Arrays.equals(layers.shape(first + count - 2), new long[] {features, 4 * features, 1, 1});
    }

    private static boolean normalized(NcnnLayers layers) {
        return layers.count("MemoryData") == 1;
    }

    private static StateDict named(NcnnLayers layers, StateDict weights) {
        List<String> names = new ArrayList<>(
                Span.convolutions().stream().map(name -> name + ".eval_conv").toList());
        names.addAll(List.of("conv_cat", "upsampler.0"));
        if (!normalized(layers)) {
            return layers.named(names).with(Span.NO_NORM, StoredTensor.of(new float[1], 1));
        }
        names.add(0, MEAN);
        StateDict all = layers.named(names);
        requirePublished(NcnnLayer.of(weights), all);
        return all.only(all.names().stream()
                .filter(name -> !name.startsWith(MEAN + "."))
                .toList());
    }

    /** The mean and the factor are not part of a PyTorch checkpoint, so that others could not be written to one. */
    private static void requirePublished(List<NcnnLayer> layers, StateDict weights) {
        float[] mean = weights.tensor(MEAN + ".data").floats();
        boolean known = mean.length == Span.MEAN.length
                && IntStream.range(0, mean.length).allMatch(i -> Math.abs(mean[i] - Span.MEAN[i]) < TOLERANCE);
        List<NcnnLayer> before = layers.stream()
                .takeWhile(layer -> !layer.type().equals("Convolution"))
                .filter(layer -> layer.type().equals("BinaryOp"))
                .toList();
        double factor = before.stream()
                .filter(layer -> is(layer, MULTIPLICATION))
                .mapToDouble(NcnnSpan::scalar)
                .reduce(1, (a, b) -> a * b);
        boolean subtracted =
                before.stream().filter(layer -> is(layer, SUBTRACTION)).count() == 1;
        if (!known || !subtracted || Math.abs(factor - Span.RANGE) > TOLERANCE) {
            throw new IllegalArgumentException("SPAN must subtract the mean " + Arrays.toString(Span.MEAN)
                    + " and multiply by " + Span.RANGE + ", as the published code does by default, got "
                    + Arrays.toString(mean) + " and " + factor + " in " + weights.source()
                    + ": use a network that was trained with the default");
        }
    }

    private static boolean is(NcnnLayer layer, int operation) {
        return String.valueOf(operation).equals(layer.parameters().get(0));
    }

    private static double scalar(NcnnLayer layer) {
        try {
            return Double.parseDouble(layer.parameters().getOrDefault(2, "1"));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
