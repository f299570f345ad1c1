package io.github.pdd4j.network;

/**
 * The evenly spaced positions of tiles along one axis of an image, and their blending weights.
 *
 * <p>All positions and lengths are multiples of {@link SuperResolutionConfig#multiple()}, since a network that works on
 * blocks of pixels must see the same blocks in every tile. Neighboring tiles share at least {@code overlap} samples.
 * The outer quarters of the overlap are predicted and discarded, because the network lacks context there. Over the
 * middle half, the weights change linearly from one tile to the next, so that they add up to 1 everywhere.
 *
 * @param length the number of samples along the axis, rounded up to the multiple
 * @param side the number of samples of a tile, at most {@code length}
 * @param overlap the number of shared samples, at most half a tile
 * @param multiple the multiple at which tiles start
 */
record Tiling(int length, int side, int overlap, int multiple) {
    static Tiling of(int length, Upscaling settings, int multiple) {
        int side = up(Math.min(settings.tile(), length), multiple);
        int overlap = Math.min(up(settings.overlap(), multiple), side / 2 / multiple * multiple);
        return new Tiling(up(length, multiple), side, overlap, multiple);
    }

    private static int up(int size, int multiple) {
        return (size + multiple - 1) / multiple * multiple;
    }

    int count() {
        int step = side - overlap;
        return side == length ? 1 : (length - overlap + step - 1) / step;
    }

    int start(int tile) {
        return tile == 0 ? 0 : (int) ((long) tile * (length - side) / (count() - 1)) / multiple * multiple;
    }

    /**
     * Returns the weight of each predicted sample of a tile; the prediction has {@code scale} times as many samples.
     */
    float[] weights(int tile, int scale) {
        float[] weights = new float[side * scale];
        for (int i = 0; i < weights.length; i++) {
            double position = start(tile) + (i + 0.5) / scale;
            float in = tile == 0 ? 1 : faded(position, tile);
            float out = tile == count() - 1 ? 0 : faded(position, tile + 1);
            weights[i] = in * (1 - out);
        }
        return weights;
    }

    /** Returns the weight, from 0 to 1, of a tile against the previous one. */
    private float faded(double position, int tile) {
        double seam = (start(tile - 1) + side + start(tile)) / 2.0;
        double ramp = Math.max(overlap / 2.0, 1e-9);
        return (float) Math.min(1, Math.max(0, 0.5 + (position - seam) / ramp));
    }
}
