package io.github.pdd4j.distill;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.tensor.Scope;
import java.util.List;

/** Whose answers the specialist is compared with: a frozen network (static mode) or its own moving average (EMA mode). */
public interface Generalist {
    /** The generalist at work beside a specialist, for as long as the scope. */
    Teacher teach(Model specialist, Scope run);

    /** The network that answers before the first iteration. */
    Network start(Network specialist);

    /** Iterations of supervised loss only, before the distillation terms begin. */
    int warmUp();

    /** Whether R_intra and R_inter send gradients through the specialist's labeled predictions too. */
    boolean gradientThroughLabeled();

    /**
     * Checks a warm-up that the user chose.
     *
     * @throws IllegalArgumentException when this generalist cannot start so
     */
    void requireWarmUp(int iterations);

    /** Checks that the two networks can be compared. */
    void requireScale(int specialistScale);

    /** A generalist at work. */
    interface Teacher {
        /** Predicts (N, 3, s·H, s·W) from (N, 3, H, W); the result never carries gradients. */
        NDArray predict(NDArray lowResolution);

        /** Takes notice of the specialist after each of its steps. */
        void update(Model specialist);

        /** The generalist as it is now. */
        Network snapshot();

        /** The weights that training changes, none of a frozen network. */
        default List<NDArray> changing() {
            return List.of();
        }
    }
}
