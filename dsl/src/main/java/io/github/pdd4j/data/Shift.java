package io.github.pdd4j.data;

import io.github.pdd4j.image.Channels;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Resampling;

/**
 * By how many low-resolution pixels an input is shifted to the right and down relative to its ground truth.
 *
 * <p>The ground truth is downscaled to the input's size. Of all shifts of up to four pixels, the one with the largest
 * Pearson correlation of luma over a centered window of at most 256×256 is taken.
 */
record Shift(int across, int down, double correlation) {
    private static final int REACH = 4;
    private static final int SIDE = 256;

    static Shift between(Image low, Image high) {
        int width = Math.min(SIDE, low.width() - 2 * REACH);
        int height = Math.min(SIDE, low.height() - 2 * REACH);
        if (width < 1 || height < 1) {
            return new Shift(0, 0, 1);
        }
        Image ours = Channels.luma(low.rgb());
        Image theirs = Channels.luma(Resampling.OPENCV_AREA
                .to(covered(low, high), low.width(), low.height())
                .rgb());
        int x = (low.width() - width) / 2;
        int y = (low.height() - height) / 2;
        float[] truth = theirs.crop(x, y, width, height).values();
        Shift best = new Shift(
                0, 0, correlation(truth, ours.crop(x, y, width, height).values()));
        for (int down = -REACH; down <= REACH; down++) {
            for (int across = -REACH; across <= REACH; across++) {
                float[] input = ours.crop(x + across, y + down, width, height).values();
                double correlation = correlation(truth, input);
                best = correlation > best.correlation ? new Shift(across, down, correlation) : best;
            }
        }
        return best;
    }

    /** A ground-truth image may have a few more rows and columns than its input covers. */
    private static Image covered(Image low, Image high) {
        int scale = Math.min(high.width() / low.width(), high.height() / low.height());
        return scale < 1 ? high : high.crop(0, 0, scale * low.width(), scale * low.height());
    }

    /** Pearson correlation; 1 if either side is constant, because no shift can be detected then. */
    private static double correlation(float[] a, float[] b) {
        double meanA = mean(a);
        double meanB = mean(b);
        double both = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            both += (a[i] - meanA) * (b[i] - meanB);
            squaresA += (a[i] - meanA) * (a[i] - meanA);
            squaresB += (b[i] - meanB) * (b[i] - meanB);
        }
        return squaresA == 0 || squaresB == 0 ? 1 : both / Math.sqrt(squaresA * squaresB);
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
