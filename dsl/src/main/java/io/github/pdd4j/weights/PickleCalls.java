package io.github.pdd4j.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The few things that a pickle of a state dict asks for: filled containers, storages, tensors. */
final class PickleCalls {
    private static final int STORAGE_FIELDS = 5;
    private static final int VIEW_FIELDS = 3;
    private static final int TENSOR_FIELDS = 4;
    /** A list that is remembered could otherwise be copied over and over by a few bytes each time. */
    private static final int MOST_COPIED = 1_000_000;

    private final PickleStack stack;
    private final Map<String, Pickled.Storage> storages = new LinkedHashMap<>();
    private int copied;

    PickleCalls(PickleStack stack) {
        this.stack = stack;
    }

    Map<String, Pickled.Storage> storages() {
        return storages;
    }

    void putAll(List<Object> pairs) {
        putAll(stack.as(LinkedHashMap.class, stack.top()), pairs);
    }

    private void putAll(Map<?, ?> map, List<Object> pairs) {
        if (pairs.size() % 2 == 1) {
            throw stack.malformed("a key without its value");
        }
        @SuppressWarnings("unchecked") // Only this class and Unpickler make maps, all of objects.
        Map<Object, Object> dict = (Map<Object, Object>) map;
        for (int i = 0; i < pairs.size(); i += 2) {
            dict.put(key(pairs.get(i)), pairs.get(i + 1));
        }
    }

    /** Only keys whose hash looks at nothing else: a container could hold itself. */
    private Object key(Object key) {
        if (key instanceof String || key instanceof Number || key instanceof Boolean || key instanceof Pickled.None) {
            return key;
        }
        throw stack.malformed("a " + key.getClass().getSimpleName() + " as a key");
    }

    void append(List<Object> items) {
        @SuppressWarnings("unchecked") // Only Unpickler makes lists, all of objects.
        List<Object> list = (List<Object>) stack.as(ArrayList.class, stack.top());
        list.addAll(items);
    }

    /** The state of an ordered dict is PyTorch's record of layer versions, which nobody needs here. */
    void state() {
        stack.pop();
        stack.as(LinkedHashMap.class, stack.top());
    }

    void persistent() {
        List<Object> fields = stack.popped(Pickled.Tuple.class).items();
        if (fields.size() < STORAGE_FIELDS || !fields.get(0).equals("storage")) {
            throw stack.malformed("a reference outside the pickle that is no storage");
        }
        StoredType type = stack.as(StoredType.class, fields.get(1));
        String key = stack.as(String.class, fields.get(2));
        Pickled.Storage whole = new Pickled.Storage(type, key, 0, number(fields.get(4)));
        Pickled.Storage known = storages.putIfAbsent(key, whole);
        if (known != null && !known.equals(whole)) {
            throw stack.malformed("two descriptions of storage " + key);
        }
        stack.push(fields.size() > STORAGE_FIELDS ? viewed(whole, fields.get(STORAGE_FIELDS)) : whole);
    }

    private Pickled.Storage viewed(Pickled.Storage whole, Object view) {
        if (view == Pickled.None.NONE) {
            return whole;
        }
        List<Object> fields = stack.as(Pickled.Tuple.class, view).items();
        if (fields.size() != VIEW_FIELDS) {
            throw stack.malformed("a view of " + fields.size() + " fields");
        }
        return new Pickled.Storage(whole.type(), whole.key(), number(fields.get(1)), number(fields.get(2)));
    }

    void reduce() {
        List<Object> arguments = stack.popped(Pickled.Tuple.class).items();
        switch (stack.popped(PickleGlobal.class)) {
            case ORDERED_DICT -> stack.push(ordered(arguments));
            case REBUILD_TENSOR, REBUILD_TENSOR_V2 -> stack.push(tensor(arguments));
            case REBUILD_PARAMETER -> stack.push(stack.as(Pickled.Tensor.class, first(arguments)));
        }
    }

    private Object first(List<Object> arguments) {
        if (arguments.isEmpty()) {
            throw stack.malformed("a call without its argument");
        }
        return arguments.get(0);
    }

    /** Python 2 passes the entries as a list of pairs; Python 3 adds them afterwards. */
    private Map<Object, Object> ordered(List<Object> arguments) {
        Map<Object, Object> dict = new LinkedHashMap<>();
        if (!arguments.isEmpty()) {
            for (Object pair : items(arguments.get(0))) {
                putAll(dict, items(pair));
            }
        }
        return dict;
    }

    private List<Object> items(Object value) {
        List<?> items = value instanceof Pickled.Tuple tuple ? tuple.items() : stack.as(ArrayList.class, value);
        if (items.size() > MOST_COPIED - copied) {
            throw stack.malformed("more than " + MOST_COPIED + " entries in ordered dicts");
        }
        copied += items.size();
        return new ArrayList<>(items);
    }

    private Pickled.Tensor tensor(List<Object> arguments) {
        if (arguments.size() < TENSOR_FIELDS) {
            throw stack.malformed("a tensor of " + arguments.size() + " fields");
        }
        Extent extent = new Extent(number(arguments.get(1)), numbers(arguments.get(2)), numbers(arguments.get(3)));
        return new Pickled.Tensor(stack.as(Pickled.Storage.class, arguments.get(0)), extent);
    }

    private long[] numbers(Object tuple) {
        List<Object> numbers = stack.as(Pickled.Tuple.class, tuple).items();
        if (numbers.size() > Extent.MOST_DIMENSIONS) {
            throw stack.malformed("a tensor of " + numbers.size() + " dimensions");
        }
        return numbers.stream().mapToLong(this::number).toArray();
    }

    private long number(Object value) {
        return stack.as(Long.class, value);
    }
}
