package io.github.pdd4j.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import io.github.pdd4j.api.Internal;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The PyTorch engine of this process. It is started once and without network access.
 *
 * <pre>{@code
 * System.out.println(Torch.version());
 * }</pre>
 */
@Internal
public final class Torch {
    private static final ThreadLocal<@Nullable Device> CHOSEN = new ThreadLocal<>();

    private Torch() {}

    /**
     * Returns the version of libtorch, for example {@code 2.7.1}.
     *
     * @return the version
     */
    public static String version() {
        return Started.ENGINE.getVersion();
    }

    /**
     * Returns the device for operations without an explicit device: the device of the enclosing {@linkplain #on call},
     * otherwise the first GPU that the engine sees, otherwise the CPU.
     *
     * @return the device
     */
    public static Device device() {
        Device chosen = CHOSEN.get();
        if (chosen != null) {
            return chosen;
        }
        return Started.ENGINE.getGpuCount() > 0 ? Device.gpu() : Device.cpu();
    }

    /**
     * Runs work on this thread with another default device.
     *
     * @param <T> the type of the result
     * @param device the default device during the work; if empty, the default device does not change
     * @param work the work
     * @return the result of the work
     * @throws IllegalArgumentException if the engine does not see the device; the message gives the reason
     */
    public static <T> T on(Optional<Device> device, Supplier<T> work) {
        Device before = CHOSEN.get();
        device.ifPresent(Devices::require);
        device.ifPresent(CHOSEN::set);
        try {
            return work.get();
        } finally {
            if (before == null) {
                CHOSEN.remove();
            } else {
                CHOSEN.set(before);
            }
        }
    }

    /**
     * Returns the number of GPUs that the engine sees.
     *
     * @return the number of GPUs
     */
    public static int graphicsCards() {
        return Started.ENGINE.getGpuCount();
    }

    /**
     * Returns the folder from which the native library was loaded.
     *
     * @return the path of the folder
     */
    public static String library() {
        return Started.library();
    }

    /** Returns whether the native library supports CUDA. */
    static boolean isBuiltForCuda() {
        return Started.ENGINE.hasCapability("CUDA");
    }

    /**
     * Returns the number of CPU threads that one operator may use.
     *
     * @return the number of threads
     */
    public static int threads() {
        return Started.threads();
    }

    /**
     * Returns the version of DJL.
     *
     * @return the version
     */
    public static String bindings() {
        return Engine.getDjlVersion();
    }

    /**
     * Seeds the engine's random number generator from a seed and a position. Results on a GPU can still differ between
     * runs, because the order of its sums is not fixed.
     *
     * @param seed the seed
     * @param position the position, for example the number of the iteration
     */
    public static void seed(long seed, long position) {
        long mixed = seed ^ Long.rotateLeft(position, 32);
        Started.ENGINE.setRandomSeed(new SplittableRandom(mixed).nextInt());
    }

    static NDManager manager(Device device) {
        return Started.ROOT.newSubManager(device);
    }

    /** DJL finds engines through the context class loader, which a notebook's pool threads may not have. */
    private static final class Started {
        static final Engine ENGINE = start();
        static final NDManager ROOT = ENGINE.newBaseManager(Device.cpu());

        private static Engine start() {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(Torch.class.getClassLoader());
            try {
                if (System.getProperty("ai.djl.offline") == null) {
                    System.setProperty("ai.djl.offline", "true");
                }
                Engine engine = Engine.getEngine("PyTorch");
                ProcessEnd.withoutDestructors();
                return engine;
            } finally {
                thread.setContextClassLoader(before);
            }
        }

        /** In this class, because the call must not come before the start of the engine. */
        static int threads() {
            return JniUtils.getNumThreads();
        }

        /** In this class for the same reason. */
        static String library() {
            return LibUtils.getLibtorchPath();
        }
    }
}
