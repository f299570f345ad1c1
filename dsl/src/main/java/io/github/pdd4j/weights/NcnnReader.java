package io.github.pdd4j.weights;

import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Reads the format of the ncnn inference library: layers in a {@code .param} file, numbers in a {@code .bin} file. */
final class NcnnReader {
    private static final String PARAM = ".param";
    private static final String BIN = ".bin";
    /** Layer types without data in the {@code .bin} file. */
    private static final Set<String> WEIGHTLESS = Set.of(
            "Input",
            "Split",
            "Concat",
            "Slice",
            "Interp",
            "PixelShuffle",
            "Reorg",
            "BinaryOp",
            "UnaryOp",
            "Eltwise",
            "ReLU",
            "Sigmoid",
            "TanH",
            "Clip",
            "Swish",
            "Mish",
            "HardSwish",
            "HardSigmoid",
            "ELU",
            "SELU",
            "GELU",
            "Softmax",
            "Pooling",
            "Padding",
            "Crop",
            "Reshape",
            "Permute",
            "Flatten",
            "Squeeze",
            "ExpandDims",
            "Reduction",
            "Dropout",
            "Noop",
            "Tile",
            "Cast",
            "Packing",
            "MatMul",
            "AbsVal",
            "Exp",
            "Log",
            "Power",
            "Threshold",
            "ShuffleChannel",
            "CopyTo",
            "Fold",
            "Unfold");

    private final NcnnBinReader bin;
    private final CheckpointFile param;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    private NcnnReader(CheckpointFile param, CheckpointFile bin) {
        this.param = param;
        this.bin = new NcnnBinReader(bin);
    }

    static boolean recognizes(CheckpointFile file) {
        return NcnnParamReader.recognizes(file.bytes())
                || (file.name().toLowerCase(Locale.ROOT).endsWith(BIN)
                        && file.sibling(name(file, PARAM)).isPresent());
    }

    static StateDict read(CheckpointFile file) {
        boolean text = NcnnParamReader.recognizes(file.bytes());
        CheckpointFile param = text ? file : sibling(file, PARAM);
        CheckpointFile bin = text ? sibling(file, BIN) : file;
        List<NcnnLayer> layers = NcnnParamReader.read(param);
        var reader = new NcnnReader(param, bin);
        layers.forEach(reader::read);
        reader.bin.checkEnd();
        return bin.stateDict(reader.tensors, NcnnLayer.metadata(layers));
    }

    private static CheckpointFile sibling(CheckpointFile file, String extension) {
        String name = name(file, extension);
        return file.sibling(name)
                .map(CheckpointFile::open)
                .orElseThrow(() -> new UncheckedIOException(
                        "ncnn network must be two files, " + file.name() + " and " + name + " beside it, got " + name
                                + ", which is not there: fetch both into one folder",
                        new NoSuchFileException(name)));
    }

    private static String name(CheckpointFile file, String extension) {
        int dot = file.name().lastIndexOf('.');
        return (dot < 0 ? file.name() : file.name().substring(0, dot)) + extension;
    }

    private void read(NcnnLayer layer) {
        switch (layer.type()) {
            case "Convolution", "Deconvolution" -> convolution(layer, 1);
            case "ConvolutionDepthWise", "DeconvolutionDepthWise" -> convolution(layer, layer.number(7, 1));
            case "InnerProduct" -> linear(layer);
            case "PReLU" -> put(layer, "slope", bin.plain(layer.name(), layer.number(0)));
            case "BatchNorm" -> batchNorm(layer);
            case "MemoryData" -> put(layer, "data", bin.plain(layer.name(), memoryShape(layer)));
            default -> {
                if (!WEIGHTLESS.contains(layer.type())) {
                    throw unknown(layer);
                }
            }
        }
    }

    private IllegalArgumentException unknown(NcnnLayer layer) {
        return param.refused(
                "have layers of known types (Convolution, Deconvolution, their DepthWise forms, InnerProduct, PReLU,"
                        + " BatchNorm, MemoryData and those without weights)",
                layer.type() + " for " + layer.name(),
                "convert the network to .pth or .safetensors");
    }

    /**
     * ncnn's parameter numbers: 0 outputs, 1 and 11 kernel width and height, 5 bias, 6 total number of weights, 8 int8,
     * 19 dynamic weights.
     */
    private void convolution(NcnnLayer layer, int groups) {
        checkStatic(layer);
        long outputs = layer.number(0);
        long width = layer.number(1);
        long height = layer.number(11, layer.number(1));
        long all = layer.number(6);
        long inputs = inputs(all, outputs * width * height);
        if (groups < 1 || inputs < 1 || outputs * width * height * inputs != all) {
            throw param.damaged("give each convolution a whole number of inputs", all + " weights for " + layer.name());
        }
        put(layer, "weight", bin.flagged(layer.name(), outputs, inputs, height, width));
        bias(layer, layer.number(5), outputs);
    }

    private static long inputs(long all, long each) {
        return each > 0 ? all / each : 0;
    }

    private void checkStatic(NcnnLayer layer) {
        Predicate<Integer> set = parameter -> layer.number(parameter) != 0;
        if (set.test(8) || set.test(19)) {
            throw param.refused(
                    "hold half or float weights of its own",
                    "int8 or computed ones for " + layer.name(),
                    "use the network before its quantization");
        }
    }

    private void linear(NcnnLayer layer) {
        checkStatic(layer);
        long outputs = layer.number(0);
        long inputs = inputs(layer.number(2), outputs);
        put(layer, "weight", bin.flagged(layer.name(), outputs, inputs));
        bias(layer, layer.number(1), outputs);
    }

    private void bias(NcnnLayer layer, int present, long outputs) {
        if (present == 1) {
            put(layer, "bias", bin.plain(layer.name(), outputs));
        }
    }

    private void batchNorm(NcnnLayer layer) {
        for (String part : List.of("weight", "running_mean", "running_var", "bias")) {
            put(layer, part, bin.plain(layer.name(), layer.number(0)));
        }
    }

    /** Channels, height, width, without those that are not set. */
    private static long[] memoryShape(NcnnLayer layer) {
        return List.of(2, 11, 1, 0).stream()
                .mapToLong(layer::number)
                .filter(length -> length != 0)
                .toArray();
    }

    private void put(NcnnLayer layer, String part, StoredTensor tensor) {
        if (tensors.put(layer.name() + "." + part, tensor) != null) {
            throw param.damaged("name each layer once", "two named " + layer.name());
        }
    }
}
