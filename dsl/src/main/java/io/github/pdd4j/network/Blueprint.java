package io.github.pdd4j.network;

import java.util.List;

/** The form of a network without its weights: what was deduced from the tensors of a file. */
public interface Blueprint {
    /** The family, for example {@code RRDBNet}. */
    String architecture();

    /** The names of the weights in the order in which they are used, in the family's usual layout. */
    List<String> names();
}
