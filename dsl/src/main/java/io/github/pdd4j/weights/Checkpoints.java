package io.github.pdd4j.weights;

import java.nio.file.Path;
import java.util.Locale;

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

    /**
     * Reads a checkpoint whose format shows in its content: safetensors.
     *
     * @throws IllegalArgumentException if the file is not such a checkpoint, is damaged, or asks for code to be run
     * @throws java.io.UncheckedIOException if the file is missing or cannot be read
     */
    public static StateDict read(Path path) {
        CheckpointFile file = CheckpointFile.open(path);
        if (SafetensorsReader.recognises(file.bytes())) {
            return SafetensorsReader.read(file);
        }
        throw file.refused("be a .safetensors file", "another content", "convert it with PyTorch");
    }

    /**
     * Writes the format that the extension names ({@code .pth} or {@code .safetensors}), wholly or not at all.
     *
     * @param type format of the floating-point tensors, a floating one; tensors of whole numbers keep theirs
     * @return the path
     * @throws IllegalArgumentException if the extension or the type is another
     * @throws java.io.UncheckedIOException if the file cannot be written; what was there before stays
     */
    public static Path write(StateDict weights, Path path, StoredType type) {
        if (!type.floating()) {
            throw new IllegalArgumentException("weights must be written as FLOAT64, FLOAT32, FLOAT16 or BFLOAT16, got "
                    + type + ": use FLOAT32 to keep them exact or FLOAT16 to halve the file");
        }
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".safetensors")) {
            AtomicFile.write(path, out -> SafetensorsWriter.write(weights, type, out));
        } else {
            throw new IllegalArgumentException("checkpoint to write must end in .pth or .safetensors, got " + path
                    + ": choose .pth for PyTorch or .safetensors for anything else");
        }
        return path;
    }
}
