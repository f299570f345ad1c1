package io.github.pdd4j.data;

import io.github.pdd4j.image.Picture;
import java.util.random.RandomGenerator;

/** Independent Gaussian noise, the standard deviation in 8-bit levels drawn from a range; alpha is left alone. */
record GaussianNoise(Range levels) implements Degradation {
    @Override
    public Picture apply(Picture picture, RandomGenerator random) {
        double deviation = levels.draw(random) / 255;
        float[] values = picture.values();
        int coloured = Math.min(picture.channels(), 3) * picture.height() * picture.width();
        for (int i = 0; i < coloured; i++) {
            values[i] += (float) (deviation * random.nextGaussian());
        }
        return Picture.of(picture.channels(), picture.height(), picture.width(), values);
    }

    @Override
    public String toString() {
        return Degradations.phrase("noise", levels.arguments());
    }
}
