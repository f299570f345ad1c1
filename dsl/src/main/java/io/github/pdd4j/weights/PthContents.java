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
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Converts the unpickled object of a {@code .pth} file, or of a pickle of NumPy arrays, to a state dict. Arrays of
 * nested dicts, as JAX programs save them, get names with dots; tensors of PyTorch are never nested.
 */
final class PthContents {
    /** The entries under which super-resolution training programs store weights, averaged weights first. */
    private static final List<String> ENTRIES = List.of(
            "params_ema",
            "params-ema",
            "g_ema",
            "G_ema",
            "netG_ema",
            "net_g_ema",
            "generator_ema",
            "model_ema",
            "ema_model",
            "ema_state_dict",
            "state_dict_ema",
            "ema",
            "params",
            "state_dict",
            "model_state_dict",
            "model",
            "net",
            "network",
            "netG",
            "net_g",
            "generator",
            "G");

    /** The maximum nesting of these entries. */
    private static final int MAX_NESTED_ENTRIES = 6;

    private static final int DEEPEST = 1000;

    /** Limits the names of nested arrays, because a malicious file could refer to one dict in ever more places. */
    private static final int MAX_CHARACTERS = 4 << 20;

    private static final int MAX_SHOWN = 10;
    private static final String STATE_DICT = "save the network's state_dict() and use that";

    private final CheckpointFile file;
    private final Function<Unpickler.Storage, FileSlice> storages;
    private int characters;

    PthContents(CheckpointFile file, Function<Unpickler.Storage, FileSlice> storages) {
        this.file = file;
        this.storages = storages;
    }

    StateDict stateDict(Object root, @Nullable String entry) {
        checkTree(root);
        if (!(root instanceof Map<?, ?> map)) {
            throw file.refused("hold a dict of tensors", "a " + root.getClass().getSimpleName(), STATE_DICT);
        }
        Map<String, StoredTensor> tensors = entry == null ? tensors(unwrapped(map)) : entry(map, entry);
        if (tensors.isEmpty()) {
            throw without(unwrapped(map));
        }
        return file.stateDict(tensors, Map.of());
    }

