package io.github.pdd4j.weights;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The stack of a pickle's virtual machine with its marks. */
final class PickleStack {
    private static final int MOST_MARKS = 1000;

    private final CheckpointFile file;
    private final List<Object> items = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();

    PickleStack(CheckpointFile file) {
        this.file = file;
    }

    void push(Object value) {
        items.add(value);
    }

    void mark() {
        if (marks.size() == MOST_MARKS) {
            throw file.refused(
                    "nest at most " + MOST_MARKS + " levels",
                    "a deeper nesting",
                    "save the network's state_dict() and use that");
        }
        marks.push(items.size());
    }

    Object pop() {
        top();
        return items.remove(items.size() - 1);
    }

    Object top() {
        if (items.isEmpty() || (!marks.isEmpty() && marks.peek() == items.size())) {
            throw malformed("an operation without its operand");
        }
        return items.get(items.size() - 1);
    }

    /** Takes off everything above the newest mark, in order. */
    List<Object> popMarked() {
        if (marks.isEmpty()) {
            throw malformed("an end without its mark");
        }
        return popFrom(marks.pop());
    }

    List<Object> pop(int count) {
        int from = items.size() - count;
        if (from < (marks.isEmpty() ? 0 : marks.peek())) {
            throw malformed("an operation without its operands");
        }
        return popFrom(from);
    }

    private List<Object> popFrom(int from) {
        List<Object> tail = items.subList(from, items.size());
        List<Object> popped = List.copyOf(tail);
        tail.clear();
        return popped;
    }

    <T> T popped(Class<T> kind) {
        return as(kind, pop());
    }

    <T> T as(Class<T> kind, Object value) {
        if (!kind.isInstance(value)) {
            throw malformed("a " + value.getClass().getSimpleName() + " for a " + kind.getSimpleName());
        }
        return kind.cast(value);
    }

    IllegalArgumentException malformed(String got) {
        return file.damaged("hold a well-formed pickle", got);
    }
}
