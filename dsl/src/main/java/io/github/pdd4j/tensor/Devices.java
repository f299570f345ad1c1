package io.github.pdd4j.tensor;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import io.github.pdd4j.api.Internal;
import io.github.pdd4j.io.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The devices that the engine sees, and the reason why a GPU may be missing.
 *
 * <pre>{@code
 * System.out.println(Devices.phrases());
 * }</pre>
 */
@Internal
public final class Devices {
    private static final List<Path> DRIVERS =
            List.of(Path.of("/proc/driver/nvidia/version"), Path.of("C:\\Windows\\System32\\nvcuda.dll"));

    private Devices() {}

    /**
     * Returns the expressions for all devices: {@code cpu()} and, with GPUs, {@code gpu(0)} and so on.
     *
     * @return the expressions
     */
    public static List<String> phrases() {
        return Stream.concat(
                        Stream.of(Device.cpu()),
                        IntStream.range(0, Torch.graphicsCards()).mapToObj(Device::gpu))
                .map(Devices::phrase)
                .toList();
    }

    /**
     * Returns the expression for a device.
     *
     * @param device the device
     * @return {@code cpu()} or, for example, {@code gpu(0)}
     */
    public static String phrase(Device device) {
        return device.isGpu() ? "gpu(" + device.getDeviceId() + ")" : "cpu()";
    }

    /**
     * Checks that the engine sees a device. A missing device is never replaced by another one.
     *
     * @param device the device
     * @throws IllegalArgumentException if the engine does not see it; the message lists the available devices and the
     *     reason
     */
    public static void require(Device device) {
        if (device.isGpu() && device.getDeviceId() >= Torch.graphicsCards()) {
            throw new IllegalArgumentException(
                    "device must be one of " + phrases() + ", got " + phrase(device) + ": " + whyNot());
        }
    }

    /** Returns a GPU's compute capability without its dot, for example 75 for 7.5; empty if CUDA does not report it. */
    static Optional<String> computeCapability(Device card) {
        try {
            return Optional.of(CudaUtils.getComputeCapability(card.getDeviceId()));
        } catch (RuntimeException | LinkageError e) {
            // The CUDA runtime is missing or reports an error. The value only affects speed, so continue without it.
            return Optional.empty();
        }
    }

    /**
     * Returns whether GPUs of this compute capability multiply bfloat16 natively: from 8.0 (Ampere), not Volta and
     * Turing.
     */
    static boolean multipliesBfloat16(Optional<String> capability) {
        return capability
                .filter(digits -> digits.matches("\\d{2,4}"))
                .filter(digits -> Integer.parseInt(digits) >= 80)
                .isPresent();
    }

    /**
     * Returns the reason why there is no GPU, or no further one.
     *
     * @return the reason and what to do
     */
    public static String whyNot() {
        boolean driver = DRIVERS.stream().anyMatch(Files::exists);
        return new Sight(Torch.graphicsCards(), driver, Torch.isBuiltForCuda()).reason();
    }

    /**
     * The facts that explain why a GPU is not visible.
     *
     * @param cards the number of GPUs that the engine sees
     * @param driver whether NVIDIA's driver is loaded
     * @param cuda whether the engine's native library is built for CUDA
     */
    record Sight(int cards, boolean driver, boolean cuda) {
        String reason() {
            if (cards > 0) {
                return "graphics cards are counted from gpu(0) on";
            }
            if (!driver) {
                return "no NVIDIA driver is loaded, install the card's and look at " + Program.command("doctor");
            }
            return cuda
                    ? "driver and native library are there, but cards are counted through CUDA's runtime library under the"
                            + " name libcudart.so, without a version: start through " + Program.command("lab")
                            + ", put a link of that name to"
                            + " libcudart.so.12 into a folder on LD_LIBRARY_PATH, or renew a driver that is older than"
                            + " CUDA 12.6"
                    : "an NVIDIA driver is loaded, but the engine's native library is for the CPU or of another version:"
                            + " start through " + Program.command("lab") + ", which brings PyTorch " + Torch.version()
                            + " for CUDA";
        }
    }
}
