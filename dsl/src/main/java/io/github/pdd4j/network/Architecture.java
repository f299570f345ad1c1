package io.github.pdd4j.network;

import io.github.pdd4j.weights.StateDict;
import java.util.Optional;

/**
 * One family of networks, as a plug-in: it knows its own files by their tensors.
 *
 * <p>A new family is one class that implements this and one line in {@code META-INF/services}.
 */
public interface Architecture {
    /** Its name, for example {@code RRDBNet}. */
    String family();

    /** The tensor that tells its files from others, in its usual layout. */
    String landmark();

    /**
     * The blueprint and the weights under the family's usual names, or empty when the file holds something else.
     *
     * <p>Families are asked in turn, so each takes only what is surely its own. Prefixes of training programs are off.
     *
     * @throws IllegalArgumentException when it is the family's, but not whole or of a form that is not known; the message
     *     is told where no other family takes the file
     */
    Optional<Recognized> recognize(StateDict weights);

    /**
     * The network of a kind that these weights hold, under a prefix too; empty where they hold none.
     *
     * @throws IllegalArgumentException when it is of a known family, but not whole, or a number is not finite
     */
    static Optional<Recognized> find(StateDict weights, Class<? extends ModelConfig> wanted) {
        return Architectures.find(weights, wanted);
    }

    /** What was found in a file: every tensor that the blueprint needs, in its shape and order. */
    record Recognized(ModelConfig blueprint, StateDict weights) {
        /**
         * Holds the tensors against the blueprint.
         *
         * @throws IllegalArgumentException when some are missing, unexpected or of another shape
         */
        public Recognized {
            weights = StateDictMatching.of(blueprint, weights);
        }
    }
}
