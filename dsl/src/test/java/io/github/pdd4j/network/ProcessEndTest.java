package io.github.pdd4j.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pdd4j.Pdd;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.tensor.ScriptFunction;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ends processes in the middle of a long native call, as Ctrl-C and the restart of a kernel do. */
class ProcessEndTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({"exit, 7", "return, 0", "wait, 143"})
    void a_process_that_computes_ends_with_its_own_status_and_without_a_crash(String end, int status)
            throws IOException, InterruptedException {
        ProcessBuilder upscaling = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Busy.class.getName(),
                        end)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        // One thread, so that the call is long on every machine: Java waits for 0.3 s before it destroys anything.
        upscaling.environment().put("OMP_NUM_THREADS", "1");
        // Freed memory is overwritten, so that its use shows.
        upscaling.environment().put("MALLOC_PERTURB_", "165");
        Process java = upscaling.start();
        try (BufferedReader out = java.inputReader()) {
            assertThat(out.readLine()).isEqualTo("busy");
            if (end.equals("wait")) {
                java.toHandle().destroy();
            }

            assertThat(out.lines()).as("what Java says of a crash").isEmpty();
            assertThat(java.waitFor()).isEqualTo(status);
            assertThat(folder).as("where Java reports a crash").isEmptyDirectory();
        } finally {
            java.destroyForcibly();
        }
    }

    /** A program that ends while a thread of its own upscales. */
    static final class Busy {
        private Busy() {}

        public static void main(String[] arguments) throws InterruptedException {
            Network network = Pdd.compactGeneralist();
            CountDownLatch warm = new CountDownLatch(1);
            Thread thread = new Thread(() -> {
                network.upscale(Image.drawn(3, 16, 16, values -> values[0] = 1));
                warm.countDown();
                network.upscale(Image.drawn(3, 400, 400, values -> values[0] = 1), u -> u.tile(400));
            });
            thread.setDaemon(true);
            thread.start();
            warm.await();
            while (!isInNetwork(thread)) {
                if (!thread.isAlive()) {
                    throw new IllegalStateException("the call was over before it was seen");
                }
                Thread.onSpinWait();
            }
            System.out.println("busy");
            if (arguments[0].equals("exit")) {
                System.exit(7);
            }
            if (arguments[0].equals("wait")) {
                new CountDownLatch(1).await();
            }
        }

        private static boolean isInNetwork(Thread thread) {
            StackTraceElement[] calls = thread.getStackTrace();
            return calls.length > 0
                    && calls[0].getMethodName().equals("moduleRunMethod")
                    && Arrays.stream(calls)
                            .anyMatch(call -> call.getClassName().equals(ScriptFunction.class.getName()));
        }
    }
}
