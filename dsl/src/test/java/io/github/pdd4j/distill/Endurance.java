package io.github.pdd4j.distill;

import io.github.pdd4j.loss.DiscriminatorStart;
import io.github.pdd4j.sentence.MovingAverage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Prints the process's memory and the heap in use during 500 iterations, or as many as are said, of everything at once;
 * started by hand.
 */
final class Endurance {

    private Endurance() {}

    public static void main(String[] arguments) {
        int iterations = arguments.length == 0 ? 500 : Integer.parseInt(arguments[0]);
        Run run = Small.sentence()
                .generalist(new MovingAverage(0.999))
                .adversarial(a -> a.discriminator(DiscriminatorStart.unet(8)).discriminatorWarmUp(5))
                .gradientNorms(10)
                .iterations(iterations)
                .batch(2)
                .listen("memory", done -> {
                    if (done.number() == 50 || done.number() % 250 == 0) {
                        System.out.println(line(done.number()));
                    }
                })
                .train();
        System.out.println(run);
    }

    private static String line(int iteration) {
        System.gc();
        long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        return "iteration %d: %d MiB resident, %.1f MiB of heap in use"
                .formatted(iteration, resident() / 1024, heap / 1048576.0);
    }

    /** In kB, as Linux tells it. */
    private static long resident() {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/self/status"));
            return lines.stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
