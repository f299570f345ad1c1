package io.github.pdd4j.weights;

import java.util.List;

/** What a pickle of a state dict can hold beside Java's own maps, lists, numbers and strings. */
final class Pickled {
    private Pickled() {}

    /** Python's {@code None}. */
    enum None {
        NONE
    }

    record Tuple(List<Object> items) {}

    /** A storage named in the pickle and kept outside it; {@code start} and {@code size} count numbers. */
    record Storage(StoredType type, String key, long start, long size) {}

    record Tensor(Storage storage, Extent extent) {}
}
