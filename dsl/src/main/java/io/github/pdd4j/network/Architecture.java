package io.github.pdd4j.network;

import io.github.pdd4j.weights.StateDict;
import java.util.Optional;

/**
 * A plug-in for one network architecture: it recognizes the architecture's checkpoints by their tensors.
 *
 * <p>A new architecture needs one class that implements this interface and one line in {@code META-INF/services}.
 */
public interface Architecture {
    /**
     * Returns the name of the architecture, for example {@code RRDBNet}.
     *
     * @return the name
     */
    String family();

    /**
     * Returns the name of a tensor that identifies the architecture's checkpoints, in its standard key layout.
     *
     * @return the name
     */
    String landmark();

    /**
     * Recognizes a checkpoint of this architecture.
     *
     * <p>The architectures are tried in turn, so accept only checkpoints that certainly belong to this one. Prefixes of
     * training programs are removed before the call.
     *
     * @param weights the tensors of the checkpoint
     * @return the configuration and the weights under their standard names; empty if the checkpoint belongs to another
     *     architecture
     * @throws IllegalArgumentException if the checkpoint belongs to this architecture, but is incomplete or of an
     *     unsupported variant; the error is reported only if no other architecture accepts the checkpoint
     */
    Optional<Recognized> recognize(StateDict weights);

    /**
     * Finds a network of a given kind in a checkpoint, also under a prefix.
     *
     * @param weights the tensors of the checkpoint
     * @param wanted the kind of network
     * @return the network, or empty if there is none
     * @throws IllegalArgumentException if a network of a known architecture is incomplete or contains non-finite
     *     numbers
     */
    static Optional<Recognized> find(StateDict weights, Class<? extends ModelConfig> wanted) {
        return Architectures.find(weights, wanted);
    }

    /**
     * A recognized network.
     *
     * @param config the configuration of the network
     * @param weights its weights: exactly the tensors of the configuration, in its order
     */
    record Recognized(ModelConfig config, StateDict weights) {
        /**
         * Compares the tensors with the configuration and drops those that the network does not use.
         *
         * @param config configuration of the network, which states the name and shape of each tensor
         * @param weights tensors under the architecture's standard names; those that the configuration permits but
         *     does not use are dropped
         * @throws IllegalArgumentException if tensors are missing, unexpected or of another shape
         */
        public Recognized {
            weights = StateDictMatching.of(config, weights);
        }
    }
}
