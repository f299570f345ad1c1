package io.github.pdd4j.network;

import java.util.List;
import java.util.Map;

/** The form of a network without its weights: what was deduced from the tensors of a file. */
public interface ModelConfig {
    /** The family, for example {@code RRDBNet}. */
    String architecture();

    /** The shapes of the weights by their names in the family's usual layout, in the order in which they are used. */
    Map<String, long[]> shapes();

    /** The names of the weights in the order in which they are used. */
    default List<String> names() {
        return List.copyOf(shapes().keySet());
    }

    /** Whether files of the family often hold this tensor too, which is not used: a classifier's head. */
    default boolean passesOver(String name) {
        return false;
    }
}
