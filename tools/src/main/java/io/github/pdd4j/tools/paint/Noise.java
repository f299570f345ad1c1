package io.github.pdd4j.tools.paint;

import java.util.SplittableRandom;

/** A periodic tile of 1/f noise in [0, 1]: the amplitude of each octave is half that of the previous one. */
final class Noise {
    static final Noise TILE = new Noise(512, 7);

    private final int side;
    private final float[] values;

    private Noise(int side, int octaves) {
        this.side = side;
        this.values = new float[side * side];
        SplittableRandom random = new SplittableRandom(20240707);
        double strength = 1;
        for (int octave = 2; octave < 2 + octaves; octave++) {
            add(1 << octave, strength, random);
            strength /= 2;
        }
        stretch();
    }

    /** Adds smooth interpolation between random values on a lattice with {@code cells} cells per side. */
    private void add(int cells, double strength, SplittableRandom random) {
        double[] lattice = random.doubles((long) cells * cells).toArray();
        int step = side / cells;
        for (int i = 0; i < values.length; i++) {
            int y = i / side;
            int x = i % side;
            double fx = smooth((double) (x % step) / step);
            double fy = smooth((double) (y % step) / step);
            int row = y / step * cells;
            int below = (y / step + 1) % cells * cells;
            int right = (x / step + 1) % cells;
            double top = lattice[row + x / step] * (1 - fx) + lattice[row + right] * fx;
            double bottom = lattice[below + x / step] * (1 - fx) + lattice[below + right] * fx;
            values[i] += (float) (strength * (top * (1 - fy) + bottom * fy));
        }
    }

    private void stretch() {
        float least = Float.MAX_VALUE;
        float most = 0;
        for (float value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] - least) / (most - least);
        }
    }

    /** Returns the value at a point by bilinear interpolation. */
    double at(double x, double y) {
        double left = Math.floor(x);
        double top = Math.floor(y);
        int column = (int) left & side - 1;
        int row = ((int) top & side - 1) * side;
        int right = column + 1 & side - 1;
        int below = row + side & side * side - 1;
        double fx = x - left;
        double fy = y - top;
        double upper = values[row + column] * (1 - fx) + values[row + right] * fx;
        double lower = values[below + column] * (1 - fx) + values[below + right] * fx;
        return upper * (1 - fy) + lower * fy;
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }
}
