package io.github.pdd4j.weights;

import io.github.pdd4j.io.AtomicFile;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes files of weights; nothing in a file is ever run.
 *
 * <pre>{@code
 * var weights = StateDict.of(Map.of("conv.bias", StoredTensor.of(new float[] {1, 2}, 2)));
 * Path file = Files.createTempDirectory("weights").resolve("tiny.safetensors");
 * Checkpoints.read(Checkpoints.write(weights, file, StoredType.FLOAT16)).tensor("conv.bias").floats();
 * }</pre>
 */
public final class Checkpoints {
    private Checkpoints() {}

    /** As {@link #read(Path)}, by the file's path as a text. */
    public static StateDict read(String path) {
        return read(Path.of(path));
    }

    /**
     * Reads a checkpoint whose format shows in its content: PyTorch ({@code .pth}, zip or older), safetensors, NumPy's {@code .npz}, or ncnn ({@code
     * .param} or {@code .bin}, with the other beside it).
     *
     * <p>From a {@code .pth} file the tensors under the entry of a training program are taken, an averaged one first:
     * {@code params_ema}, {@code g_ema}, {@code params}, {@code state_dict}, {@code model} and their like, one within
     * the other too; or else those at its top, or those of its only entry that holds tensors. What PyTorch's own wrappers
     * add to names, {@code module.} and {@code _orig_mod.}, comes off, and entries that are not tensors are left out.
     *
     * @throws IllegalArgumentException if the file is not such a checkpoint, is damaged, or asks for code to be run
     * @throws java.io.UncheckedIOException if the file is missing or cannot be read
     */
    public static StateDict read(Path path) {
        return read(CheckpointFile.open(path), null);
    }

    /**
     * Reads a checkpoint as {@link #read(Path)} does, all of it into memory: the file can be moved or removed then, which
     * some systems refuse while it is open.
     */
    public static StateDict readWhole(Path path) {
        return read(CheckpointFile.whole(path), null);
    }

    /**
     * Reads a checkpoint that lies in memory; one of ncnn is two files and cannot.
     *
     * @param name what to call it in messages, as {@link StateDict#source()} does
     * @throws IllegalArgumentException as {@link #read(Path)}
     */
    public static StateDict read(String name, byte[] content) {
        return read(CheckpointFile.of(name, content), null);
    }

    /**
     * Reads the tensors that a file holds under one entry: in a {@code .pth} file a dict, such as {@code params} beside
     * {@code params_ema}, and in every format those whose names begin with the entry and a dot, such as {@code
     * generator}.
     *
     * @throws IllegalArgumentException as {@link #read(Path)}, and if there is no such entry
     * @throws java.io.UncheckedIOException if the file is missing or cannot be read
     */
    public static StateDict read(Path path, String entry) {
        return read(CheckpointFile.open(path), entry);
    }

    private static StateDict read(CheckpointFile file, @Nullable String entry) {
        if (SafetensorsReader.recognizes(file.bytes())) {
            return WrappedNames.bare(WrappedNames.entry(SafetensorsReader.read(file), file, entry));
        }
        if (NpzReader.recognizes(file.bytes())) {
            return WrappedNames.bare(WrappedNames.entry(NpzReader.read(file), file, entry));
        }
        if (ZipEntries.recognizes(file.bytes())) {
            return WrappedNames.bare(PthZipReader.read(file, entry));
        }
        if (PthLegacyReader.recognizes(file.bytes())) {
            return WrappedNames.bare(PthLegacyReader.read(file, entry));
        }
        if (NcnnReader.recognizes(file)) {
            return WrappedNames.entry(NcnnReader.read(file), file, entry);
        }
        throw ForeignContent.unknown(file);
    }

    /** As {@link #write(StateDict, Path, StoredType)}, by the file's path as a text. */
    public static Path write(StateDict weights, String path, StoredType type) {
        return write(weights, Path.of(path), type);
    }

    /**
     * Writes the format that the extension names ({@code .pth} or {@code .safetensors}), wholly or not at all.
     *
     * <p>A {@code .pth} file holds the tensors under {@code params}, where Real-ESRGAN's and BasicSR's programs look for
     * them.
     *
     * @param type format of the floating-point tensors, a floating one; tensors of whole numbers keep theirs
     * @return the path
     * @throws IllegalArgumentException if the extension or the type is another, or a number too large for the type
     * @throws java.io.UncheckedIOException if the file cannot be written; what was there before stays
     */
    public static Path write(StateDict weights, Path path, StoredType type) {
        if (!type.floating()) {
            throw new IllegalArgumentException("weights must be written as FLOAT64, FLOAT32, FLOAT16 or BFLOAT16, got "
                    + type + ": use FLOAT32 to keep them exact or FLOAT16 to halve the file");
        }
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".pth")) {
            AtomicFile.write(path, out -> PthWriter.write(weights, type, out));
        } else if (name.endsWith(".safetensors")) {
            AtomicFile.write(path, out -> SafetensorsWriter.write(weights, type, out));
        } else {
            throw new IllegalArgumentException("checkpoint to write must end in .pth or .safetensors, got " + path
                    + ": choose .pth for PyTorch or .safetensors for anything else");
        }
        return path;
    }

    /**
     * Writes an ncnn network: the layers into this {@code .param} file, the numbers into the {@code .bin} beside it.
     *
     * @param type FLOAT32, or FLOAT16 to halve the file; biases and slopes stay FLOAT32
     * @throws IllegalArgumentException if the extension or the type is another, or a number too large for the type
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

    /** Whether a file of this name is to hold the layers of an ncnn network. */
    public static boolean isNcnn(Path path) {
        return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT).endsWith(".param");
    }
}
