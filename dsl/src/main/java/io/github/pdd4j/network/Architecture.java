package io.github.pdd4j.network;

import io.github.pdd4j.weights.StateDict;
import java.util.Optional;

/**
 * One family of networks, as a plug-in: it knows its own files by their tensors.
 *
 * <p>A new family is one class that implements this and one line in {@code META-INF/services}.
 */
public interface Architecture {
    /** The blueprint and the weights under the family's usual names, or empty when the file holds something else. */
    Optional<Recognised> recognise(StateDict weights);

    /** What was found in a file. */
    record Recognised(Blueprint blueprint, StateDict weights) {}
}
