package io.github.pdd4j.distill;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.loss.Term;
import io.github.pdd4j.weights.StateDict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who judges the specialist's images during training: a discriminator that learns as it does, or nobody. */
interface DiscriminatorUpdate {
    /** Nobody: no term, nothing learned. */
    DiscriminatorUpdate NONE = new DiscriminatorUpdate() {
        @Override
        public List<Term> terms(boolean unlabeledToo) {
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
        public List<CheckpointEntry> parts() {
            return List.of();
        }
    };

    /** What it adds to the specialist's loss; it sees Y_S^L, and Y_S^U too once the distances are on. */
    List<Term> terms(boolean unlabeledToo);

    /** One step of its own, where the guard accepts it; returns its losses and mean logits, to be written down. */
    Map<String, NDArray> learn(NDArray real, NDArray fake, double learningRate, NonFiniteGuard guard);

    /** Its present weights. */
    Optional<StateDict> snapshot();

    /** What a checkpoint keeps of it: weights, state and the optimizer's moments. */
    List<CheckpointEntry> parts();
}
