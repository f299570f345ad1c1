package io.github.pdd4j.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine of this process, started once and without the network.
 *
 * <pre>{@code
 * System.out.println(Torch.version());
 * }</pre>
 */
public final class Torch {
    private static final ThreadLocal<@Nullable Device> CHOSEN = new ThreadLocal<>();

    private Torch() {}

    /** The version of libtorch that computes, for example {@code 2.7.1}. */
    public static String version() {
        return Started.ENGINE.getVersion();
    }

    /**
     * Where work is done unless it says otherwise: the device of the {@linkplain #on work around it}, else the first
     * graphics card that the engine sees, else the CPU.
     */
    public static Device device() {
        Device chosen = CHOSEN.get();
        if (chosen != null) {
            return chosen;
        }
        return Started.ENGINE.getGpuCount() > 0 ? Device.gpu() : Device.cpu();
    }

    /**
     * Does some work on this thread, in which whatever does not say another device is computed on this one; without a
     * device, on the default one as before.
     *
     * @throws IllegalArgumentException if the engine does not see the device; the message says why
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

    /** How many graphics cards the engine sees. */
    public static int graphicsCards() {
        return Started.ENGINE.getGpuCount();
    }

    /** The folder from which the native library was loaded. */
    public static String library() {
        return Started.library();
    }

    /** Whether the native library can compute on graphics cards. */
    static boolean isBuiltForCuda() {
        return Started.ENGINE.hasCapability("CUDA");
    }

    /** How many CPU threads one operator may use. */
    public static int threads() {
        return Started.threads();
    }

    /** The version of DJL, through which it is reached. */
    public static String bindings() {
        return Engine.getDjlVersion();
    }

    /**
     * Begins the engine's random numbers anew: what is drawn next depends on the seed and the position alone. On a
     * graphics card that does not make a computation the same bit by bit, its sums have no fixed order.
     */
    public static void seed(long seed, long position) {
        long mixed = seed ^ Long.rotateLeft(position, 32);
        Started.ENGINE.setRandomSeed(new SplittableRandom(mixed).nextInt());
    }

    static NDManager manager(Device device) {
        return Started.ROOT.newSubManager(device);
    }

    /** Engines are found through the context class loader, which pooled threads of a notebook may lack. */
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
                return Engine.getEngine("PyTorch");
            } finally {
                thread.setContextClassLoader(before);
            }
        }

        /** Asked here, because a first call starts the engine. */
        static int threads() {
            return JniUtils.getNumThreads();
        }

        /** Here for the same reason. */
        static String library() {
            return LibUtils.getLibtorchPath();
        }
    }
}
