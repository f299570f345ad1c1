package io.github.pdd4j.weights;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads an ncnn {@code .param} file: magic number, counts, then one line for each layer. */
final class NcnnParamReader {
    private static final String MAGIC = "7767517";
    /** The byte order mark, which Windows editors insert; three bytes in UTF-8. */
    private static final String MARK = "\ufeff";

    private static final int MARK_BYTES = 3;
    private static final int LONGEST = 4 << 20;
    /** Type, name, number of inputs, number of outputs. */
    private static final int FIXED_FIELDS = 4;

    private final CheckpointFile file;

    private NcnnParamReader(CheckpointFile file) {
        this.file = file;
    }

    static boolean recognizes(FileSlice bytes) {
        int length = (int) Math.min(MARK_BYTES + MAGIC.length(), bytes.size());
        return withoutMark(text(bytes, length)).startsWith(MAGIC);
    }

    private static String withoutMark(String text) {
        return text.startsWith(MARK) ? text.substring(MARK.length()) : text;
    }

    private static String text(FileSlice bytes, int length) {
        return new String(bytes.read(0, length).array(), StandardCharsets.UTF_8);
    }

    static List<NcnnLayer> read(CheckpointFile file) {
        if (file.bytes().size() > LONGEST) {
            throw file.damaged("be at most " + LONGEST + " bytes", file.bytes().size() + " bytes");
        }
        return new NcnnParamReader(file)
                .layers(withoutMark(text(file.bytes(), (int) file.bytes().size())));
    }

    private List<NcnnLayer> layers(String text) {
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        List<NcnnLayer> layers = new ArrayList<>();
        for (String line : lines.subList(Math.min(2, lines.size()), lines.size())) {
            layers.add(layer(line.split("\\s+", -1)));
        }
        String announced = lines.size() < 2 ? "none" : lines.get(1).split("\\s+", -1)[0];
        if (!announced.equals(Integer.toString(layers.size()))) {
            throw file.damaged("have as many layers as it announces", layers.size() + " for " + announced);
        }
        return layers;
    }

    private NcnnLayer layer(String[] fields) {
        if (fields.length < FIXED_FIELDS) {
            throw file.damaged("give type, name and counts of each layer", String.join(" ", fields));
        }
        long blobs = count(fields[2]) + count(fields[3]);
        Map<Integer, String> parameters = new LinkedHashMap<>();
        for (int i = (int) Math.min(fields.length, FIXED_FIELDS + blobs); i < fields.length; i++) {
            int equals = fields[i].indexOf('=');
            if (equals < 0) {
                throw file.damaged("write parameters as number=value", fields[i]);
            }
            parameters.put((int) number(fields[i].substring(0, equals)), fields[i].substring(equals + 1));
        }
        return new NcnnLayer(fields[0], fields[1], parameters);
    }

    private long count(String text) {
        return Math.max(0, number(text));
    }

    private long number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw file.damaged("number its inputs, outputs and parameters", text);
        }
    }
}
