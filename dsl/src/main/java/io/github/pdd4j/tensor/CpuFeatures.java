package io.github.pdd4j.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The instruction set extensions of the CPU, read from Linux; none are detected on other systems. */
final class CpuFeatures {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final List<String> BFLOAT16 = List.of("avx512_bf16", "amx_bf16");

    private CpuFeatures() {}

    static boolean multipliesBfloat16() {
        return Found.BFLOAT16;
    }

    private static final class Found {
        static final boolean BFLOAT16 = look();

        private static boolean look() {
            try (Stream<String> lines = Files.lines(CPU_INFO)) {
                return lines.filter(line -> line.startsWith("flags"))
                        .findFirst()
                        .map(line -> List.of(line.split(" ")))
                        .filter(flags -> CpuFeatures.BFLOAT16.stream().anyMatch(flags::contains))
                        .isPresent();
            } catch (IOException | java.io.UncheckedIOException e) {
                return false;
            }
        }
    }
}
