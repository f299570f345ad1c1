package io.github.spencerpark.ijava;

/**
 * Stands in for IJava 1.3.0, which is on no package index: the public methods that the extension calls, by their names
 * and parameters there.
 */
public final class IJava {
    private static Object kernel;

    private IJava() {}

    public static Object getKernelInstance() {
        return kernel;
    }

    /** Not in IJava: starts a kernel, or ends it where it is null. */
    public static void start(Object started) {
        kernel = started;
    }
}
