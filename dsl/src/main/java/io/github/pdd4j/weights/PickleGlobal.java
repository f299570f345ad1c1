package io.github.pdd4j.weights;

import java.util.Arrays;
import java.util.Optional;

/** The Python functions that a pickle may name, none of which is Python here; every other name is refused. */
enum PickleGlobal {
    ORDERED_DICT("collections", "OrderedDict"),
    REBUILD_TENSOR("torch._utils", "_rebuild_tensor"),
    REBUILD_TENSOR_V2("torch._utils", "_rebuild_tensor_v2"),
    REBUILD_PARAMETER("torch._utils", "_rebuild_parameter");

    private final String module;
    private final String function;

    PickleGlobal(String module, String function) {
        this.module = module;
        this.function = function;
    }

    String module() {
        return module;
    }

    String function() {
        return function;
    }

    /** A {@link PickleGlobal}, or the {@link StoredType} whose storage class this is. */
    static Optional<Object> named(String module, String name) {
        Optional<Object> known = Arrays.stream(values())
                .filter(global -> global.module.equals(module) && global.function.equals(name))
                .map(Object.class::cast)
                .findFirst();
        return known.or(() -> module.equals("torch") ? StoredType.ofStorage(name) : Optional.empty());
    }
}
