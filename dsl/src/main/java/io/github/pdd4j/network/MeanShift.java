package io.github.pdd4j.network;

import io.github.pdd4j.api.Internal;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.Arrays;

/**
 * The two fixed 1×1 convolutions around the networks of EDSR's first code: {@code sub_mean}, which subtracts the mean of
 * DIV2K from an image in [0, 255], and {@code add_mean}.
 *
 * <pre>{@code
 * System.out.println(MeanShift.added(compactGeneralist().weights()).tensor("sub_mean.bias"));
 * }</pre>
 */
@Internal
public final class MeanShift {
    private static final double[] MEAN = {0.4488, 0.4371, 0.4040};

    /** The number that colors in [0, 1] are multiplied by. */
    public static final double RANGE = 255;

    private static final String BEFORE = "sub_mean";
    private static final String AFTER = "add_mean";
    private static final double TOLERANCE = 1e-3;

    private MeanShift() {}

    /**
     * Returns the mean of DIV2K.
     *
     * @return the mean, in RGB
     */
    public static double[] mean() {
        return MEAN.clone();
    }

    /**
     * Returns whether a tensor belongs to one of the two convolutions.
     *
     * @param name the name of the tensor
     * @return whether it does
     */
    public static boolean owns(String name) {
        return name.startsWith(BEFORE + ".") || name.startsWith(AFTER + ".");
    }

    /**
     * Returns whether a checkpoint holds the convolutions, and checks that they compute what they usually do.
     *
     * @param family the name of the architecture
     * @param weights the tensors of the checkpoint
     * @return whether it holds them
     * @throws IllegalArgumentException if only one of them is there, or they compute something else
     */
    public static boolean in(String family, StateDict weights) {
        if (weights.names().stream().noneMatch(MeanShift::owns)) {
            return false;
        }
        if (!is(weights, BEFORE, -1) || !is(weights, AFTER, 1)) {
            throw new IllegalArgumentException(family + " must subtract the mean " + Arrays.toString(MEAN) + " times "
                    + RANGE + " from an image in [0, 255] and add it at the end, got others in " + BEFORE + " and "
                    + AFTER + " of " + weights.source() + ": use a network that was trained as the published code does"
                    + " by default");
        }
        return true;
    }

    private static boolean is(StateDict weights, String name, int sign) {
        if (!weights.has(name + ".weight", 4) || !weights.has(name + ".bias", 1)) {
            return false;
        }
        float[] weight = weights.tensor(name + ".weight").floats();
        float[] bias = weights.tensor(name + ".bias").floats();
        boolean known = weight.length == 9 && bias.length == 3;
        for (int i = 0; known && i < 9; i++) {
            known = Math.abs(weight[i] - (i % 4 == 0 ? 1 : 0)) < TOLERANCE;
        }
        for (int i = 0; known && i < 3; i++) {
            known = Math.abs(bias[i] - sign * RANGE * MEAN[i]) < TOLERANCE * RANGE;
        }
        return known;
    }

    /**
     * Adds the convolutions to weights.
     *
     * @param weights the weights of a network
     * @return the weights with the four tensors
     */
    public static StateDict added(StateDict weights) {
        StateDict added = weights;
        for (String name : new String[] {BEFORE, AFTER}) {
            float[] bias = new float[3];
            for (int i = 0; i < 3; i++) {
                // In float32, as the published code computes it.
                bias[i] = (name.equals(BEFORE) ? -1 : 1) * (float) RANGE * (float) MEAN[i];
            }
            added = added.with(name + ".weight", StoredTensor.of(new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 3, 3, 1, 1))
                    .with(name + ".bias", StoredTensor.of(bias, 3));
        }
        return added;
    }
}
