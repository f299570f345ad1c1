package io.github.pdd4j.weights;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;

/** Writes pickles as PyTorch does: protocol 2, ordered dicts, rebuilt tensors. The key of a tensor is its position. */
final class Pickler {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** The pickle of {@code {"params": state dict}}. */
    static byte[] pickled(StateDict weights, StoredType type) {
        var pickler = new Pickler();
        pickler.bytes(0x80, 2);
        pickler.orderedDict();
        pickler.bytes('(');
        pickler.text("params");
        pickler.orderedDict();
        pickler.bytes('(');
        int key = 0;
        for (String name : weights.names()) {
            pickler.text(name);
            pickler.tensor(weights.tensor(name), type, Integer.toString(key++));
        }
        pickler.bytes('u', 'u', '.');
        return pickler.out.toByteArray();
    }

    /** The pickle of a module, whose tensors are those of the weights. */
    static byte[] pickled(TorchScriptWriter.Module root, StateDict weights, StoredType type) {
        var pickler = new Pickler();
        List<String> names = weights.names();
        pickler.bytes(0x80, 2);
        pickler.module(root, position -> weights.tensor(names.get(position)), type);
        pickler.bytes('.');
        return pickler.out.toByteArray();
    }

    private void module(TorchScriptWriter.Module module, IntFunction<StoredTensor> weights, StoredType type) {
        global("__torch__", module.type());
        bytes(')', 0x81, '}', '(');
        text("training");
        bytes(0x89);
        module.tensors().forEach((name, position) -> {
            text(name);
            tensor(weights.apply(position), type, Integer.toString(position));
        });
        module.modules().forEach((name, inner) -> {
            text(name);
            module(inner, weights, type);
        });
        bytes('u', 'b');
    }

    private void orderedDict() {
        global(Unpickler.Global.ORDERED_DICT);
        bytes(')', 'R');
    }

    private void tensor(StoredTensor tensor, StoredType wanted, String key) {
        StridedLayout extent = StridedLayout.dense(tensor.shape());
        global(Unpickler.Global.REBUILD_TENSOR_V2);
        bytes('(');
        storage(tensor.storedAs(wanted), key, tensor.size());
        number(0);
        tuple(extent.shape());
        tuple(extent.strides());
        // requires_grad is false, and there are no backward hooks.
        bytes(0x89);
        orderedDict();
        bytes('t', 'R');
    }

    private void storage(StoredType type, String key, long size) {
        bytes('(');
        text("storage");
        global("torch", type.storageName());
        text(key);
        text("cpu");
        number(size);
        bytes('t', 'Q');
    }

    private void tuple(long[] numbers) {
        bytes('(');
        for (long number : numbers) {
            number(number);
        }
        bytes('t');
    }

    private void number(long value) {
        if (value <= Integer.MAX_VALUE) {
            bytes('J');
            out.writeBytes(littleEndian((int) value));
            return;
        }
        byte[] bigEndian = BigInteger.valueOf(value).toByteArray();
        bytes(0x8a, bigEndian.length);
        for (int i = bigEndian.length - 1; i >= 0; i--) {
            out.write(bigEndian[i]);
        }
    }

    private void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        bytes('X');
        out.writeBytes(littleEndian(utf8.length));
        out.writeBytes(utf8);
    }

    private void global(Unpickler.Global known) {
        global(known.module(), known.function());
    }

    private void global(String module, String name) {
        out.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private void bytes(int... values) {
        for (int value : values) {
            out.write(value);
        }
    }
}
