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
import org.jspecify.annotations.Nullable;

/**
 * Reads the subset of Python's pickle format that state dicts and dicts of NumPy arrays use. Nothing is executed.
 *
 * <p>This is a security boundary, so all of it is in this file: one switch with all supported operations, the allowed
 * globals, the results of their calls, and the limits on lengths, depth and copies. Everything else is rejected with an
 * error that names it. No reflection, no Python classes and no callbacks are involved.
 */
final class Unpickler {
    /** Limits what is not the content of an array; the largest state dicts need a tenth. */
    private static final int MAX_BYTES = 16 << 20;

    /** What is read at a time. The contents of arrays are passed over. */
    private static final int WINDOW = 1 << 16;

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
    private static final int ARRAY_FIELDS = 5;
    private static final int SHELL_FIELDS = 3;
    private static final int TYPE_FIELDS = 3;

    /** What NumPy says of a plain type after its byte order: no parts, no names, no fields, its own size, no flags. */
    private static final List<Object> PLAIN = List.of(None.NONE, None.NONE, None.NONE, -1L, -1L, 0L);

    private static final Map<String, StoredType> NUMPY_TYPES = Map.of(
            "f8", StoredType.FLOAT64,
            "f4", StoredType.FLOAT32,
            "f2", StoredType.FLOAT16,
            "i8", StoredType.INT64,
            "i4", StoredType.INT32,
            "i2", StoredType.INT16,
            "i1", StoredType.INT8,
            "u1", StoredType.UINT8,
            "b1", StoredType.BOOL);
    private static final String STATE_DICT = "save the network's state_dict() and use that";

    /** The Python functions that a pickle may name; they are implemented in Java. */
    enum Global {
        ORDERED_DICT("collections", "OrderedDict"),
        REBUILD_TENSOR("torch._utils", "_rebuild_tensor"),
        REBUILD_TENSOR_V2("torch._utils", "_rebuild_tensor_v2"),
        REBUILD_PARAMETER("torch._utils", "_rebuild_parameter"),
        RECONSTRUCT("numpy.core.multiarray", "_reconstruct"),
        RECONSTRUCT_SINCE_2("numpy._core.multiarray", "_reconstruct"),
        NDARRAY("numpy", "ndarray"),
        DTYPE("numpy", "dtype");

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

    /** A string of bytes, where it lies in the file. */
    private record Bytes(FileSlice content) {}

    /** A NumPy array. A pickle creates it empty and describes it later. */
    static final class NumpyArray {
        private @Nullable StoredTensor content;

        /** Returns the numbers; null if the pickle never described them. */
        @Nullable
        StoredTensor content() {
            return content;
        }
    }

    /** The number format of NumPy arrays. A pickle gives its byte order later. */
    private static final class NumpyType {
        private final StoredType stored;
        private @Nullable ByteOrder order;

        private NumpyType(StoredType stored) {
            this.stored = stored;
        }
    }

    private final CheckpointFile file;
    private final FileSlice in;
    private final long start;
    private long passedOver;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowStart;
    private final List<Object> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Long, Object> memo = new HashMap<>();
    private final Map<String, Storage> storages = new LinkedHashMap<>();
    private int copied;

    /**
     * Creates an unpickler.
     *
     * @param file the checkpoint, for messages
     * @param in the bytes that hold the pickle
     * @param start the position of the pickle in the bytes
     */
    Unpickler(CheckpointFile file, FileSlice in, long start) {
        this.file = file;
        this.in = in;
        this.start = start;
        this.windowStart = start;
    }

    /** Returns the position of the next byte: after {@link #load}, the end of the pickle. */
    long position() {
        return windowStart + window.position();
    }

    /** Returns the storages that the pickle refers to, by key. */
    Map<String, Storage> storages() {
        return storages;
    }

