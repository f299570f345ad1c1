package io.github.pdd4j.tensor;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A network that was exported to TorchScript: a function of one tensor, on the CPU.
 *
 * <p>Such a file is a program that libtorch executes; load only files that you trust. The program stays in memory as
 * long as this object.
 *
 * <pre>{@code
 * // needs a file of yours
 * TorchProgram program = TorchProgram.load(Path.of("network.pt"));
 * }</pre>
 */
public final class TorchProgram {
    private final String name;
    private final String fingerprint;
    private final PtSymbolBlock module;

    private TorchProgram(String name, String fingerprint, PtSymbolBlock module) {
        this.name = name;
        this.fingerprint = fingerprint;
        this.module = module;
    }

    /**
     * Loads a TorchScript archive; see {@link #load(Path)}.
     *
     * @param file the path of the archive
     * @return the program
     */
    public static TorchProgram load(String file) {
        return load(Path.of(file));
    }

    /**
     * Loads an archive written by {@code torch.jit.save}.
     *
     * @param file the archive
     * @return the program
     * @throws IllegalArgumentException if the file is missing or not such an archive
     * @throws UncheckedIOException if the file cannot be read
     */
    public static TorchProgram load(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "a TorchScript network must be a file, got nothing at " + file + ": check the path");
        }
        try {
            byte[] archive = Files.readAllBytes(file);
            PtNDManager owner = (PtNDManager) Torch.manager(Device.cpu());
            PtSymbolBlock module = JniUtils.loadModule(owner, new ByteArrayInputStream(archive), false, false);
            return new TorchProgram(String.valueOf(file.getFileName()), digest(archive), module);
        } catch (EngineException e) {
            throw new IllegalArgumentException(
                    "a TorchScript network must be an archive of torch.jit.save, got " + file + ": "
                            + "export the network with torch.jit.trace or torch.jit.script",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(byte[] archive) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive), 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Runs the network.
     *
     * @param x the input, float32
     * @return the output
     * @throws IllegalArgumentException if the network fails or does not return exactly one tensor
     */
    public NDArray call(NDArray x) {
        try {
            x.setName(null);
            return IValueUtils.forward(module, new NDList(x), false).singletonOrThrow();
        } catch (EngineException | IndexOutOfBoundsException | UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "network %s must return one tensor for float32 %s, got an error: %s",
                            this,
                            x.getShape(),
                            String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
                    e);
        }
    }

    /**
     * Returns the first 8 hexadecimal digits of the file's SHA-256.
     *
     * @return the digits
     */
    public String fingerprint() {
        return fingerprint;
    }

    /** The file name and the {@link #fingerprint()}. */
    @Override
    public String toString() {
        return name + " " + fingerprint;
    }
}
