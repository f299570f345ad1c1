package io.github.pdd4j.weights;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the part of Python's pickle format that state dicts are written in, and runs nothing: a global is looked up in
 * {@link PickleGlobal} as soon as it is named, and refused unless it is there.
 */
final class Unpickler {
    /** Bounds the objects that a pickle can make; the largest state dicts need a twentieth. */
    private static final int MOST_OPERATIONS = 2_000_000;

    private static final int NEWEST_PROTOCOL = 5;
    private static final String STATE_DICT = "save the network's state_dict() and use that";

    private final CheckpointFile file;
    private final PickleInput in;
    private final PickleScalars scalars;
    private final PickleStack stack;
    private final PickleCalls calls;
    private final Map<Long, Object> memo = new HashMap<>();

    Unpickler(CheckpointFile file, PickleInput in) {
        this.file = file;
        this.in = in;
        this.scalars = new PickleScalars(file, in);
        this.stack = new PickleStack(file);
        this.calls = new PickleCalls(stack);
    }

    /** The storages that were named, by key. */
    Map<String, Pickled.Storage> storages() {
        return calls.storages();
    }

    Object load() {
        for (int operations = 0; operations < MOST_OPERATIONS; operations++) {
            int opcode = in.unsignedByte();
            if (opcode == '.') {
                return stack.pop();
            }
            scalars.read(opcode).ifPresentOrElse(stack::push, () -> run(opcode));
        }
        throw file.refused("need at most " + MOST_OPERATIONS + " pickle operations", "more", STATE_DICT);
    }

    private void run(int opcode) {
        if (!(container(opcode) || stacked(opcode) || remembered(opcode) || called(opcode))) {
            throw file.refused(
                    "use the pickle operations of a state dict",
                    "operation 0x" + Integer.toHexString(opcode) + " at byte " + (in.position() - 1),
                    "the file was not run, " + STATE_DICT);
        }
    }

    private boolean container(int opcode) {
        switch (opcode) {
            case '}' -> stack.push(new LinkedHashMap<>());
            case ']' -> stack.push(new ArrayList<>());
            case ')' -> stack.push(new Pickled.Tuple(List.of()));
            case 't' -> stack.push(new Pickled.Tuple(stack.popMarked()));
            case 0x85, 0x86, 0x87 -> stack.push(new Pickled.Tuple(stack.pop(opcode - 0x84)));
            case 's' -> calls.putAll(stack.pop(2));
            case 'u' -> calls.putAll(stack.popMarked());
            case 'a' -> calls.append(stack.pop(1));
            case 'e' -> calls.append(stack.popMarked());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean stacked(int opcode) {
        switch (opcode) {
            case '(' -> stack.mark();
            case '0' -> stack.pop();
            case '1' -> stack.popMarked();
            case '2' -> stack.push(stack.top());
            case 0x80 -> checkProtocol(in.unsignedByte());
            case 0x95 -> in.signedLong();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void checkProtocol(int protocol) {
        if (protocol > NEWEST_PROTOCOL) {
            throw file.damaged("use pickle protocol 0 to " + NEWEST_PROTOCOL, "protocol " + protocol);
        }
    }

    private boolean remembered(int opcode) {
        switch (opcode) {
            case 'q' -> memo.put((long) in.unsignedByte(), stack.top());
            case 'r' -> memo.put(in.unsignedInt(), stack.top());
            case 0x94 -> memo.put((long) memo.size(), stack.top());
            case 'h' -> stack.push(recalled(in.unsignedByte()));
            case 'j' -> stack.push(recalled(in.unsignedInt()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private Object recalled(long index) {
        Object value = memo.get(index);
        if (value == null) {
            throw stack.malformed("a reference to memo " + index + ", which is not set");
        }
        return value;
    }

    private boolean called(int opcode) {
        switch (opcode) {
            case 'c', 'i' -> stack.push(global(in.line(), in.line()));
            case 0x93 -> {
                String name = stack.popped(String.class);
                stack.push(global(stack.popped(String.class), name));
            }
            case 'Q' -> calls.persistent();
            case 'R' -> calls.reduce();
            case 'b' -> calls.state();
            default -> {
                return false;
            }
        }
        return true;
    }

    private Object global(String module, String name) {
        return PickleGlobal.named(module, name)
                .orElseThrow(() -> file.refused(
                        "hold only tensors, dicts, lists, tuples, numbers and strings",
                        "the Python global " + module + "." + name,
                        "the file was not run, use only state dicts, saved with torch.save(network.state_dict(), …)"));
    }
}
