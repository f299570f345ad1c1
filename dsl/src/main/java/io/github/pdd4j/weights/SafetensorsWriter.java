package io.github.pdd4j.weights;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Writes the safetensors format. */
final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    static void write(StateDict weights, StoredType type, OutputStream out) throws IOException {
        byte[] header = header(weights, type).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(header, (header.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, header.length, padded.length, (byte) ' ');
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded.length)
                .array());
        out.write(padded);
        for (String name : weights.names()) {
            out.write(weights.raw(name, type));
        }
    }

    private static String header(StateDict weights, StoredType type) throws IOException {
        var text = new StringWriter();
        try (var json = new JsonWriter(text)) {
            json.beginObject();
            if (!weights.metadata().isEmpty()) {
                appendMetadata(json, weights.metadata());
            }
            appendTensors(json, weights, type);
            json.endObject();
        }
        return text.toString();
    }

    private static void appendTensors(JsonWriter json, StateDict weights, StoredType type) throws IOException {
        long offset = 0;
        for (String name : weights.names()) {
            offset = appendTensor(json.name(name), weights.tensor(name), type, offset);
        }
    }

    private static void appendMetadata(JsonWriter json, Map<String, String> metadata) throws IOException {
        json.name(SafetensorsReader.METADATA).beginObject();
        for (var entry : metadata.entrySet()) {
            json.name(entry.getKey()).value(entry.getValue());
        }
        json.endObject();
    }

    private static long appendTensor(JsonWriter json, StoredTensor tensor, StoredType wanted, long offset)
            throws IOException {
        StoredType type = tensor.storedAs(wanted);
        long end = offset + tensor.size() * type.bytes();
        json.beginObject()
                .name("dtype")
                .value(type.safetensorsName())
                .name("shape")
                .beginArray();
        for (long length : tensor.shape()) {
            json.value(length);
        }
        json.endArray()
                .name("data_offsets")
                .beginArray()
                .value(offset)
                .value(end)
                .endArray();
        json.endObject();
        return end;
    }
}
