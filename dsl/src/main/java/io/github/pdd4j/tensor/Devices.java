package io.github.pdd4j.tensor;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The devices that the engine sees, and why a graphics card may not be among them.
 *
 * <pre>{@code
 * System.out.println(Devices.phrases());
 * }</pre>
 */
public final class Devices {
    private static final List<Path> DRIVERS =
            List.of(Path.of("/proc/driver/nvidia/version"), Path.of("C:\\Windows\\System32\\nvcuda.dll"));

    private Devices() {}

    /** The words that the seen devices are said by: {@code cpu()} and, with graphics cards, {@code gpu(0)} and so on. */
    public static List<String> phrases() {
        return Stream.concat(
                        Stream.of(Device.cpu()),
                        IntStream.range(0, Torch.graphicsCards()).mapToObj(Device::gpu))
                .map(Devices::phrase)
                .toList();
    }

    /** The word that a device is said by. */
    public static String phrase(Device device) {
        return device.isGpu() ? "gpu(" + device.getDeviceId() + ")" : "cpu()";
    }

    /**
     * Checks that the engine sees a device: one that was asked for is never replaced.
     *
     * @throws IllegalArgumentException otherwise; the message lists those it sees and says what a card may lack
     */
    public static void require(Device device) {
        if (!phrases().contains(phrase(device))) {
            throw new IllegalArgumentException(
                    "device must be one of " + phrases() + ", got " + phrase(device) + ": " + whyNot());
        }
    }

    /** A graphics card's compute capability without its dot, 75 for 7.5; empty where CUDA does not tell. */
    static Optional<String> computeCapability(Device card) {
        try {
            return Optional.of(CudaUtils.getComputeCapability(card.getDeviceId()));
        } catch (RuntimeException | LinkageError e) {
            // The CUDA runtime is not found, or answers an error: a question about speed must not end the work.
            return Optional.empty();
        }
    }

    /** Whether cards of this compute capability multiply bfloat16: from 8.0 on (Ampere), not Volta and Turing. */
    static boolean multipliesBfloat16(Optional<String> capability) {
        return capability
                .filter(digits -> digits.matches("\\d{2,4}"))
                .filter(digits -> Integer.parseInt(digits) >= 80)
                .isPresent();
    }

    /** Why there is no graphics card, or no other one. */
    public static String whyNot() {
        boolean driver = DRIVERS.stream().anyMatch(Files::exists);
        return new Sight(Torch.graphicsCards(), driver, Torch.isBuiltForCuda()).reason();
    }

    /**
     * What tells why a card is not seen.
     *
     * @param cards that the engine sees
     * @param driver whether the system has loaded NVIDIA's driver
     * @param cuda whether the engine's native library is built for CUDA
     */
    record Sight(int cards, boolean driver, boolean cuda) {
        String reason() {
            if (cards > 0) {
                return "graphics cards are counted from gpu(0) on";
            }
            if (!driver) {
                return "no NVIDIA driver is loaded, install the card's and look at ./pdd doctor";
            }
            return cuda
                    ? "driver and native library are there, but cards are counted through CUDA's runtime library under the"
                            + " name libcudart.so, without a version: start through ./pdd, put a link of that name to"
                            + " libcudart.so.12 into a folder on LD_LIBRARY_PATH, or renew a driver that is older than"
                            + " CUDA 12.6"
                    : "an NVIDIA driver is loaded, but the engine's native library is for the CPU or of another version:"
                            + " start through ./pdd, which brings PyTorch " + Torch.version() + " for CUDA";
        }
    }
}
