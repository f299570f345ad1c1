package io.github.pdd4j.metric;

/** The Gaussian window of SSIM: local means at every position where the window lies inside the image. */
record GaussianWindow(int height, int width) {
    static final int SIZE = 11;
    private static final double[] TAPS = gaussian(SIZE, 1.5);

    double[] mean(double[] plane) {
        int outWidth = width - SIZE + 1;
        double[] rows = new double[height * outWidth];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < outWidth; x++) {
                rows[y * outWidth + x] = weighted(plane, y * width + x, 1);
            }
        }
        double[] means = new double[(height - SIZE + 1) * outWidth];
        for (int i = 0; i < means.length; i++) {
            means[i] = weighted(rows, i, outWidth);
        }
        return means;
    }

    private static double weighted(double[] values, int from, int stride) {
        double sum = 0;
        for (int t = 0; t < SIZE; t++) {
            sum += TAPS[t] * values[from + t * stride];
        }
        return sum;
    }

    /** Gaussian weights that sum to 1. */
    static double[] gaussian(int size, double deviation) {
        double[] taps = new double[size];
        double sum = 0;
        for (int t = 0; t < size; t++) {
            double distance = (t - size / 2) / deviation;
            taps[t] = Math.exp(-0.5 * distance * distance);
            sum += taps[t];
        }
        for (int t = 0; t < size; t++) {
            taps[t] /= sum;
        }
        return taps;
    }
}
