package io.github.pdd4j.image;

/** In which numbers, and in which order of rounding, a library sums its taps. */
enum Arithmetic {
    /** Floats, rows and columns in either order. */
    FLOAT {
        @Override
        double[] resize(Picture picture, int channel, Taps across, Taps down) {
            return Plane.of(picture, channel, false).rows(across).columns(down).values();
        }

        @Override
        float value(double sum) {
            return (float) sum;
        }
    },
    /** Levels; weights with 22 fractional bits; rounded to 8 bits after the rows and again after the columns. */
    PILLOW {
        @Override
        double[] resize(Picture picture, int channel, Taps across, Taps down) {
            Plane plane = Plane.of(picture, channel, true);
            if (across.length() != picture.width()) {
                plane = plane.rows(integers(across, 22)).rounded(sum -> level(Math.floor(sum / (1 << 22) + 0.5)));
            }
            if (down.length() != picture.height()) {
                plane = plane.columns(integers(down, 22)).rounded(sum -> level(Math.floor(sum / (1 << 22) + 0.5)));
            }
            return plane.values();
        }
    },
    /** Levels; weights with 11 fractional bits in each direction; rounded once. */
    OPENCV {
        @Override
        double[] resize(Picture picture, int channel, Taps across, Taps down) {
            return Plane.of(picture, channel, true)
                    .rows(integers(across, 11))
                    .columns(integers(down, 11))
                    .rounded(sum -> level(Math.floor(sum / (1 << 22) + 0.5)))
                    .values();
        }
    },
    /** Levels; real weights; rounded once, ties to even. */
    AREA {
        @Override
        double[] resize(Picture picture, int channel, Taps across, Taps down) {
            return Plane.of(picture, channel, true)
                    .rows(across)
                    .columns(down)
                    .rounded(sum -> level(Math.rint(sum)))
                    .values();
        }
    };

    abstract double[] resize(Picture picture, int channel, Taps across, Taps down);

    float value(double level) {
        return (float) level / 255f;
    }

    private static double level(double sum) {
        return Math.min(Math.max(sum, 0), 255);
    }

    /** Weights times 2^bits, rounded half away from zero. */
    private static Taps integers(Taps taps, int bits) {
        double[][] weight = new double[taps.length()][];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = taps.weight()[i].clone();
            for (int k = 0; k < weight[i].length; k++) {
                double scaled = weight[i][k] * (1 << bits);
                weight[i][k] = Math.copySign(Math.floor(Math.abs(scaled) + 0.5), scaled);
            }
        }
        return new Taps(taps.index(), weight);
    }
}
