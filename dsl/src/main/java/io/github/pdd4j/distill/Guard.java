package io.github.pdd4j.distill;

import ai.djl.ndarray.NDList;
import io.github.pdd4j.tensor.Tensors;

/** Keeps numbers that are not finite out of the weights: one such step would spoil all that was learned. */
final class Guard {
    private static final int PATIENCE = 3;

    private final Journal journal;
    private int refused;

    Guard(Journal journal) {
        this.journal = journal;
    }

    /** Whether the step may be made; after three refusals in a row the run is asked to stop. */
    boolean accepts(int iteration, Sum loss, NDList gradients) {
        if (Tensors.finite(loss.total(), gradients)) {
            refused = 0;
            return true;
        }
        refused++;
        if (refused == PATIENCE) {
            journal.stop("the loss or its gradient was not finite in iterations " + (iteration - PATIENCE + 1) + " to "
                    + iteration + " (" + loss.notFinite()
                    + "), the weights are those before: try a smaller learningRate"
                    + " or weight");
        }
        return false;
    }
}
