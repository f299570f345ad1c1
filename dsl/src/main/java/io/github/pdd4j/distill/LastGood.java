package io.github.pdd4j.distill;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.tensor.Tensors;
import java.util.List;

/** Weights as they were when losses and gradients were last seen to be finite with them, renewed every 50 iterations. */
final class LastGood {
    private static final int EVERY = 50;

    private final List<NDArray> weights;
    private List<NDArray> copies = List.of();
    private int iteration = 1;

    LastGood(List<NDArray> weights) {
        this.weights = weights;
    }

    /** Takes notice that the present weights, with which this iteration began, are good. */
    void note(int now) {
        if (copies.isEmpty()) {
            copies = weights.stream().map(Tensors::copy).toList();
            iteration = now;
        } else if (now - iteration >= EVERY) {
            Tensors.lerp(copies, weights, 1);
            iteration = now;
        }
    }

    /** Gives the weights their last good values; says how many iterations had made those. */
    int bringBack() {
        if (!copies.isEmpty()) {
            Tensors.lerp(weights, copies, 1);
        }
        return iteration - 1;
    }
}
