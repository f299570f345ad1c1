package io.github.pdd4j.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The features of NIQE: per block, the distributions of contrast-normalized gray values (or luma) and of products of
 * neighboring values.
 */
final class NiqeFeatures {
    /** Features per block and scale: two for the values, four for each of the four neighbor directions. */
    static final int FEATURES = 18;

    private static final int[][] NEIGHBORS = {{0, 1}, {1, 0}, {1, 1}, {1, -1}};
    private static final int RADIUS = 3;
    private static final int SIDE = 2 * RADIUS + 1;
    private static final double[] HALF = {-3, -9, 29, 111, 111, 29, -9, -3};
    private static final double[] WINDOW = window();

    private NiqeFeatures() {}

    /** The features of each block of {@code side} × {@code side} pixels of a plane in 0 … 255, in row-major order. */
    static List<double[]> blocks(double[] plane, int width, int side) {
        double[] normalized = normalized(plane, width);
        int height = plane.length / width;
        List<double[]> rows = new ArrayList<>();
        for (int top = 0; top + side <= height; top += side) {
            for (int left = 0; left + side <= width; left += side) {
                double[] block = new double[side * side];
                for (int y = 0; y < side; y++) {
                    System.arraycopy(normalized, (top + y) * width + left, block, y * side, side);
                }
                rows.add(features(block, side));
            }
        }
        return rows;
    }

    private static double[] features(double[] block, int side) {
        double[] features = new double[FEATURES];
        GeneralizedGaussian values = GeneralizedGaussian.of(block);
        features[0] = values.shape();
        features[1] = (values.left() + values.right()) / 2;
        int at = 2;
        for (int[] shift : NEIGHBORS) {
            GeneralizedGaussian products = GeneralizedGaussian.of(products(block, side, shift));
            features[at++] = products.shape();
            features[at++] = products.mean();
            features[at++] = products.left();
            features[at++] = products.right();
        }
        return features;
    }

    /** The product of each value and its neighbor; the block wraps around at its edges, as in the published code. */
    private static double[] products(double[] block, int side, int... shift) {
        double[] products = new double[block.length];
        for (int i = 0; i < block.length; i++) {
            int y = Math.floorMod(i / side - shift[0], side);
            int x = Math.floorMod(i % side - shift[1], side);
            products[i] = block[i] * block[y * side + x];
        }
        return products;
    }

    /** (I − μ) / (σ + 1), equation 1, with local moments under a Gaussian window; edges are replicated. */
    private static double[] normalized(double[] plane, int width) {
        double[] squares = new double[plane.length];
        for (int i = 0; i < plane.length; i++) {
            squares[i] = plane[i] * plane[i];
        }
        double[] mean = blurred(plane, width);
        double[] square = blurred(squares, width);
        double[] normalized = new double[plane.length];
        for (int i = 0; i < plane.length; i++) {
            double deviation = Math.sqrt(Math.abs(square[i] - mean[i] * mean[i]));
            normalized[i] = (plane[i] - mean[i]) / (deviation + 1);
        }
        return normalized;
    }

    /** Half size by MATLAB's antialiased bicubic, a fixed kernel at this scale; edges are mirrored. */
    static double[] halved(double[] plane, int width) {
        int height = plane.length / width;
        double[] rows = new double[plane.length / 2];
        double[] both = new double[plane.length / 4];
        for (int i = 0; i < rows.length; i++) {
            int y = i / (width / 2);
            int x = i % (width / 2);
            for (int t = 0; t < HALF.length; t++) {
                rows[i] += HALF[t] / 256 * plane[y * width + mirrored(2 * x + t - 3, width)];
            }
        }
        for (int i = 0; i < both.length; i++) {
            int y = i / (width / 2);
            int x = i % (width / 2);
            for (int t = 0; t < HALF.length; t++) {
                both[i] += HALF[t] / 256 * rows[mirrored(2 * y + t - 3, height) * (width / 2) + x];
            }
        }
        return both;
    }

    private static int mirrored(int position, int length) {
        return position < 0 ? -position - 1 : position >= length ? 2 * length - position - 1 : position;
    }

    private static double[] blurred(double[] plane, int width) {
        int height = plane.length / width;
        double[] blurred = new double[plane.length];
        for (int i = 0; i < plane.length; i++) {
            for (int t = 0; t < WINDOW.length; t++) {
                int y = within(i / width + t / SIDE - RADIUS, height);
                int x = within(i % width + t % SIDE - RADIUS, width);
                blurred[i] += WINDOW[t] * plane[y * width + x];
            }
        }
        return blurred;
    }

    /**
     * Weights in float32, as in the reference. They do not sum exactly to 1, so flat areas are not exactly zero; the
     * sign of that error changes NIQE by up to 0.005 for images with large black or white areas.
     */
    private static double[] window() {
        double[] taps = GaussianWindow.gaussian(SIDE, 7.0 / 6);
        return IntStream.range(0, SIDE * SIDE)
                .mapToDouble(t -> (float) (taps[t / SIDE] * taps[t % SIDE]))
                .toArray();
    }

    private static int within(int position, int length) {
        return Math.max(0, Math.min(length - 1, position));
    }
}
