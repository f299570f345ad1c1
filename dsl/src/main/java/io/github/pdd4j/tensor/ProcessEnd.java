package io.github.pdd4j.tensor;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;

/**
 * Ends the JVM by {@code _exit}, so that libtorch's static objects outlive threads in native code.
 *
 * <p>A JVM that ends waits 0.3 s for threads in native code and calls {@code exit}, and that destroys the static objects
 * of libtorch, among them the cache of oneDNN's primitives. A network's forward or backward pass is one call of up to
 * several seconds: it goes on, uses what was freed, and the process crashes in place of ending. So {@code exit} is made
 * to end here in {@code _exit}, which destroys nothing: the memory goes back to the system anyway.
 */
final class ProcessEnd {
    private ProcessEnd() {}

    /** Skips the destructors at the end of the process; needs glibc, elsewhere nothing changes. */
    static void withoutDestructors() {
        try {
            NativeLibrary process = NativeLibrary.getProcess();
            Function onExit = process.getFunction("on_exit");
            Function end = process.getFunction("_exit");
            Function flush = process.getFunction("fcloseall");
            // At shutdown and not now: what is registered last is called first, and libtorch registers destructors of
            // objects when it first uses them.
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                call(onExit, end);
                                call(onExit, flush);
                            },
                            "pdd4j process end"));
        } catch (LinkageError e) {
            // Another C library, or one that JNA cannot reach.
        } catch (IllegalStateException e) {
            // The process is ending already.
        }
    }

    /** {@code on_exit} hands the exit status to the handler, so that {@code _exit} keeps it. */
    private static void call(Function onExit, Function handler) {
        onExit.invokeInt(new Object[] {handler, 0L});
    }
}
