package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import java.util.random.RandomGenerator;

/** Independent Gaussian noise whose standard deviation in 8-bit levels is drawn from a range; alpha is unchanged. */
record GaussianNoise(Range levels) implements Degradation {
    @Override
    public Image apply(Image image, RandomGenerator random) {
        double deviation = levels.draw(random) / 255;
        float[] values = image.values();
        int colored = Math.min(image.channels(), 3) * image.height() * image.width();
        for (int i = 0; i < colored; i++) {
            values[i] += (float) (deviation * random.nextGaussian());
        }
        return Image.of(image.channels(), image.height(), image.width(), values);
    }

    @Override
    public String toString() {
        return Degradations.phrase("noise", levels.arguments());
    }
}