    /**
     * Returns the object that the pickle describes, made of maps, lists, {@link Tuple}s, numbers, strings, {@link
     * Tensor}s and {@link NumpyArray}s.
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
                case 'b' -> describe();
                case 'Q' -> stack.add(storage());

                default ->
                    throw file.refused(
                            "use the pickle operations of a state dict",
                            "operation 0x" + Integer.toHexString(opcode) + " at byte " + (position() - 1),
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
                        "the file was not run, " + saved(module)));
    }

    /** NumPy's newest and oldest pickles call other functions. */
    private static String saved(String module) {
        return module.startsWith("numpy") || module.equals("_codecs")
                ? "save a dict of plain arrays with pickle.dump(arrays, file, protocol=4)"
                : "use only state dicts, saved with torch.save(network.state_dict(), …)";
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
            case RECONSTRUCT, RECONSTRUCT_SINCE_2 -> shell(arguments);
            case DTYPE -> numpyType(arguments);
            case NDARRAY -> throw malformed("a call of numpy.ndarray, which no array is pickled with");
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

    /**
     * Arrays and their types are described after they were created. The state of an ordered dict contains PyTorch's
     * layer versions, which are not needed.
     */
    private void describe() {
        Object state = pop();
        Object described = top();
        if (described instanceof NumpyArray array) {
            fill(array, as(Tuple.class, state).items());
        } else if (described instanceof NumpyType type) {
            order(type, as(Tuple.class, state).items());
        } else {
            as(LinkedHashMap.class, described);
        }
    }

    // --- NumPy arrays: an empty one, its type, and then the state: version, shape, type, order of the axes, bytes ---

    /** NumPy pickles every array as an empty one of the class ndarray. */
    private NumpyArray shell(List<Object> arguments) {
        boolean empty = arguments.size() == SHELL_FIELDS
                && arguments.get(0) == Global.NDARRAY
                && arguments.get(1) instanceof Tuple shape
                && shape.items().equals(List.of(0L));
        if (!empty) {
            throw malformed("an array that is not created as an empty numpy.ndarray");
        }
        return new NumpyArray();
    }

    private NumpyType numpyType(List<Object> arguments) {
        Object code = arguments.size() == TYPE_FIELDS ? arguments.get(0) : "without its code";
        StoredType stored = code instanceof String text ? NUMPY_TYPES.get(text) : null;
        if (stored == null) {
            throw otherType(code instanceof String text ? text : "without its code");
        }
        return new NumpyType(stored);
    }

    private void order(NumpyType type, List<Object> state) {
        boolean plain = state.size() == 2 + PLAIN.size()
                && state.get(0).equals(3L)
                && state.subList(2, state.size()).equals(PLAIN);
        if (!plain || type.order != null) {
            throw otherType(type.stored + " with parts, names or flags");
        }
        type.order = byteOrder(state.get(1), type.stored);
    }

    /** Types of one byte have the sign of no order. */
    private ByteOrder byteOrder(Object sign, StoredType type) {
        if (sign.equals(">")) {
            return ByteOrder.BIG_ENDIAN;
        }
        if (sign.equals("<") || (sign.equals("|") && type.bytes() == 1)) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        throw malformed("a NumPy type without its byte order");
    }

    private IllegalArgumentException otherType(String got) {
        return file.refused(
                "hold NumPy arrays of the plain types f8, f4, f2, i8, i4, i2, i1, u1 and b1 only",
                "the type " + got,
                "nothing was run, save plain arrays, as array.astype(\"f4\") makes them");
    }

    private void fill(NumpyArray array, List<Object> state) {
        if (array.content != null
                || state.size() != ARRAY_FIELDS
                || !state.get(0).equals(1L)) {
            throw malformed("a NumPy array that is not described once by its shape, type, order and bytes");
        }
        NumpyType type = as(NumpyType.class, state.get(2));
        if (type.order == null) {
            throw malformed("a NumPy type without its byte order");
        }
        long[] shape = numbers(state.get(1));
        StridedLayout extent =
                as(Boolean.class, state.get(3)) ? StridedLayout.columnMajor(shape) : StridedLayout.dense(shape);
        FileSlice content = as(Bytes.class, state.get(4)).content();
        int width = type.stored.bytes();
        if (content.size() % width != 0 || !extent.fills(content.size() / width)) {
            throw file.damaged(
                    "give each NumPy array as many bytes as its shape needs",
                    content.size() + " bytes for " + type.stored + " " + Arrays.toString(shape));
        }
        boolean swapped = type.order == ByteOrder.BIG_ENDIAN && width > 1;
        array.content = new StoredTensor(type.stored, extent, swapped ? content.swapped(width) : content);
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

    /** Returns a buffer that begins with the next {@code length} bytes. */
    private ByteBuffer need(long length) {
        long position = position();
        require(length);
        if (position - start - passedOver + length > MAX_BYTES) {
            throw file.refused(
                    "have a pickle of at most " + MAX_BYTES + " bytes beside its arrays", "a longer one", STATE_DICT);
        }
        if (length > window.remaining()) {
            window = in.read(position, (int) Math.min(Math.max(WINDOW, length), in.size() - position));
            windowStart = position;
        }
        return window;
    }

    private void require(long length) {
        long left = in.size() - position();
        if (length < 0 || length > left) {
            throw file.damaged(
                    "hold a whole pickle",
                    left + " bytes where " + Long.toUnsignedString(length) + " more are announced");
        }
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

    /** Does not read the bytes, which may be the numbers of an array. */
    private Bytes bytes(long length) {
        require(length);
        long position = position();
        if (length <= window.remaining()) {
            window.position(window.position() + (int) length);
        } else {
            window = ByteBuffer.allocate(0);
            windowStart = position + length;
        }
        passedOver += length;
        return new Bytes(in.slice(position, length));
    }

    private byte[] read(long length) {
        ByteBuffer next = need(length);
        byte[] content = new byte[(int) length];
        next.get(content);
        return content;
    }

    private String text(long length) {
        return new String(read(length), StandardCharsets.UTF_8);
    }

    private String line() {
        byte[] line = new byte[MAX_LINE];
        int length = 0;
        for (int next = unsignedByte(); next != '\n'; next = unsignedByte()) {
            if (length == MAX_LINE) {
                throw file.damaged("name functions in lines of at most " + MAX_LINE + " bytes", "a longer one");
            }
            line[length++] = (byte) next;
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    /** Reads a little-endian two's-complement number of {@code length} bytes. */
    private Object integer(long length) {
        if (length > MAX_NUMBER) {
            throw file.damaged("hold numbers of at most " + MAX_NUMBER + " bytes", length + " bytes");
        }
        byte[] littleEndian = read(length);
        byte[] bigEndian = new byte[littleEndian.length + 1];
        for (int i = 0; i < littleEndian.length; i++) {
            bigEndian[littleEndian.length - i] = littleEndian[i];
        }
        bigEndian[0] = (byte) (length > 0 && bigEndian[1] < 0 ? -1 : 0);
        BigInteger value = new BigInteger(bigEndian);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }
}
