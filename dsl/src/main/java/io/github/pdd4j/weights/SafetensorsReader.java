package io.github.pdd4j.weights;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the safetensors format: length of the header, header in JSON, numbers. */
final class SafetensorsReader {
    static final String METADATA = "__metadata__";
    /** The limit of the format. */
    private static final long LONGEST_HEADER = 100_000_000;

    private final CheckpointFile file;
    private final FileSlice numbers;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private SafetensorsReader(CheckpointFile file, FileSlice numbers) {
        this.file = file;
        this.numbers = numbers;
    }

    static boolean recognizes(FileSlice bytes) {
        return bytes.size() > Long.BYTES
                && bytes.read(Long.BYTES, 1).get() == '{'
                && bytes.read(0, Long.BYTES).getLong() >>> 40 == 0;
    }

    static StateDict read(CheckpointFile file) {
        FileSlice bytes = file.bytes();
        long left = bytes.size() - Long.BYTES;
        long length = bytes.read(0, Long.BYTES).getLong();
        if (length < 0 || length > Math.min(left, LONGEST_HEADER)) {
            throw file.damaged(
                    "have a header within its " + bytes.size() + " bytes", "a header of " + length + " bytes");
        }
        var reader = new SafetensorsReader(file, bytes.slice(Long.BYTES + length, left - length));
        reader.readHeader(new String(bytes.read(Long.BYTES, (int) length).array(), StandardCharsets.UTF_8));
        return file.stateDict(reader.tensors, reader.metadata);
    }

    private void readHeader(String header) {
        try (var json = new JsonReader(new StringReader(header))) {
            json.setStrictness(Strictness.STRICT);
            readHeader(json);
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw badHeader(e);
        }
    }

    private IllegalArgumentException badHeader(Exception cause) {
        var refusal =
                file.damaged("have a safetensors header of dtype, shape and data_offsets a tensor", "something else");
        refusal.initCause(cause);
        return refusal;
    }

    private void readHeader(JsonReader json) throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            if (name.equals(METADATA)) {
                readMetadata(json);
            } else if (tensors.put(name, readTensor(name, json)) != null) {
                throw file.damaged("name each tensor once", "two named " + name);
            }
        }
        json.endObject();
    }

    /** The format requires strings, but some programs write null; other values are skipped. */
    private void readMetadata(JsonReader json) throws IOException {
        if (json.peek() != JsonToken.BEGIN_OBJECT) {
            json.skipValue();
            return;
        }
        json.beginObject();
        while (json.hasNext()) {
            String key = json.nextName();
            if (json.peek() == JsonToken.STRING) {
                metadata.put(key, json.nextString());
            } else {
                json.skipValue();
            }
        }
        json.endObject();
    }

    private StoredTensor readTensor(String name, JsonReader json) throws IOException {
        String type = "none";
        List<Long> shape = List.of();
        List<Long> offsets = List.of();
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "dtype" -> type = json.nextString();
                case "shape" -> shape = readLongs(json);
                case "data_offsets" -> offsets = readLongs(json);
                default -> json.skipValue();
            }
        }
        json.endObject();
        return tensor(name, typed(name, type), shape, offsets);
    }

    private static List<Long> readLongs(JsonReader json) throws IOException {
        List<Long> values = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            values.add(json.nextLong());
        }
        json.endArray();
        return values;
    }

    private StoredType typed(String name, String type) {
        return StoredType.ofSafetensors(type)
                .orElseThrow(() -> file.refused(
                        "hold numbers of type F64, F32, F16, BF16, I64, I32, I16, I8, U8 or BOOL",
                        type + " for " + name,
                        "save it again in one of these"));
    }

    private StoredTensor tensor(String name, StoredType type, List<Long> lengths, List<Long> offsets) {
        long from = offsets.size() == 2 ? offsets.get(0) : -1;
        long to = offsets.size() == 2 ? offsets.get(1) : -1;
        if (from < 0 || to < from || to > numbers.size()) {
            throw file.damaged(
                    "keep tensors within its " + numbers.size() + " bytes of numbers", name + " at " + offsets);
        }
        StridedLayout extent =
                StridedLayout.dense(lengths.stream().mapToLong(Long::longValue).toArray());
        long stored = (to - from) / type.bytes();
        if (!extent.fills(stored) || stored * type.bytes() != to - from) {
            throw file.damaged(
                    "give each tensor as many bytes as its shape needs", name + " " + lengths + " at " + offsets);
        }
        return new StoredTensor(type, extent, numbers.slice(from, to - from));
    }
}
