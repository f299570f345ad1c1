package io.github.pdd4j;

import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
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

    /** The arrays of an {@code .npz} file, or the test is skipped. Some are packed, which the reader refuses: stored again. */
    public static StateDict arrays(String name) {
        Path file = file(name);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.stream().allMatch(entry -> entry.getMethod() == ZipEntry.STORED)) {
                return Checkpoints.read(file);
            }
            Path stored = Files.createTempFile("golden", ".npz");
            stored.toFile().deleteOnExit();
            return Checkpoints.read(Files.write(stored, stored(zip)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] stored(ZipFile zip) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry packed : zip.stream().toArray(ZipEntry[]::new)) {
                ZipEntry entry = new ZipEntry(packed.getName());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(packed.getSize());
                entry.setCrc(packed.getCrc());
                out.putNextEntry(entry);
                zip.getInputStream(packed).transferTo(out);
            }
        }
        return bytes.toByteArray();
    }

    /** A file beside the checkout ({@code ../shared}), or the test is skipped. */
    public static Path shared(String name) {
        return present(ROOT.resolve("../shared").resolve(name));
    }

    /** A file of weights that {@code ./pdd fetch} put into the checkout, or the test is skipped. */
    public static Path fetched(String name) {
        return present(ROOT.resolve(".pdd/home/weights").resolve(name));
    }

    private static Path present(Path file) {
        require(Files.exists(file), "there is no " + file);
        return file;
    }

    /** Skips the test where something that it needs is missing; where {@code PDD4J_STRICT} is 1, it fails. */
    public static void require(boolean present, String otherwise) {
        require("1".equals(System.getenv("PDD4J_STRICT")), present, otherwise);
    }

    static void require(boolean strict, boolean present, String otherwise) {
        if (strict && !present) {
            throw new AssertionError("PDD4J_STRICT=1 lets no test be skipped: " + otherwise);
        }
        Assumptions.assumeTrue(present, "skipped: " + otherwise);
    }
}
