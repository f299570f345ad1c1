package io.github.pdd4j.image;

import java.util.function.DoubleUnaryOperator;

/** The input samples ({@code index}) and their weights for each output sample along one axis. */
final class Taps {
    private static final double SLIVER = 1e-3;

    private final int[][] index;
    private final double[][] weight;

    Taps(int[][] index, double[][] weight) {
        this.index = index;
        this.weight = weight;
    }

    /** Pillow: only samples inside the image have weights; the filter is widened for downscaling. */
    static Taps pillow(DoubleUnaryOperator filter, double radius, int in, int out) {
        double scale = (double) in / out;
        double widening = Math.max(scale, 1);
        Taps taps = new Taps(new int[out][], new double[out][]);
        for (int i = 0; i < out; i++) {
            double center = (i + 0.5) * scale;
            int first = Math.max(0, (int) (center - radius * widening + 0.5));
            int last = Math.min(in, (int) (center + radius * widening + 0.5));
            taps.fill(i, first, last - first);
            for (int k = 0; k < last - first; k++) {
                taps.weight[i][k] = filter.applyAsDouble((k + first - center + 0.5) * (1 / widening));
            }
            taps.normalize(i);
        }
        return taps;
    }

    /** MATLAB's imresize: samples outside the image are mirrored; the filter is widened for downscaling. */
    static Taps matlab(DoubleUnaryOperator filter, double radius, int in, int out) {
        double scale = (double) out / in;
        double narrowing = Math.min(scale, 1);
        double span = 2 * radius / narrowing;
        int count = (int) Math.ceil(span) + 2;
        Taps taps = new Taps(new int[out][], new double[out][]);
        for (int i = 0; i < out; i++) {
            double center = (i + 1) / scale + 0.5 * (1 - 1 / scale);
            int first = (int) Math.floor(center - span / 2);
            taps.fill(i, first, count);
            for (int k = 0; k < count; k++) {
                taps.weight[i][k] = filter.applyAsDouble(narrowing * (center - first - k));
                taps.index[i][k] = mirrored(first + k - 1, in);
            }
            taps.normalize(i);
        }
        return taps;
    }

    /** OpenCV's interpolations: no widening; the edge is repeated outside the image. */
    static Taps openCv(Interpolation interpolation, int in, int out) {
        double scale = (double) in / out;
        Taps taps = new Taps(new int[out][], new double[out][]);
        for (int i = 0; i < out; i++) {
            float position = (float) ((i + 0.5) * scale - 0.5);
            int floor = (int) Math.floor(position);
            double[] weight = interpolation.weights(position - floor);
            taps.fill(i, floor - weight.length / 2 + 1, weight.length);
            taps.weight[i] = weight;
            for (int k = 0; k < weight.length; k++) {
                taps.index[i][k] = Math.min(Math.max(taps.index[i][k], 0), in - 1);
            }
        }
        return taps;
    }

    /**
     * OpenCV's area method: the weight of an input sample is its part covered by the output sample; slivers are
     * ignored.
     */
    static Taps area(int in, int out) {
        double scale = (double) in / out;
        Taps taps = new Taps(new int[out][], new double[out][]);
        for (int i = 0; i < out; i++) {
            double start = i * scale;
            double end = Math.min(start + scale, in);
            int first = (int) Math.floor(start + SLIVER);
            int last = Math.min((int) Math.ceil(end - SLIVER), in);
            taps.fill(i, first, last - first);
            for (int k = 0; k < last - first; k++) {
                double covered = Math.min(end, first + k + 1) - Math.max(start, first + k);
                taps.weight[i][k] = (float) (covered / Math.min(scale, in - start));
            }
        }
        return taps;
    }

    /** A filter that keeps the length; samples outside the image are mirrored. */
    static Taps same(DoubleUnaryOperator filter, int radius, int length) {
        Taps taps = new Taps(new int[length][], new double[length][]);
        for (int i = 0; i < length; i++) {
            taps.fill(i, i - radius, 2 * radius + 1);
            for (int k = 0; k <= 2 * radius; k++) {
                taps.weight[i][k] = filter.applyAsDouble(k - radius);
                taps.index[i][k] = mirrored(i - radius + k, length);
            }
            taps.normalize(i);
        }
        return taps;
    }

    /** Returns the weights of the samples around a position that is {@code fraction} after a sample. */
    interface Interpolation {
        double[] weights(double fraction);
    }

    int length() {
        return index.length;
    }

    int[][] index() {
        return index;
    }

    double[][] weight() {
        return weight;
    }

    private void fill(int i, int first, int count) {
        index[i] = new int[count];
        weight[i] = new double[count];
        for (int k = 0; k < count; k++) {
            index[i][k] = first + k;
        }
    }

    private void normalize(int i) {
        double sum = 0;
        for (double w : weight[i]) {
            sum += w;
        }
        for (int k = 0; sum != 0 && k < weight[i].length; k++) {
            weight[i][k] /= sum;
        }
    }

    private static int mirrored(int index, int length) {
        int wrapped = Math.floorMod(index, 2 * length);
        return wrapped < length ? wrapped : 2 * length - 1 - wrapped;
    }
}