    private Map<String, StoredTensor> tensors(Map<?, ?> entries) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        entries.forEach((name, value) -> {
            if (name instanceof String text && value instanceof Unpickler.Tensor tensor) {
                put(tensors, text, stored(text, tensor));
            } else {
                putArrays(tensors, "", name, value);
            }
        });
        return tensors;
    }

    /** Adds the arrays of an entry, under its name and those of the dicts in it. */
    private void putArrays(Map<String, StoredTensor> tensors, String prefix, Object key, Object value) {
        boolean named = key instanceof String || key instanceof Long;
        if (!named || !(value instanceof Unpickler.NumpyArray || value instanceof Map<?, ?>)) {
            return;
        }
        String name = prefix + key;
        if (name.length() >= MAX_CHARACTERS - characters) {
            throw file.refused("name its arrays in " + MAX_CHARACTERS + " characters", "more", STATE_DICT);
        }
        characters += name.length() + 1;
        if (value instanceof Unpickler.NumpyArray array) {
            put(tensors, name, stored(name, array));
        } else {
            ((Map<?, ?>) value).forEach((inner, each) -> putArrays(tensors, name + ".", inner, each));
        }
    }

    private void put(Map<String, StoredTensor> tensors, String name, StoredTensor tensor) {
        if (tensors.put(name, tensor) != null) {
            throw file.refused("name each tensor once", "two named " + name, STATE_DICT);
        }
    }

    private StoredTensor stored(String name, Unpickler.NumpyArray array) {
        StoredTensor content = array.content();
        if (content == null) {
            throw file.damaged("describe every NumPy array", "none of the numbers of " + name);
        }
        return content;
    }

    private IllegalArgumentException without(Map<?, ?> entries) {
        List<String> several = holding(entries);
        if (!several.isEmpty()) {
            return file.refused(
                    "hold one network, or one under a usual name",
                    "dicts of tensors under " + shown(several),
                    "name the entry, as in network(\"" + file.name() + "\", \"" + several.get(0) + "\")");
        }
        return file.refused(
                "hold named tensors, at its top or under " + String.join(", ", ENTRIES),
                "a dict of " + keys(entries),
                STATE_DICT);
    }

    private static String keys(Map<?, ?> entries) {
        return entries.isEmpty() ? "nothing" : shown(entries.keySet());
    }

    private static String shown(Collection<?> keys) {
        return keys.stream().limit(MAX_SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
    }

    /**
     * Returns the tensors of a dict with this name, of a nested dict for a name like a.b, or with this prefix, as for
     * generator_ema.
     */
    private Map<String, StoredTensor> entry(Map<?, ?> map, String entry) {
        Object found = map.get(entry);
        int dot = entry.indexOf('.');
        if (found == null && dot > 0 && map.get(entry.substring(0, dot)) instanceof Map<?, ?> outer) {
            return entry(outer, entry.substring(dot + 1));
        }
        Map<String, StoredTensor> own = found instanceof Map<?, ?> inner
                ? tensors(unwrapped(inner))
                : WrapperPrefixes.entry(tensors(unwrapped(map)), entry);
        if (own.isEmpty()) {
            throw file.refused("hold a dict of tensors under " + entry, keys(map), "name one of its entries");
        }
        return own;
    }

    private static Map<?, ?> unwrapped(Map<?, ?> map) {
        Map<?, ?> found = map;
        for (int depth = 0; depth < MAX_NESTED_ENTRIES; depth++) {
            Optional<Map<?, ?>> inner = wrapped(found);
            if (inner.isEmpty()) {
                return found;
            }
            found = inner.get();
        }
        return found;
    }

    /**
     * Returns the dict under a usual name, or the only dict with named tensors if there are no tensors beside it.
     * Arrays keep the name of their only dict, which belongs to theirs.
     */
    private static Optional<Map<?, ?>> wrapped(Map<?, ?> map) {
        List<String> holding = holding(map);
        Optional<String> usual = ENTRIES.stream().filter(holding::contains).findFirst();
        boolean only = holding.size() == 1
                && map.values().stream().noneMatch(PthContents::isTensor)
                && map.get(holding.get(0)) instanceof Map<?, ?> inner
                && holdsTensors(inner, Unpickler.Tensor.class::isInstance);
        return usual.or(() -> only ? Optional.of(holding.get(0)) : Optional.empty())
                .map(name -> (Map<?, ?>) map.get(name));
    }

    /** Returns the names of the dicts that contain named tensors, directly or nested. */
    private static List<String> holding(Map<?, ?> map) {
        return map.entrySet().stream()
                .filter(entry -> entry.getKey() instanceof String
                        && entry.getValue() instanceof Map<?, ?> inner
                        && holdsTensors(inner, PthContents::isTensor))
                .map(entry -> (String) entry.getKey())
                .toList();
    }

    private static boolean isTensor(Object value) {
        return value instanceof Unpickler.Tensor || value instanceof Unpickler.NumpyArray;
    }

    private static boolean holdsTensors(Map<?, ?> map, Predicate<Object> wanted) {
        return holdsTensors(map, wanted, MAX_NESTED_ENTRIES, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /** Visits each dict once, because a malicious file could refer to one a million times. */
    private static boolean holdsTensors(Map<?, ?> map, Predicate<Object> wanted, int depth, Set<Object> seen) {
        if (depth == 0 || !seen.add(map)) {
            return false;
        }
        return map.entrySet().stream()
                .filter(entry -> entry.getKey() instanceof String)
                .anyMatch(entry -> wanted.test(entry.getValue())
                        || (entry.getValue() instanceof Map<?, ?> inner
                                && holdsTensors(inner, wanted, depth - 1, seen)));
    }

    private StoredTensor stored(String name, Unpickler.Tensor tensor) {
        Unpickler.Storage storage = tensor.storage();
        int bytes = storage.type().bytes();
        FileSlice all = storages.apply(storage);
        long held = all.size() / bytes;
        if (storage.start() < 0 || storage.size() < 0 || storage.start() > held - storage.size()) {
            throw file.damaged("hold every number it announces", storage.size() + " numbers in the room of " + held);
        }
        if (!tensor.extent().fits(storage.size())) {
            throw file.damaged(
                    "keep each tensor within its storage, once",
                    name + " beyond a storage of " + storage.size() + " numbers");
        }
        FileSlice own = all.slice(storage.start() * bytes, storage.size() * bytes);
        return new StoredTensor(storage.type(), tensor.extent(), own);
    }

    /** Rejects cyclic or deeply nested containers. Iterative, because recursion could overflow the stack. */
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

    /** A container on the path from the root, with its remaining children. */
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
