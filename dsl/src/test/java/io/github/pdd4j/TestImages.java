package io.github.pdd4j;

import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Images with edges and textures for tests: patches of those in {@code datasets/generated}, some flipped. */
public final class TestImages {
    private static final List<Image> ORIGINALS = originals();

    private TestImages() {}

    /** The image of a seed: RGB, 8-bit values; beyond the original's edges its reflection goes on. */
    public static Image image(long seed, int width, int height) {
        SplittableRandom random = new SplittableRandom(seed);
        Image original = ORIGINALS.get(random.nextInt(ORIGINALS.size()));
        int left = random.nextInt(2 * original.width());
        int top = random.nextInt(2 * original.height());
        float[] chw = new float[3 * height * width];
        for (int i = 0; i < chw.length; i++) {
            int x = reflected(left + i % width, original.width());
            int y = reflected(top + i / width % height, original.height());
            chw[i] = original.value(i / (width * height), y, x);
        }
        return Image.of(3, height, width, chw);
    }

    /** Square images of the seeds seed, seed + 1, and so on, named {@code test-1} after theirs. */
    public static Images images(int count, int side, long seed) {
        return Images.of(
                LongStream.range(seed, seed + count).mapToObj(i -> "test-" + i).toList(),
                LongStream.range(seed, seed + count)
                        .mapToObj(i -> image(i, side, side))
                        .toList());
    }

    private static int reflected(int place, int side) {
        int inside = place % (2 * side);
        return Math.min(inside, 2 * side - 1 - inside);
    }

    private static List<Image> originals() {
        Path folder = Path.of(System.getProperty("pdd4j.root", ".."), "datasets", "generated");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".png"))
                    .sorted()
                    .map(ImageFiles::load)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
