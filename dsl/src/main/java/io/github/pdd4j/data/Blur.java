package io.github.pdd4j.data;

import io.github.pdd4j.image.GaussianBlur;
import io.github.pdd4j.image.Image;
import java.util.random.RandomGenerator;

/** Gaussian blur whose standard deviation in pixels is drawn from a range. */
record Blur(Range sigma) implements Degradation {
    @Override
    public Image apply(Image image, RandomGenerator random) {
        return new GaussianBlur(sigma.draw(random)).of(image);
    }

    @Override
    public String toString() {
        return Degradations.phrase("blur", sigma.arguments());
    }
}
