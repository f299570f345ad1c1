package io.github.pdd4j.image;

import java.util.function.DoubleUnaryOperator;

/** One channel during resampling: values in row order, in the unit of the {@link Arithmetic}. */
final class Plane {
    private final int height;
    private final int width;
    private final double[] values;

    private Plane(int height, int width, double[] values) {
        this.height = height;
        this.width = width;
        this.values = values;
    }

    static Plane of(Image image, int channel, boolean levels) {
        int size = image.height() * image.width();
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            int index = channel * size + i;
            values[i] = levels ? image.level(index) : image.chw()[index];
        }
        return new Plane(image.height(), image.width(), values);
    }

    double[] values() {
        return values;
    }

    /** Resamples every row in double precision (exact if values and weights are integers). */
    Plane rows(Taps taps) {
        double[] out = new double[height * taps.length()];
        for (int y = 0; y < height; y++) {
            for (int i = 0; i < taps.length(); i++) {
                int[] index = taps.index()[i];
                double[] weight = taps.weight()[i];
                double sum = 0;
                for (int k = 0; k < index.length; k++) {
                    sum += weight[k] * values[y * width + index[k]];
                }
                out[y * taps.length() + i] = sum;
            }
        }
        return new Plane(height, taps.length(), out);
    }

    /** Resamples every column. */
    Plane columns(Taps taps) {
        double[] out = new double[taps.length() * width];
        for (int i = 0; i < taps.length(); i++) {
            for (int k = 0; k < taps.index()[i].length; k++) {
                int source = taps.index()[i][k] * width;
                double weight = taps.weight()[i][k];
                for (int x = 0; x < width; x++) {
                    out[i * width + x] += weight * values[source + x];
                }
            }
        }
        return new Plane(taps.length(), width, out);
    }

    /** Resamples every column; each product is divided by {@code unit} and rounded down before summing. */
    Plane columnsCut(Taps taps, double unit) {
        double[] out = new double[taps.length() * width];
        for (int i = 0; i < taps.length(); i++) {
            for (int k = 0; k < taps.index()[i].length; k++) {
                int source = taps.index()[i][k] * width;
                double weight = taps.weight()[i][k];
                for (int x = 0; x < width; x++) {
                    out[i * width + x] += Math.floor(weight * values[source + x] / unit);
                }
            }
        }
        return new Plane(taps.length(), width, out);
    }

    /** Applies a rounding to every value. */
    Plane rounded(DoubleUnaryOperator rounding) {
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = rounding.applyAsDouble(values[i]);
        }
        return new Plane(height, width, out);
    }
}
