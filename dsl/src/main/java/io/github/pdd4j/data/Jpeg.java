package io.github.pdd4j.data;

import io.github.pdd4j.image.Picture;
import io.github.pdd4j.image.Pictures;
import java.util.random.RandomGenerator;

/** JPEG compression and decompression, the quality drawn from a range. */
record Jpeg(Range quality) implements Degradation {
    @Override
    public Picture apply(Picture picture, RandomGenerator random) {
        return Pictures.jpeg(picture, quality.drawInteger(random));
    }

    @Override
    public String toString() {
        return Degradations.phrase("jpeg", quality.arguments());
    }
}
