package io.github.pdd4j;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Finds files of reference values: those of the project first, then those beside the checkout. */
public final class Golden {
    private static final Path ROOT = Path.of(System.getProperty("pdd4j.root", ".."));

    private Golden() {}

    /** A reference file, or the test is skipped. */
    public static Path file(String name) {
        Path own = ROOT.resolve("dsl/src/test/resources/golden").resolve(name);
        return Files.exists(own) ? own : shared("golden/" + name);
    }

    /** A file beside the checkout ({@code ../shared}), or the test is skipped. */
    public static Path shared(String name) {
        Path file = ROOT.resolve("../shared").resolve(name);
        Assumptions.assumeTrue(Files.exists(file), () -> "skipped: there is no " + file);
        return file;
    }
}
