package io.github.pdd4j.train;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.loss.Adversarial;
import io.github.pdd4j.loss.Term;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.weights.StateDict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The discriminator of a training run, if there is one. */
interface DiscriminatorTraining {
    /** No discriminator: no loss terms and no updates. */
    DiscriminatorTraining NONE = new DiscriminatorTraining() {
        @Override
        public List<Term> terms(boolean warmedUp) {
            return List.of();
        }

        @Override
        public Map<String, NDArray> learn(NDArray real, NDArray fake, double learningRate, NonFiniteGuard guard) {
            return Map.of();
        }

        @Override
        public Optional<StateDict> snapshot() {
            return Optional.empty();
        }

        @Override
        public List<CheckpointEntry> checkpointEntries() {
            return List.of();
        }
    };

    /** Loads the discriminator of a plan, or returns {@link #NONE} if it has none. */
    static DiscriminatorTraining of(Plan plan, Scope run) {
        Adversarial adversarial = plan.objective().activeAdversarial();
        return adversarial == null ? NONE : new ActiveDiscriminator(adversarial, plan, run);
    }

    /** The adversarial terms of the specialist's loss: on Y_S^L, and after the warm-up also on Y_S^U. */
    List<Term> terms(boolean warmedUp);

    /**
     * Makes one optimizer step of the discriminator if the guard accepts it.
     *
     * @param learningRate the specialist's learning rate in this iteration
     * @return losses, mean logits, accuracy and gradient norm, to be recorded in the history
     */
    Map<String, NDArray> learn(NDArray real, NDArray fake, double learningRate, NonFiniteGuard guard);

    /** The current weights. */
    Optional<StateDict> snapshot();

    /** The checkpoint files: weights, buffers and the moments of the optimizer. */
    List<CheckpointEntry> checkpointEntries();
}
