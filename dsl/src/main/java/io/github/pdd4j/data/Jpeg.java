package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import java.util.random.RandomGenerator;

/** JPEG compression and decompression with a quality drawn from a range. */
record Jpeg(Range quality) implements Degradation {
    @Override
    public Image apply(Image image, RandomGenerator random) {
        return ImageFiles.jpeg(image, quality.drawInteger(random));
    }

    @Override
    public String toString() {
        return Degradations.phrase("jpeg", quality.arguments());
    }
}
