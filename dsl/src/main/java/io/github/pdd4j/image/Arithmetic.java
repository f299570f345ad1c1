package io.github.pdd4j.image;

/** The number format and rounding in which a library sums the weighted samples. */
enum Arithmetic {
    /** Floating point without intermediate rounding, so rows and columns may be processed in either order. */
    FLOAT {
        @Override
        double[] resize(Image image, int channel, Taps across, Taps down) {
            return Plane.of(image, channel, false).rows(across).columns(down).values();
        }

        @Override
        float value(double sum) {
            return (float) sum;
        }
    },
    /** 8-bit levels; weights with 22 fractional bits; rounded to 8 bits after the rows and again after the columns. */
    PILLOW {
        @Override
        double[] resize(Image image, int channel, Taps across, Taps down) {
            Plane plane = Plane.of(image, channel, true);
            if (across.length() != image.width()) {
                plane = plane.rows(integers(across, 22)).rounded(sum -> level(Math.floor(sum / (1 << 22) + 0.5)));
            }
            if (down.length() != image.height()) {
                plane = plane.columns(integers(down, 22)).rounded(sum -> level(Math.floor(sum / (1 << 22) + 0.5)));
            }
            return plane.values();
        }
    },
    /** 8-bit levels; weights with 11 fractional bits in each direction; rounded once, ties to even. */
    OPENCV_CUBIC {
        @Override
        double[] resize(Image image, int channel, Taps across, Taps down) {
            return Plane.of(image, channel, true)
                    .rows(integers(across, 11))
                    .columns(integers(down, 11))
                    .rounded(sum -> level(Math.rint(sum / (1 << 22))))
                    .values();
        }
    },
    /**
     * 8-bit levels; weights with 11 fractional bits; low bits truncated between the directions, as OpenCV's 16-bit
     * products.
     */
    OPENCV_LINEAR {
        @Override
        double[] resize(Image image, int channel, Taps across, Taps down) {
            return Plane.of(image, channel, true)
                    .rows(integers(across, 11))
                    .rounded(sum -> Math.floor(sum / (1 << 4)))
                    .columnsCut(integers(down, 11), 1 << 16)
                    .rounded(sum -> level(Math.floor((sum + 2) / (1 << 2))))
                    .values();
        }
    },
    /** 8-bit levels; float weights; rounded once: ties to even, but ties up if both sides are halved. */
    AREA {
        @Override
        double[] resize(Image image, int channel, Taps across, Taps down) {
            boolean halved = 2 * across.length() == image.width() && 2 * down.length() == image.height();
            return Plane.of(image, channel, true)
                    .rows(across)
                    .columns(down)
                    .rounded(sum -> level(halved ? Math.floor(sum + 0.5) : Math.rint((float) sum)))
                    .values();
        }
    };

    abstract double[] resize(Image image, int channel, Taps across, Taps down);

    float value(double level) {
        return (float) level / 255f;
    }

    private static double level(double sum) {
        return Math.min(Math.max(sum, 0), 255);
    }

    /** Returns the weights times 2^bits, rounded. */
    private static Taps integers(Taps taps, int bits) {
        double[][] weight = new double[taps.length()][];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = taps.weight()[i].clone();
            for (int k = 0; k < weight[i].length; k++) {
                weight[i][k] = Math.rint(weight[i][k] * (1 << bits));
            }
        }
        return new Taps(taps.index(), weight);
    }
}
