package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import java.util.SplittableRandom;

final class TestPatterns {
    private TestPatterns() {}

    /** 8-bit values that differ at every pixel in at least one channel. */
    static Image colored(int width, int height) {
        SplittableRandom random = new SplittableRandom(width * 1000L + height);
        float[] chw = new float[3 * height * width];
        for (int i = 0; i < chw.length; i++) {
            int y = i / width % height;
            int x = i % width;
            int[] levels = {x * 255 / width, y * 255 / height, random.nextInt(256)};
            chw[i] = levels[i / (width * height)] / 255f;
        }
        return Image.of(3, height, width, chw);
    }
}
