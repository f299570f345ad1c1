package io.github.pdd4j.network.span;

import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.Arrays;

/**
 * The single convolutions that SPAN computes, from the four that each is trained as: a 1×1, a 3×3 and a 1×1 convolution
 * in turn and a 1×1 convolution beside them, all with bias. Without activation between them they are one 3×3
 * convolution (Wan et al. 2024, section 3.3).
 */
final class FusedKernels {
    private static final int CELLS = 9;
    private static final int CENTER = 4;

    /** Far above the rounding of float32, far below any step of a training. */
    private static final double ROUNDING = 1e-5;

    private FusedKernels() {}

    /**
     * Returns the weights with each {@code eval_conv} that is computed from the others. A training leaves it as it was
     * at its last validation. One that differs by rounding only stays as it is.
     */
    static StateDict updated(StateDict weights) {
        StateDict updated = weights;
        for (String name : Span.convolutions()) {
            updated = updated(updated, name + ".eval_conv.weight", kernel(weights, name));
            updated = updated(updated, name + ".eval_conv.bias", bias(weights, name));
        }
        return updated;
    }

    private static StateDict updated(StateDict weights, String name, double[] exact) {
        double[] stored = weights.tensor(name).doubles();
        double largest = Arrays.stream(exact).map(Math::abs).max().orElse(0);
        for (int i = 0; i < exact.length; i++) {
            if (Math.abs(stored[i] - exact[i]) > ROUNDING * largest) {
                float[] values = new float[exact.length];
                for (int k = 0; k < values.length; k++) {
                    values[k] = (float) exact[k];
                }
                return weights.with(
                        name, StoredTensor.of(values, weights.tensor(name).shape()));
            }
        }
        return weights;
    }

    private static double[] kernel(StateDict weights, String name) {
        double[] side = weights.tensor(name + ".sk.weight").doubles();
        double[] expand = weights.tensor(name + ".conv.0.weight").doubles();
        double[] middle = weights.tensor(name + ".conv.1.weight").doubles();
        double[] reduce = weights.tensor(name + ".conv.2.weight").doubles();
        int inputs = weights.length(name + ".conv.0.weight", 1);
        int expanded = weights.length(name + ".conv.0.weight", 0);
        int between = weights.length(name + ".conv.1.weight", 0);
        int outputs = weights.length(name + ".conv.2.weight", 0);
        double[] inner = new double[between * inputs * CELLS];
        for (int row = 0; row < between; row++) {
            for (int k = 0; k < expanded; k++) {
                for (int input = 0; input < inputs; input++) {
                    double factor = expand[k * inputs + input];
                    for (int cell = 0; cell < CELLS; cell++) {
                        inner[(row * inputs + input) * CELLS + cell] +=
                                middle[(row * expanded + k) * CELLS + cell] * factor;
                    }
                }
            }
        }
        int length = inputs * CELLS;
        double[] kernel = new double[outputs * length];
        for (int output = 0; output < outputs; output++) {
            for (int row = 0; row < between; row++) {
                double factor = reduce[output * between + row];
                for (int i = 0; i < length; i++) {
                    kernel[output * length + i] += factor * inner[row * length + i];
                }
            }
            for (int input = 0; input < inputs; input++) {
                kernel[output * length + input * CELLS + CENTER] += side[output * inputs + input];
            }
        }
        return kernel;
    }

    private static double[] bias(StateDict weights, String name) {
        double[] expand = weights.tensor(name + ".conv.0.bias").doubles();
        double[] middle = weights.tensor(name + ".conv.1.weight").doubles();
        double[] between = weights.tensor(name + ".conv.1.bias").doubles();
        double[] reduce = weights.tensor(name + ".conv.2.weight").doubles();
        double[] last = weights.tensor(name + ".conv.2.bias").doubles();
        double[] bias = weights.tensor(name + ".sk.bias").doubles();
        for (int row = 0; row < between.length; row++) {
            for (int i = 0; i < expand.length * CELLS; i++) {
                between[row] += middle[row * expand.length * CELLS + i] * expand[i / CELLS];
            }
        }
        for (int output = 0; output < bias.length; output++) {
            bias[output] += last[output];
            for (int row = 0; row < between.length; row++) {
                bias[output] += reduce[output * between.length + row] * between[row];
            }
        }
        return bias;
    }
}
