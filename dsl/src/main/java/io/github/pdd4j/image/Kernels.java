package io.github.pdd4j.image;

/** Interpolation kernels as functions of the distance in samples. */
final class Kernels {
    private Kernels() {}

    /** Keys' cubic convolution with a = -0.5 (Keys 1981, Eq. 15), as in MATLAB and Pillow. */
    static double cubic(double x) {
        double d = Math.abs(x);
        if (d < 1) {
            return (1.5 * d - 2.5) * d * d + 1;
        }
        return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
    }

    static double triangle(double x) {
        return Math.max(0, 1 - Math.abs(x));
    }

    static double box(double x) {
        return x > -0.5 && x <= 0.5 ? 1 : 0;
    }

    static double[] linear(double fraction) {
        return new double[] {1 - fraction, fraction};
    }

    /** Keys' cubic convolution with a = -0.75, as in OpenCV. */
    static double[] sharpCubic(double fraction) {
        double a = -0.75;
        double far = fraction + 1;
        double rest = 1 - fraction;
        double w0 = ((a * far - 5 * a) * far + 8 * a) * far - 4 * a;
        double w1 = ((a + 2) * fraction - (a + 3)) * fraction * fraction + 1;
        double w2 = ((a + 2) * rest - (a + 3)) * rest * rest + 1;
        return new double[] {w0, w1, w2, 1 - w0 - w1 - w2};
    }
}
