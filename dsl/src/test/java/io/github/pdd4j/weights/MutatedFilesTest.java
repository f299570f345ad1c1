package io.github.pdd4j.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a damaged file says, the answer is a tensor map or a sentence, soon and in little memory. */
class MutatedFilesTest {
    private static final int VARIANTS = 2000;
    private static final long MAX_ALLOCATED = 8 << 20;
    private static final byte[] TELLING = {
        0, 1, -1, 127, -128, '.', '(', 't', 'R', 'Q', 'h', 'r', '}', ']', 's', 'u', '2'
    };

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "everything.pth, pth, 1",
        "wrapped.pth, pth, 2",
        "everything_legacy.pth, pth, 3",
        "everything_protocol4.pth, pth, 4",
        "everything.safetensors, safetensors, 5",
        "tiny.param, param, 6",
        "tiny.bin, bin, 7",
        "tiny.npz, npz, 8",
        "arrays.ckpt, ckpt, 9",
        "arrays_protocol4.ckpt, ckpt, 10"
    })
    void a_mutated_file_is_read_or_refused_with_a_sentence(String name, String extension, long seed)
            throws IOException {
        byte[] sound = Files.readAllBytes(PthTest.resource(name));
        Random random = new Random(seed);
        Files.copy(PthTest.resource("tiny.param"), folder.resolve("a.param"));
        Files.copy(PthTest.resource("tiny.bin"), folder.resolve("a.bin"));
        Path path = folder.resolve("a." + extension);

        Assertions.assertTimeout(Duration.ofMinutes(2), () -> {
            int refused = 0;
            for (int variant = 0; variant < VARIANTS; variant++) {
                Files.write(path, mutated(sound, random));
                long before = allocated();
                refused += refusals(path);
                assertThat(allocated() - before).as("bytes allocated").isLessThan(MAX_ALLOCATED);
            }
            assertThat(refused).isBetween(VARIANTS / 20, VARIANTS - 1);
        });
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static int refusals(Path path) {
        try {
            StateDict read = Checkpoints.read(path);
            for (String name : read.names()) {
                StoredTensor tensor = read.tensor(name);
                assertThat(tensor.floats()).hasSize((int) tensor.size());
            }
            return 0;
        } catch (IllegalArgumentException | UncheckedIOException e) {
            assertThat(e).hasMessageMatching("(?s)(checkpoint|names) .* must .*, got .*: .*");
            return 1;
        }
    }

    /** One to four changes: a bit, a telling byte, a removed, doubled or shortened part. */
    private static byte[] mutated(byte[] sound, Random random) {
        byte[] bytes = sound.clone();
        for (int change = random.nextInt(4); change >= 0 && bytes.length > 1; change--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 3, 4, 5 -> bytes[at] = TELLING[random.nextInt(TELLING.length)];
                case 6 -> bytes = spliced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)));
                default -> bytes = spliced(bytes, at, Math.max(0, at - random.nextInt(64)));
            }
        }
        return bytes;
    }

    /** What lies before {@code to} followed by what lies from {@code from} on: a part left out or doubled. */
    private static byte[] spliced(byte[] bytes, int to, int from) {
        byte[] spliced = new byte[to + bytes.length - from];
        System.arraycopy(bytes, 0, spliced, 0, to);
        System.arraycopy(bytes, from, spliced, to, bytes.length - from);
        return spliced;
    }
}
