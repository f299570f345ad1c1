package io.github.pdd4j.network;

import java.util.List;
import java.util.Map;

/** The configuration of a network without its weights, derived from the tensors of a checkpoint. */
public interface ModelConfig {
    /**
     * Returns the name of the architecture, for example {@code RRDBNet}.
     *
     * @return the name
     */
    String architecture();

    /**
     * Returns the shapes of the weights by name, in the architecture's standard key layout and in the order of
     * computation.
     *
     * @return the shapes
     */
    Map<String, long[]> shapes();

    /**
     * Returns the names of the weights in the order of computation.
     *
     * @return the names
     */
    default List<String> names() {
        return List.copyOf(shapes().keySet());
    }

    /**
     * Returns whether a tensor is a trainable weight; the others are state, such as the statistics of a batch
     * normalization.
     *
     * @param name the name of the tensor
     * @return whether an optimizer changes it, true by default
     */
    default boolean learned(String name) {
        return true;
    }

    /**
     * Returns whether a checkpoint may contain this tensor although the network does not use it, for example a
     * classifier head.
     *
     * @param name the name of a tensor
     * @return whether the tensor is ignored
     */
    default boolean passesOver(String name) {
        return false;
    }
}
