package io.github.pdd4j.analysis;

/** The input similarities of t-SNE (van der Maaten, Hinton 2008, equation 1 and section 3.1). */
final class Affinities {
    private static final double LEAST = 1e-300;
    private static final int HALVINGS = 100;

    private Affinities() {}

    /** The symmetric joint probabilities, row-major; they sum to 1 over all ordered pairs. */
    static double[] joint(double[][] rows, double perplexity) {
        int n = rows.length;
        double[] joint = new double[n * n];
        double[] conditional = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                conditional[j] = Neighbors.squaredDistance(rows[i], rows[j]);
            }
            toProbabilities(conditional, i, Math.log(perplexity));
            for (int j = 0; j < n; j++) {
                joint[i * n + j] += conditional[j] / (2.0 * n);
                joint[j * n + i] += conditional[j] / (2.0 * n);
            }
        }
        return joint;
    }

    /** Finds the Gaussian around row {@code self} with the given entropy, by bisection of its precision. */
    private static void toProbabilities(double[] squared, int self, double entropy) {
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double beta = 1 / Math.max(LEAST, mean(squared));
        double nearest = nearest(squared, self);
        double[] p = new double[squared.length];
        for (int step = 0; step < HALVINGS; step++) {
            double error = gaussian(squared, self, beta, nearest, p) - entropy;
            if (Math.abs(error) < 1e-9) {
                break;
            }
            if (error > 0) {
                low = beta;
                beta = Double.isInfinite(high) ? beta * 2 : (beta + high) / 2;
            } else {
                high = beta;
                beta = (beta + low) / 2;
            }
        }
        System.arraycopy(p, 0, squared, 0, p.length);
    }

    /**
     * Fills {@code p} and returns its entropy. Distances are relative to the nearest row, so that not all
     * probabilities underflow.
     */
    private static double gaussian(double[] squared, int self, double beta, double nearest, double[] p) {
        double sum = 0;
        double energy = 0;
        for (int j = 0; j < squared.length; j++) {
            double excess = squared[j] - nearest;
            p[j] = j == self ? 0 : Math.exp(-beta * excess);
            sum += p[j];
            energy += p[j] * excess;
        }
        for (int j = 0; j < p.length; j++) {
            p[j] /= sum;
        }
        return Math.log(sum) + beta * energy / sum;
    }

    private static double nearest(double[] squared, int self) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int j = 0; j < squared.length; j++) {
            nearest = j == self ? nearest : Math.min(nearest, squared[j]);
        }
        return nearest;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value / values.length;
        }
        return sum;
    }
}
