package io.github.pdd4j.analysis;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** The gradient descent of t-SNE in the plane (van der Maaten, Hinton 2008, equations 4 and 5). */
final class TSneOptimizer {
    private static final int EXAGGERATED = 250;
    private static final int BLOCK = 256;

    private final TSne settings;
    private final double[] similarities;
    private final int n;
    private final double[] x;
    private final double[] y;
    private final double[] closeness;
    private final double[][] pull;
    private final double[][] push;
    private final double[][] gradient;
    private final double[][] step;
    private final double[][] gain;

    TSneOptimizer(TSne settings, double[] similarities) {
        this.settings = settings;
        this.similarities = similarities;
        this.n = (int) Math.round(Math.sqrt(similarities.length));
        this.x = new double[n];
        this.y = new double[n];
        this.closeness = new double[n];
        this.pull = new double[2][n];
        this.push = new double[2][n];
        this.gradient = new double[2][n];
        this.step = new double[2][n];
        this.gain = new double[2][n];
    }

    Embedding run() {
        start();
        rest();
        for (int i = 0; i < settings.iterations(); i++) {
            boolean early = i < EXAGGERATED;
            if (i == EXAGGERATED) {
                rest();
            }
            slope(early ? settings.exaggeration() : 1);
            move(x, 0, early ? 0.5 : 0.8);
            move(y, 1, early ? 0.5 : 0.8);
        }
        double[][] points = new double[n][];
        for (int i = 0; i < n; i++) {
            points[i] = new double[] {x[i], y[i]};
        }
        return new Embedding(points, divergence());
    }

    private void start() {
        Random random = new Random(settings.seed());
        for (int i = 0; i < n; i++) {
            x[i] = 1e-4 * random.nextGaussian();
            y[i] = 1e-4 * random.nextGaussian();
        }
    }

    /** Resets steps and gains when the exaggeration ends: they were adapted to another objective. */
    private void rest() {
        for (int axis = 0; axis < 2; axis++) {
            Arrays.fill(step[axis], 0);
            Arrays.fill(gain[axis], 1);
        }
    }

    /**
     * The gradient 4 Σ (f p − q) (yi − yj) / (1 + |yi − yj|²). The sum over q is kept apart until its normalization is
     * known.
     */
    private void slope(double factor) {
        IntStream.range(0, (n + BLOCK - 1) / BLOCK)
                .parallel()
                .forEach(block -> sums(block * BLOCK, Math.min(n, (block + 1) * BLOCK)));
        // The closeness of each point to itself is 1 and is not part of the norm.
        double norm = -n + Arrays.stream(closeness).sum();
        for (int axis = 0; axis < 2; axis++) {
            for (int j = 0; j < n; j++) {
                gradient[axis][j] = 4 * (factor * pull[axis][j] - push[axis][j] / norm);
            }
        }
    }

    /**
     * The contributions of all rows to the points of one block. Each block belongs to one thread, so the result does
     * not depend on the order of threads.
     */
    private void sums(int from, int to) {
        Arrays.fill(closeness, from, to, 0);
        for (int axis = 0; axis < 2; axis++) {
            Arrays.fill(pull[axis], from, to, 0);
            Arrays.fill(push[axis], from, to, 0);
        }
        for (int i = 0; i < n; i++) {
            add(i, from, to);
        }
    }

    /** Has no sum over j, so that the compiler can vectorize the loop. */
    private void add(int i, int from, int to) {
        double[] pullX = pull[0];
        double[] pullY = pull[1];
        double[] pushX = push[0];
        double[] pushY = push[1];
        int row = i * n;
        double xi = x[i];
        double yi = y[i];
        for (int j = from; j < to; j++) {
            double dx = x[j] - xi;
            double dy = y[j] - yi;
            double t = 1 / (1 + dx * dx + dy * dy);
            closeness[j] += t;
            double p = similarities[row + j] * t;
            double q = t * t;
            pullX[j] += p * dx;
            pullY[j] += p * dy;
            pushX[j] += q * dx;
            pushY[j] += q * dy;
        }
    }

    private void move(double[] at, int axis, double momentum) {
        for (int i = 0; i < n; i++) {
            boolean onward = step[axis][i] * gradient[axis][i] < 0;
            gain[axis][i] = Math.max(0.01, onward ? gain[axis][i] + 0.2 : gain[axis][i] * 0.8);
            step[axis][i] = momentum * step[axis][i] - settings.learningRate() * gain[axis][i] * gradient[axis][i];
            at[i] += step[axis][i];
        }
    }

    private double divergence() {
        double norm = 0;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                norm += 2 * closeness(i, j);
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double p = similarities[i * n + j];
                sum += p > 0 ? 2 * p * Math.log(p * norm / closeness(i, j)) : 0;
            }
        }
        return sum;
    }

    private double closeness(int i, int j) {
        double dx = x[i] - x[j];
        double dy = y[i] - y[j];
        return 1 / (1 + dx * dx + dy * dy);
    }
}
