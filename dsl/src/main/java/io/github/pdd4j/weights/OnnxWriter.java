package io.github.pdd4j.weights;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.github.pdd4j.io.AtomicFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the ONNX format (onnx/onnx.proto of version 1.12, operators of set 17).
 *
 * <p>Input and output are float32 in every number format, so that a program needs no change for a half network.
 */
final class OnnxWriter {
    private static final long OPERATORS = 17;

    /** The version of the format that came with set 17. */
    private static final long FORMAT = 8;

    private static final String OUTPUT = "output";
    private static final String HALF_INPUT = "input_half";
    private static final String HALF_OUTPUT = "output_half";

    private final OnnxGraph graph;
    private final StoredType type;
    private final GraphProto.Builder proto = GraphProto.newBuilder();

    private OnnxWriter(OnnxGraph graph, StoredType type) {
        this.graph = graph;
        this.type = type;
    }

    static void write(OnnxGraph graph, StateDict weights, Path path, StoredType type) {
        requireSize(graph, weights, type);
        ModelProto model = new OnnxWriter(graph, type).model(weights);
        AtomicFile.write(path, model::writeTo);
    }

    /** A protocol buffer is at most 2 GiB long; a hundredth is left for the layers. */
    private static void requireSize(OnnxGraph graph, StateDict weights, StoredType type) {
        long bytes = graph.weights().keySet().stream()
                .mapToLong(name -> weights.tensor(name).size() * type.bytes())
                .sum();
        if (bytes > Integer.MAX_VALUE / 100 * 99) {
            throw new IllegalArgumentException("weights in an ONNX file must be smaller than 2 GiB, got " + bytes
                    + " bytes of " + weights.source() + ": use .safetensors"
                    + (type == StoredType.FLOAT32 ? " or FLOAT16" : ""));
        }
    }

    private ModelProto model(StateDict weights) {
        proto.setName(weights.source());
        proto.addInput(images(OnnxGraph.INPUT, "height", "width"));
        proto.addOutput(images(OUTPUT, "output_height", "output_width"));
        graph.weights()
                .forEach((name, shape) -> proto.addInitializer(
                        tensor(name, shape, weights.tensor(name).storedAs(type), weights.raw(name, type))));
        graph.constants().forEach((name, constant) -> proto.addInitializer(constant(name, constant)));
        nodes().forEach(proto::addNode);
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(FORMAT)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS))
                .setProducerName("PDD4J")
                .setProducerVersion(
                        Optional.ofNullable(OnnxWriter.class.getPackage().getImplementationVersion())
                                .orElse(""))
                .setGraph(proto);
        weights.metadata()
                .forEach((key, value) -> model.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build();
    }

    /** The nodes of the graph; in half precision between two conversions. The last one has the output's name. */
    private List<NodeProto> nodes() {
        boolean half = type == StoredType.FLOAT16;
        List<NodeProto> nodes = new ArrayList<>();
        if (half) {
            nodes.add(cast(OnnxGraph.INPUT, HALF_INPUT, DataType.FLOAT16));
        }
        String last = graph.nodes().get(graph.nodes().size() - 1).name();
        for (OnnxGraph.Node node : graph.nodes()) {
            NodeProto.Builder built =
                    NodeProto.newBuilder().setOpType(node.operator()).setName(node.name());
            node.from().forEach(from -> built.addInput(half && from.equals(OnnxGraph.INPUT) ? HALF_INPUT : from));
            built.addOutput(!node.name().equals(last) ? node.name() : half ? HALF_OUTPUT : OUTPUT);
            node.attributes().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> built.addAttribute(attribute(entry.getKey(), entry.getValue())));
            nodes.add(built.build());
        }
        if (half) {
            nodes.add(cast(HALF_OUTPUT, OUTPUT, DataType.FLOAT));
        }
        return nodes;
    }

    private static NodeProto cast(String from, String to, DataType type) {
        return NodeProto.newBuilder()
                .setOpType("Cast")
                .setName("cast_" + to)
                .addInput(from)
                .addOutput(to)
                .addAttribute(attribute("to", (long) type.getNumber()))
                .build();
    }

    private static AttributeProto attribute(String name, Object value) {
        AttributeProto.Builder built = AttributeProto.newBuilder().setName(name);
        if (value instanceof Long number) {
            built.setType(AttributeProto.AttributeType.INT).setI(number);
        } else if (value instanceof Float number) {
            built.setType(AttributeProto.AttributeType.FLOAT).setF(number);
        } else if (value instanceof String text) {
            built.setType(AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(text));
        } else if (value instanceof List<?> numbers) {
            built.setType(AttributeProto.AttributeType.INTS);
            numbers.forEach(number -> built.addInts((Long) number));
        } else {
            throw new IllegalStateException("attributes are Long, Float, String or lists of Long, got " + value);
        }
        return built.build();
    }

    /** Images (batch, 3, height, width), all but the channels of any length. */
    private static ValueInfoProto images(String name, String height, String width) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                .addDim(any("batch"))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(OnnxGraph.CHANNELS))
                .addDim(any(height))
                .addDim(any(width));
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(DataType.FLOAT.getNumber())
                                .setShape(shape)))
                .build();
    }

    private static TensorShapeProto.Dimension.Builder any(String name) {
        return TensorShapeProto.Dimension.newBuilder().setDimParam(name);
    }

    private TensorProto constant(String name, OnnxGraph.Constant constant) {
        long[] shape = constant.shape().stream().mapToLong(Long::longValue).toArray();
        return switch (constant.kind()) {
            case COMPUTED -> tensor(name, shape, type, floats(constant.values(), type));
            case FLOAT32 -> tensor(name, shape, StoredType.FLOAT32, floats(constant.values(), StoredType.FLOAT32));
            case INT64 -> tensor(name, shape, StoredType.INT64, integers(constant.values()));
        };
    }

    private static byte[] floats(List<Double> values, StoredType type) {
        float[] narrow = new float[values.size()];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = values.get(i).floatValue();
        }
        ByteBuffer bytes = ByteBuffer.allocate(narrow.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        type.narrow(narrow, 0, bytes);
        return bytes.array();
    }

    private static byte[] integers(List<Double> values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(value -> bytes.putLong(value.longValue()));
        return bytes.array();
    }

    private static TensorProto tensor(String name, long[] shape, StoredType type, byte[] numbers) {
        TensorProto.Builder built = TensorProto.newBuilder().setName(name).setDataType(dataType(type));
        Arrays.stream(shape).forEach(built::addDims);
        return built.setRawData(UnsafeByteOperations.unsafeWrap(numbers)).build();
    }

    private static int dataType(StoredType type) {
        return switch (type) {
            case FLOAT32 -> DataType.FLOAT.getNumber();
            case FLOAT16 -> DataType.FLOAT16.getNumber();
            case INT64 -> DataType.INT64.getNumber();
            default ->
                throw new IllegalArgumentException(
                        "weights in an ONNX file must be floating-point numbers, got " + type + ": use .safetensors");
        };
    }
}
