package io.github.pdd4j.sentence;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.tensor.Scope;
import java.util.List;
import java.util.Optional;

/**
 * The network that the specialist is compared with: a frozen network (static mode) or the moving average of the
 * specialist (EMA mode).
 */
public interface Generalist {
    /**
     * Loads the generalist for a training run.
     *
     * @param specialist the network that is trained
     * @param run scope that owns the memory of the loaded network
     * @return the loaded generalist, usable until the scope is closed
     */
    LoadedGeneralist load(Model specialist, Scope run);

    /**
     * Returns the generalist before the first iteration.
     *
     * @param specialist the initial specialist
     * @return the network that the first iteration uses; empty if no network predicts
     */
    Optional<Network> start(Network specialist);

    /**
     * Returns the default warm-up: the number of iterations before R_intra, R_inter and naive distillation begin.
     *
     * @return iterations, at least 0; 0, as in static mode, unless overridden
     */
    default int warmUp() {
        return 0;
    }

    /**
     * Returns whether R_intra and R_inter by default backpropagate through the specialist's labeled predictions Y_S^L.
     *
     * @return true to backpropagate through Y_S^L; false, as in static mode, unless overridden
     */
    default boolean gradientThroughLabeled() {
        return false;
    }

    /**
     * Checks the warm-up of a distillation; any is allowed unless overridden.
     *
     * @param iterations warm-up in iterations
     * @throws IllegalArgumentException if this generalist does not allow it
     */
    default void requireWarmUp(int iterations) {}

    /**
     * Checks that generalist and specialist have the same scale.
     *
     * @param specialistScale upscaling factor of the specialist
     * @throws IllegalArgumentException if the scales differ
     */
    void requireScale(int specialistScale);

    /** A generalist that is loaded for a training run. */
    interface LoadedGeneralist {
        /**
         * Upscales a batch without recording gradients.
         *
         * @param lowResolution images (N, 3, H, W)
         * @return predictions (N, 3, s·H, s·W) for the scale s, without gradients
         */
        NDArray predict(NDArray lowResolution);

        /**
         * Updates the generalist at the end of each iteration.
         *
         * @param specialist the specialist after its optimizer step
         */
        void update(Model specialist);

        /**
         * Returns the current generalist.
         *
         * @return a network with the current weights; empty if no network predicts
         */
        Optional<Network> snapshot();

        /**
         * Returns the weights that {@link #update} changes; checkpoints store them.
         *
         * @return the weights in the order of the specialist's weights; empty for a frozen network
         */
        default List<NDArray> movingWeights() {
            return List.of();
        }
    }
}
