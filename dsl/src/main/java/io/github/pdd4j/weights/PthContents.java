package io.github.pdd4j.weights;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns what a {@code .pth} file's pickle says into a state dict. */
final class PthContents {
    /** Where the training programs of super-resolution keep the weights, the averaged ones first. */
    private static final List<String> WRAPPERS = List.of("params_ema", "params", "state_dict");

    private static final int DEEPEST = 1000;
    private static final int MOST_SHOWN = 10;
    private static final String STATE_DICT = "save the network's state_dict() and use that";

    private final CheckpointFile file;
    private final Function<Unpickler.Storage, Bytes> storages;

    PthContents(CheckpointFile file, Function<Unpickler.Storage, Bytes> storages) {
        this.file = file;
        this.storages = storages;
    }

    StateDict stateDict(Object root, @Nullable String entry) {
        checkTree(root);
        if (!(root instanceof Map<?, ?> map)) {
            throw file.refused("hold a dict of tensors", "a " + root.getClass().getSimpleName(), STATE_DICT);
        }
        Map<?, ?> entries = entry == null ? unwrapped(map) : entry(map, entry);
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        entries.forEach((name, value) -> {
            if (name instanceof String text && value instanceof Unpickler.Tensor tensor) {
                tensors.put(text, stored(text, tensor));
            }
        });
        if (tensors.isEmpty()) {
            throw without(entries);
        }
        return file.holding(tensors, Map.of()).withoutPrefix("module.");
    }

    private IllegalArgumentException without(Map<?, ?> entries) {
        return file.refused(
                "hold named tensors, at its top or under " + String.join(", ", WRAPPERS),
                "a dict of " + keys(entries),
                "name the entry to read, or save the network's state_dict() and use that");
    }

    private static String keys(Map<?, ?> entries) {
        return entries.isEmpty()
                ? "nothing"
                : entries.keySet().stream()
                        .limit(MOST_SHOWN)
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "));
    }

    private Map<?, ?> entry(Map<?, ?> map, String entry) {
        if (map.get(entry) instanceof Map<?, ?> inner) {
            return inner;
        }
        throw file.refused("hold a dict of tensors under " + entry, keys(map), "name one of its entries");
    }

    private Map<?, ?> unwrapped(Map<?, ?> map) {
        for (String wrapper : WRAPPERS) {
            if (map.get(wrapper) instanceof Map<?, ?> inner) {
                return inner;
            }
        }
        return map;
    }

    private StoredTensor stored(String name, Unpickler.Tensor tensor) {
        Unpickler.Storage storage = tensor.storage();
        int bytes = storage.type().bytes();
        Bytes all = storages.apply(storage);
        long held = all.size() / bytes;
        if (storage.start() < 0 || storage.size() < 0 || storage.start() > held - storage.size()) {
            throw file.damaged("hold every number it announces", storage.size() + " numbers in the room of " + held);
        }
        if (!tensor.extent().fits(storage.size())) {
            throw file.damaged(
                    "keep each tensor within its storage, once",
                    name + " beyond a storage of " + storage.size() + " numbers");
        }
        Bytes own = all.slice(storage.start() * bytes, storage.size() * bytes);
        return new StoredTensor(storage.type(), tensor.extent(), own);
    }

    /** Refuses containers that hold themselves or nest too deep, without recursion of its own. */
    private void checkTree(Object root) {
        Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Object> done = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Branch> path = new ArrayDeque<>();
        enter(root, open, path);
        while (!path.isEmpty()) {
            Branch branch = path.element();
            Object next = branch.rest().hasNext() ? branch.rest().next() : path.pop();
            if (next == branch) {
                open.remove(branch.value());
                done.add(branch.value());
            } else if (!children(next).isEmpty() && !done.contains(next)) {
                enter(next, open, path);
            }
        }
    }

    /** A container on the way from the root, with those of its children that are still to be seen. */
    private record Branch(Object value, Iterator<?> rest) {}

    private void enter(Object value, Set<Object> open, Deque<Branch> path) {
        if (!open.add(value) || path.size() == DEEPEST) {
            throw circular();
        }
        path.push(new Branch(value, children(value).iterator()));
    }

    private IllegalArgumentException circular() {
        return file.refused(
                "hold dicts, lists and tuples nested at most " + DEEPEST + " deep",
                "one that holds itself or nests deeper",
                STATE_DICT);
    }

    private static Collection<?> children(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values();
        }
        if (value instanceof Unpickler.Tuple tuple) {
            return tuple.items();
        }
        return value instanceof List<?> list ? list : List.of();
    }
}
