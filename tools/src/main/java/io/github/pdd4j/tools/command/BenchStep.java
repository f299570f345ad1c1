package io.github.pdd4j.tools.command;

import com.google.gson.GsonBuilder;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tools.bench.Measurement;
import io.github.pdd4j.tools.bench.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints one JSON object for {@code scripts/bench.py}. */
@Command(
        name = "bench-step",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Measures one thing in this process, for './pdd bench'.")
final class BenchStep implements Callable<Integer> {
    private static final Path STATUS = Path.of("/proc/self/status");

    @Parameters(description = "which: ${COMPLETION-CANDIDATES}")
    @SuppressWarnings("NullAway.Init")
    private Measurement measurement;

    @Option(names = "--precision", description = "BFLOAT16, the default, or FLOAT32")
    private Precision precision = Precision.BFLOAT16;

    @Option(names = "--crop", description = "side of the low-resolution crops, ${DEFAULT-VALUE} by default")
    private int crop = 24;

    @Option(names = "--steps", description = "how many whole steps, ${DEFAULT-VALUE} by default")
    private int steps = 12;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Map<String, Object> found = new LinkedHashMap<>(measurement.of(Workload.of(crop), precision, steps));
        found.put("peak_kib", peakKib());
        spec.commandLine()
                .getOut()
                .println(new GsonBuilder().serializeNulls().create().toJson(found));
        return 0;
    }

    /** Returns the peak memory of this process in KiB; null if the system does not report it (Linux does). */
    private static @Nullable Long peakKib() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return null;
        }
        List<String> lines = Files.readAllLines(STATUS);
        return lines.stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> Long.valueOf(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(null);
    }
}
