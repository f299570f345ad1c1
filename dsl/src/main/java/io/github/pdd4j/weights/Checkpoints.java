package io.github.pdd4j.weights;

import io.github.pdd4j.io.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes checkpoint files. Code in a file is never executed.
 *
 * <pre>{@code
 * var weights = StateDict.of(Map.of("conv.bias", StoredTensor.of(new float[] {1, 2}, 2)));
 * Path file = Files.createTempDirectory("weights").resolve("tiny.safetensors");
 * Checkpoints.read(Checkpoints.write(weights, file, StoredType.FLOAT16)).tensor("conv.bias").floats();
 * }</pre>
 */
public final class Checkpoints {
    private Checkpoints() {}

    /**
     * Reads a checkpoint; see {@link #read(Path)}.
     *
     * @param path the path of the checkpoint
     * @return the tensors
     */
    public static StateDict read(String path) {
        return read(Path.of(path));
    }

    /**
     * Reads a checkpoint. The format is detected from the content: PyTorch ({@code .pth}, zip or legacy), safetensors,
     * NumPy's {@code .npz}, a pickle of NumPy arrays, or ncnn ({@code .param} or {@code .bin}, with the other file beside
     * it).
     *
     * <p>From a {@code .pth} file, the tensors under the usual entry of a training program are read, averaged weights
     * first: {@code params_ema}, {@code g_ema}, {@code params}, {@code state_dict}, {@code model} and similar names,
     * also nested. Without such an entry, the tensors at the top level are read, or those of the only entry that
     * contains tensors. The prefixes of PyTorch's wrappers, such as {@code module.} and {@code _orig_mod.}, are removed
     * from names. Entries that are not tensors are ignored. NumPy arrays in nested dicts get names with dots.
     *
     * @param path the checkpoint
     * @return the tensors
     * @throws IllegalArgumentException if the file is not a checkpoint, is damaged, or requests the execution of code
     * @throws java.io.UncheckedIOException if the file is missing or cannot be read
     */
    public static StateDict read(Path path) {
        return read(CheckpointFile.open(path), null);
    }

    /**
     * Reads a checkpoint completely into memory, so that the file is not kept open. Some systems refuse to move or
     * delete open files. A file above 2 GB is kept open.
     *
     * @param path the checkpoint
     * @return the tensors
     * @throws IllegalArgumentException as {@link #read(Path)}
     * @throws java.io.UncheckedIOException if the file is missing or cannot be read
     */
    public static StateDict readWhole(Path path) {
        return read(CheckpointFile.whole(path), null);
    }

    /**
     * Reads a checkpoint from memory. ncnn is not supported, because it has two files.
     *
     * @param name the name to show in messages and as {@link StateDict#source()}
     * @param content the bytes of the file
     * @return the tensors
     * @throws IllegalArgumentException as {@link #read(Path)}
     */
    public static StateDict read(String name, byte[] content) {
        return read(CheckpointFile.of(name, content), null);
    }

    /**
     * Reads the tensors under one entry of a checkpoint.
     *
     * @param path the checkpoint
     * @param entry in a {@code .pth} file the name of a dict, such as {@code params} beside {@code params_ema}; in
     *     every format also the prefix of tensor names without the final dot, such as {@code generator}
     * @return the tensors, without the prefix
     * @throws IllegalArgumentException as {@link #read(Path)}, and if the entry does not exist
     * @throws java.io.UncheckedIOException if the file is missing or cannot be read
     */
    public static StateDict read(Path path, String entry) {
        return read(CheckpointFile.open(path), entry);
    }

    private static StateDict read(CheckpointFile file, @Nullable String entry) {
        if (SafetensorsReader.recognizes(file.bytes())) {
            return WrapperPrefixes.bare(WrapperPrefixes.entry(SafetensorsReader.read(file), file, entry));
        }
        if (NpzReader.recognizes(file.bytes())) {
            return WrapperPrefixes.bare(WrapperPrefixes.entry(NpzReader.read(file), file, entry));
        }
        if (ZipEntries.recognizes(file.bytes())) {
            return WrapperPrefixes.bare(PthZipReader.read(file, entry));
        }
        if (PthLegacyReader.recognizes(file.bytes())) {
            return WrapperPrefixes.bare(PthLegacyReader.read(file, entry));
        }
        if (NcnnReader.recognizes(file)) {
            return WrapperPrefixes.entry(NcnnReader.read(file), file, entry);
        }
        throw UnsupportedFile.unknown(file);
    }

    /**
     * Writes a checkpoint; see {@link #write(StateDict, Path, StoredType)}.
     *
     * @param weights the tensors
     * @param path the path of the file
     * @param type the format of the floating-point tensors
     * @return the path
     */
    public static Path write(StateDict weights, String path, StoredType type) {
        return write(weights, Path.of(path), type);
    }

