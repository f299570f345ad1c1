package io.github.pdd4j.weights;

import io.github.pdd4j.io.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes the {@code .param} and {@code .bin} files of an ncnn network. */
final class NcnnWriter {
    private NcnnWriter() {}

    /** Writes the numbers first, so that a new {@code .param} file never refers to an old {@code .bin} file. */
    static void write(NcnnGraph graph, StateDict weights, Path param, StoredType type) {
        Path bin = param.resolveSibling(param.getFileName().toString().replaceFirst("(?i)\\.param$", ".bin"));
        AtomicFile.write(bin, out -> {
            for (NcnnGraph.Layer layer : graph.layers()) {
                append(layer, weights, type, out);
            }
        });
        AtomicFile.write(param, out -> out.write(graph.text().getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Like ncnn's converters: weights after a flag for their format, biases and slopes always as float32 without a
     * flag.
     */
    private static void append(NcnnGraph.Layer layer, StateDict weights, StoredType type, OutputStream out)
            throws IOException {
        if (layer.type().equals("Convolution")) {
            int flag = type == StoredType.FLOAT16 ? NcnnBinReader.HALF_FLAG : NcnnBinReader.FLOAT_FLAG;
            out.write(ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(flag)
                    .array());
            out.write(padded(weights.raw(layer.name() + ".weight", type)));
            out.write(weights.raw(layer.name() + ".bias", StoredType.FLOAT32));
        } else if (layer.type().equals("MemoryData")) {
            ByteBuffer data =
                    ByteBuffer.allocate(layer.data().size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            layer.data().forEach(data::putFloat);
            out.write(data.array());
        } else if (layer.type().equals("PReLU")) {
            out.write(weights.raw(layer.name() + ".weight", StoredType.FLOAT32));
        }
    }

    private static byte[] padded(byte[] numbers) {
        int alignment = NcnnBinReader.ALIGNMENT;
        return Arrays.copyOf(numbers, (numbers.length + alignment - 1) / alignment * alignment);
    }
}
