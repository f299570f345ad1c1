package io.github.pdd4j.weights;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the subset of Python's pickle format that state dicts use. Nothing is executed.
 *
 * <p>This is a security boundary, so all of it is in this file: one switch with all supported operations, the allowed
 * globals, the results of their calls, and the limits on lengths, depth and copies. Everything else is rejected with an
 * error that names it. No reflection, no Python classes and no callbacks are involved.
 */
final class Unpickler {
    /** The pickle of a state dict is much smaller, because its numbers are stored outside. */
    static final int MAX_BYTES = 16 << 20;

    /** Limits the objects that a pickle can create; the largest state dicts need one twentieth. */
    private static final int MAX_OPERATIONS = 2_000_000;

    private static final int MAX_DEPTH = 1000;
    private static final int MAX_LINE = 256;
    private static final int MAX_NUMBER = 256;

    /** Without this limit, a few bytes could copy a memoized list again and again. */
    private static final int MAX_COPIED = 1_000_000;

    private static final int NEWEST_PROTOCOL = 5;
    private static final int STORAGE_FIELDS = 5;
    private static final int VIEW_FIELDS = 3;
    private static final int TENSOR_FIELDS = 4;
    private static final String STATE_DICT = "save the network's state_dict() and use that";

    /** The Python functions that a pickle may name; they are implemented in Java. */
    enum Global {
        ORDERED_DICT("collections", "OrderedDict"),
        REBUILD_TENSOR("torch._utils", "_rebuild_tensor"),
        REBUILD_TENSOR_V2("torch._utils", "_rebuild_tensor_v2"),
        REBUILD_PARAMETER("torch._utils", "_rebuild_parameter");

        private final String module;
        private final String function;

        Global(String module, String function) {
            this.module = module;
            this.function = function;
        }

        String module() {
            return module;
        }

        String function() {
            return function;
        }
    }

    /** Python's {@code None}. */
    enum None {
        NONE
    }

    /** Python's tuple. */
    record Tuple(List<Object> items) {}

    /** A storage that the pickle refers to; {@code start} and {@code size} count elements. */
    record Storage(StoredType type, String key, long start, long size) {}

    /** A tensor as a view of a storage. */
    record Tensor(Storage storage, StridedLayout extent) {}

    private final CheckpointFile file;
    private final ByteBuffer in;
    private final List<Object> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Long, Object> memo = new HashMap<>();
    private final Map<String, Storage> storages = new LinkedHashMap<>();
    private int copied;