    /**
     * Writes a checkpoint atomically, in the format of the extension.
     *
     * <p>In a {@code .pth} file the tensors are stored under {@code params}, as Real-ESRGAN and BasicSR expect.
     *
     * @param weights the tensors
     * @param path the file, ending in {@code .pth} or {@code .safetensors}
     * @param type the floating-point format of the floating-point tensors; integer tensors keep their format
     * @return the path
     * @throws IllegalArgumentException if the extension or the type is another one, or a number is out of the type's
     *     range
     * @throws java.io.UncheckedIOException if the file cannot be written; an existing file is preserved
     */
    public static Path write(StateDict weights, Path path, StoredType type) {
        if (!type.floating()) {
            throw new IllegalArgumentException("weights must be written as FLOAT64, FLOAT32, FLOAT16 or BFLOAT16, got "
                    + type + ": use FLOAT32 to keep them exact or FLOAT16 to halve the file");
        }
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".pth")) {
            AtomicFile.write(path, out -> writePth(weights, type, out));
        } else if (name.endsWith(".safetensors")) {
            AtomicFile.write(path, out -> SafetensorsWriter.write(weights, type, out));
        } else {
            throw new IllegalArgumentException("checkpoint to write must end in .pth or .safetensors, got " + path
                    + ": choose .pth for PyTorch or .safetensors for anything else; a network is also written to"
                    + " .onnx, .pt or .param");
        }
        return path;
    }

    private static void writePth(StateDict weights, StoredType type, OutputStream out) throws IOException {
        var archive = new TorchArchive(out);
        archive.put("data.pkl", Pickler.pickled(weights, type));
        archive.finish(weights, type);
    }

    /**
     * Writes a network as a TorchScript module, which {@code torch.jit.load} reads without the code of the network.
     *
     * @param network the module
     * @param weights the tensors; their metadata become the JSON of {@code extra/metadata.json}
     * @param path the file, ending in {@code .pt}
     * @param type the floating-point format of the weights, in which the module computes; its input and output have that
     *     of the caller
     * @throws IllegalArgumentException if the extension or the type is another one, or a number is out of the type's
     *     range
     * @throws java.io.UncheckedIOException if the file cannot be written; an existing file is preserved
     */
    public static void write(TorchScript network, StateDict weights, Path path, StoredType type) {
        if (type != StoredType.FLOAT32 && type != StoredType.FLOAT16 && type != StoredType.BFLOAT16) {
            throw new IllegalArgumentException(
                    "weights for TorchScript must be written as FLOAT32, FLOAT16 or BFLOAT16," + " got " + type
                            + ": use FLOAT32 to keep them exact or FLOAT16 to halve the file");
        }
        if (!isTorchScript(path)) {
            throw new IllegalArgumentException(
                    "TorchScript module to write must end in .pt, got " + path + ": name it adapted.pt");
        }
        AtomicFile.write(path, out -> TorchScriptWriter.write(network, weights, type, out));
    }

    /**
     * Writes an ncnn network: the layers to a {@code .param} file, the numbers to the {@code .bin} file beside it.
     *
     * @param graph the layers
     * @param weights the tensors, with the names used in the graph
     * @param path the file, ending in {@code .param}
     * @param type FLOAT32, or FLOAT16 for half the size; biases and PReLU slopes are always FLOAT32
     * @throws IllegalArgumentException if the extension or the type is another one, or a number is out of the type's
     *     range
     * @throws java.io.UncheckedIOException if a file cannot be written
     */
    public static void write(NcnnGraph graph, StateDict weights, Path path, StoredType type) {
        if (type != StoredType.FLOAT32 && type != StoredType.FLOAT16) {
            throw new IllegalArgumentException("weights for ncnn must be written as FLOAT32 or FLOAT16, got " + type
                    + ": use FLOAT32 to keep them exact or FLOAT16 to halve the file");
        }
        if (!isNcnn(path)) {
            throw new IllegalArgumentException(
                    "ncnn network to write must end in .param, got " + path + ": the .bin file is written beside it");
        }
        NcnnWriter.write(graph, weights, path, type);
    }

    /**
     * Writes an ONNX network (operator set 17) for any number of images of any size; its input and output are float32.
     *
     * @param graph the layers
     * @param weights the tensors, with the names used in the graph; their metadata become those of the file
     * @param path the file, ending in {@code .onnx}
     * @param type FLOAT32, or FLOAT16 for half the size; the network is computed in this type
     * @throws IllegalArgumentException if the extension or the type is another one, a number is out of the type's range,
     *     or the weights are larger than 2 GiB
     * @throws java.io.UncheckedIOException if the file cannot be written; an existing file is preserved
     */
    public static void write(OnnxGraph graph, StateDict weights, Path path, StoredType type) {
        if (type != StoredType.FLOAT32 && type != StoredType.FLOAT16) {
            throw new IllegalArgumentException("weights for ONNX must be written as FLOAT32 or FLOAT16, got " + type
                    + ": use FLOAT32 to keep them exact or FLOAT16 to halve the file");
        }
        if (!isOnnx(path)) {
            throw new IllegalArgumentException(
                    "ONNX network to write must end in .onnx, got " + path + ": name it adapted.onnx");
        }
        OnnxWriter.write(graph, weights, path, type);
    }

    /**
     * Returns whether a file name ends in {@code .param}, the extension of an ncnn graph.
     *
     * @param path the file
     * @return whether it has the extension
     */
    public static boolean isNcnn(Path path) {
        return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT).endsWith(".param");
    }

    /**
     * Returns whether a file name ends in {@code .onnx}.
     *
     * @param path the file
     * @return whether it has the extension
     */
    public static boolean isOnnx(Path path) {
        return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT).endsWith(".onnx");
    }

    /**
     * Returns whether a file name ends in {@code .pt}, as which networks are written as TorchScript.
     *
     * @param path the file
     * @return whether it has the extension
     */
    public static boolean isTorchScript(Path path) {
        return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT).endsWith(".pt");
    }
}