    /**
     * Creates an unpickler that starts at the buffer's position.
     *
     * @param file the checkpoint, for messages
     * @param pickle at most {@link #MAX_BYTES} bytes, with an accessible array
     */
    Unpickler(CheckpointFile file, ByteBuffer pickle) {
        this.file = file;
        this.in = pickle.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the storages that the pickle refers to, by key. */
    Map<String, Storage> storages() {
        return storages;
    }

    /**
     * Returns the object that the pickle describes, made of maps, lists, {@link Tuple}s, numbers, strings and {@link
     * Tensor}s.
     *
     * @throws IllegalArgumentException if the pickle is damaged, too large, or needs anything else
     */
    Object load() {
        for (int operations = 0; operations < MAX_OPERATIONS; operations++) {
            int opcode = unsignedByte();
            switch (opcode) {
                case '.' -> {
                    return pop();
                }

                // Numbers, strings and bytes.
                case 'N' -> stack.add(None.NONE);
                case 0x88 -> stack.add(true);
                case 0x89 -> stack.add(false);
                case 'J' -> stack.add((long) signedInt());
                case 'K' -> stack.add((long) unsignedByte());
                case 'M' -> stack.add((long) unsignedShort());
                case 0x8a -> stack.add(integer(unsignedByte()));
                case 0x8b -> stack.add(integer(unsignedInt()));
                case 'G' -> stack.add(Double.longBitsToDouble(Long.reverseBytes(signedLong())));
                case 'U', 0x8c -> stack.add(text(unsignedByte()));
                case 'T', 'X' -> stack.add(text(unsignedInt()));
                case 0x8d -> stack.add(text(signedLong()));
                case 'C' -> stack.add(bytes(unsignedByte()));
                case 'B' -> stack.add(bytes(unsignedInt()));
                case 0x8e -> stack.add(bytes(signedLong()));

                // Containers.
                case '}' -> stack.add(new LinkedHashMap<>());
                case ']' -> stack.add(new ArrayList<>());
                case ')' -> stack.add(new Tuple(List.of()));
                case 't' -> stack.add(new Tuple(popMarked()));
                case 0x85, 0x86, 0x87 -> stack.add(new Tuple(pop(opcode - 0x84)));
                case 's' -> putAll(pop(2));
                case 'u' -> putAll(popMarked());
                case 'a' -> append(pop(1));
                case 'e' -> append(popMarked());

                // The stack and the memo.
                case '(' -> mark();
                case '0' -> pop();
                case '1' -> popMarked();
                case '2' -> stack.add(top());
                case 'q' -> memo.put((long) unsignedByte(), top());
                case 'r' -> memo.put(unsignedInt(), top());
                case 0x94 -> memo.put((long) memo.size(), top());
                case 'h' -> stack.add(remembered(unsignedByte()));
                case 'j' -> stack.add(remembered(unsignedInt()));

                // The header and the frames of newer protocols.
                case 0x80 -> checkProtocol(unsignedByte());
                case 0x95 -> signedLong();

                // Globals, calls, and storages outside of the pickle.
                case 'c', 'i' -> stack.add(global(line(), line()));
                case 0x93 -> {
                    String name = pop(String.class);
                    stack.add(global(pop(String.class), name));
                }
                case 'R' -> stack.add(called());
                case 'b' -> ignoreState();
                case 'Q' -> stack.add(storage());

                default ->
                    throw file.refused(
                            "use the pickle operations of a state dict",
                            "operation 0x" + Integer.toHexString(opcode) + " at byte " + (in.position() - 1),
                            "the file was not run, " + STATE_DICT);
            }
        }
        throw file.refused("need at most " + MAX_OPERATIONS + " pickle operations", "more", STATE_DICT);
    }

    private void checkProtocol(int protocol) {
        if (protocol > NEWEST_PROTOCOL) {
            throw file.damaged("use pickle protocol 0 to " + NEWEST_PROTOCOL, "protocol " + protocol);
        }
    }

    // --- Globals and calls ---

    /** Returns a {@link Global}, or the {@link StoredType} of a storage class. */
    private Object global(String module, String name) {
        Optional<Object> known = Arrays.stream(Global.values())
                .filter(global -> global.module.equals(module) && global.function.equals(name))
                .map(Object.class::cast)
                .findFirst();
        return known.or(() -> module.equals("torch") ? StoredType.ofStorage(name) : Optional.empty())
                .orElseThrow(() -> file.refused(
                        "hold only tensors, dicts, lists, tuples, numbers and strings",
                        "the Python global " + module + "." + name,
                        "the file was not run, use only state dicts, saved with torch.save(network.state_dict(), …)"));
    }

    private Object called() {
        List<Object> arguments = pop(Tuple.class).items();
        return switch (pop(Global.class)) {
            case ORDERED_DICT -> orderedDict(arguments);
            case REBUILD_TENSOR, REBUILD_TENSOR_V2 -> tensor(arguments);
            case REBUILD_PARAMETER -> {
                if (arguments.isEmpty()) {
                    throw malformed("a call without its argument");
                }
                yield as(Tensor.class, arguments.get(0));
            }
        };
    }

    /** Python 2 passes the entries as a list of pairs; Python 3 adds them afterwards. */
    private Map<Object, Object> orderedDict(List<Object> arguments) {
        Map<Object, Object> dict = new LinkedHashMap<>();
        if (!arguments.isEmpty()) {
            for (Object pair : copied(arguments.get(0))) {
                putAll(dict, copied(pair));
            }
        }
        return dict;
    }

    private List<Object> copied(Object value) {
        List<?> items = value instanceof Tuple tuple ? tuple.items() : as(ArrayList.class, value);
        if (items.size() > MAX_COPIED - copied) {
            throw malformed("more than " + MAX_COPIED + " entries in ordered dicts");
        }
        copied += items.size();
        return new ArrayList<>(items);
    }

    private Tensor tensor(List<Object> arguments) {
        if (arguments.size() < TENSOR_FIELDS) {
            throw malformed("a tensor of " + arguments.size() + " fields");
        }
        StridedLayout extent =
                new StridedLayout(number(arguments.get(1)), numbers(arguments.get(2)), numbers(arguments.get(3)));
        return new Tensor(as(Storage.class, arguments.get(0)), extent);
    }

    private Storage storage() {
        List<Object> fields = pop(Tuple.class).items();
        if (fields.size() < STORAGE_FIELDS || !fields.get(0).equals("storage")) {
            throw malformed("a reference outside the pickle that is no storage");
        }
        StoredType type = as(StoredType.class, fields.get(1));
        String key = as(String.class, fields.get(2));
        Storage whole = new Storage(type, key, 0, number(fields.get(4)));
        Storage known = storages.putIfAbsent(key, whole);
        if (known != null && !known.equals(whole)) {
            throw malformed("two descriptions of storage " + key);
        }
        return fields.size() > STORAGE_FIELDS ? viewed(whole, fields.get(STORAGE_FIELDS)) : whole;
    }

    private Storage viewed(Storage whole, Object view) {
        if (view == None.NONE) {
            return whole;
        }
        List<Object> fields = as(Tuple.class, view).items();
        if (fields.size() != VIEW_FIELDS) {
            throw malformed("a view of " + fields.size() + " fields");
        }
        return new Storage(whole.type(), whole.key(), number(fields.get(1)), number(fields.get(2)));
    }

    /** The state of an ordered dict contains PyTorch's layer versions, which are not needed. */
    private void ignoreState() {
        pop();
        as(LinkedHashMap.class, top());
    }

    private long[] numbers(Object tuple) {
        List<Object> numbers = as(Tuple.class, tuple).items();
        if (numbers.size() > StridedLayout.MAX_DIMENSIONS) {
            throw malformed("a tensor of " + numbers.size() + " dimensions");
        }
        return numbers.stream().mapToLong(this::number).toArray();
    }

    private long number(Object value) {
        return as(Long.class, value);
    }

    // --- Containers ---

    private void putAll(List<Object> pairs) {
        putAll(as(LinkedHashMap.class, top()), pairs);
    }

    private void putAll(Map<?, ?> map, List<Object> pairs) {
        if (pairs.size() % 2 == 1) {
            throw malformed("a key without its value");
        }
        @SuppressWarnings("unchecked") // Only this class makes maps, all of objects.
        Map<Object, Object> dict = (Map<Object, Object>) map;
        for (int i = 0; i < pairs.size(); i += 2) {
            dict.put(key(pairs.get(i)), pairs.get(i + 1));
        }
    }

    /** Allows only keys with a simple hash: hashing a container that contains itself would not end. */
    private Object key(Object key) {
        if (key instanceof String || key instanceof Number || key instanceof Boolean || key instanceof None) {
            return key;
        }
        throw malformed("a " + key.getClass().getSimpleName() + " as a key");
    }

    private void append(List<Object> items) {
        @SuppressWarnings("unchecked") // Only this class makes lists, all of objects.
        List<Object> list = (List<Object>) as(ArrayList.class, top());
        list.addAll(items);
    }

    // --- The stack ---

    private void mark() {
        if (marks.size() == MAX_DEPTH) {
            throw file.refused("nest at most " + MAX_DEPTH + " levels", "a deeper nesting", STATE_DICT);
        }
        marks.push(stack.size());
    }

    private Object top() {
        if (stack.isEmpty() || (!marks.isEmpty() && marks.peek() == stack.size())) {
            throw malformed("an operation without its operand");
        }
        return stack.get(stack.size() - 1);
    }

    private Object pop() {
        top();
        return stack.remove(stack.size() - 1);
    }

    private <T> T pop(Class<T> kind) {
        return as(kind, pop());
    }

    private List<Object> pop(int count) {
        int from = stack.size() - count;
        if (from < (marks.isEmpty() ? 0 : marks.peek())) {
            throw malformed("an operation without its operands");
        }
        return popFrom(from);
    }

    /** Removes and returns everything above the newest mark, in order. */
    private List<Object> popMarked() {
        if (marks.isEmpty()) {
            throw malformed("an end without its mark");
        }
        return popFrom(marks.pop());
    }

    private List<Object> popFrom(int from) {
        List<Object> tail = stack.subList(from, stack.size());
        List<Object> popped = List.copyOf(tail);
        tail.clear();
        return popped;
    }

    private Object remembered(long index) {
        Object value = memo.get(index);
        if (value == null) {
            throw malformed("a reference to memo " + index + ", which is not set");
        }
        return value;
    }

    private <T> T as(Class<T> kind, Object value) {
        if (!kind.isInstance(value)) {
            throw malformed("a " + value.getClass().getSimpleName() + " for a " + kind.getSimpleName());
        }
        return kind.cast(value);
    }

    private IllegalArgumentException malformed(String got) {
        return file.damaged("hold a well-formed pickle", got);
    }

    // --- Bytes: every length is checked against the remaining bytes before use ---

    private ByteBuffer need(long length) {
        if (length < 0 || length > in.remaining()) {
            throw file.damaged(
                    "hold a whole pickle of at most " + MAX_BYTES + " bytes",
                    in.remaining() + " bytes where " + Long.toUnsignedString(length) + " more are announced");
        }
        return in;
    }

    private int unsignedByte() {
        return need(1).get() & 0xff;
    }

    private int unsignedShort() {
        return need(Short.BYTES).getShort() & 0xffff;
    }

    private int signedInt() {
        return need(Integer.BYTES).getInt();
    }

    private long unsignedInt() {
        return signedInt() & 0xffff_ffffL;
    }

    private long signedLong() {
        return need(Long.BYTES).getLong();
    }

    private byte[] bytes(long length) {
        need(length);
        byte[] content = new byte[(int) length];
        in.get(content);
        return content;
    }

    private String text(long length) {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    private String line() {
        int start = in.position();
        int length = 0;
        while (need(1).get() != '\n') {
            if (++length > MAX_LINE) {
                throw file.damaged("name functions in lines of at most " + MAX_LINE + " bytes", "a longer one");
            }
        }
        return new String(in.array(), in.arrayOffset() + start, length, StandardCharsets.UTF_8);
    }

    /** Reads a little-endian two's-complement number of {@code length} bytes. */
    private Object integer(long length) {
        if (length > MAX_NUMBER) {
            throw file.damaged("hold numbers of at most " + MAX_NUMBER + " bytes", length + " bytes");
        }
        byte[] littleEndian = bytes(length);
        byte[] bigEndian = new byte[littleEndian.length + 1];
        for (int i = 0; i < littleEndian.length; i++) {
            bigEndian[littleEndian.length - i] = littleEndian[i];
        }
        bigEndian[0] = (byte) (length > 0 && bigEndian[1] < 0 ? -1 : 0);
        BigInteger value = new BigInteger(bigEndian);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }
}
