package io.github.pdd4j.network;

/**
 * Where tiles lie along one side of an image, evenly spaced, and how much each counts; all numbers are multiples of
 * what the network needs, since one that works on blocks of pixels must see the same blocks in every tile.
 *
 * <p>Neighbors share at least {@code overlap} samples. Its outer quarters are predicted and thrown away, since there
 * the network misses what lies beyond the tile; over its middle half one tile fades into the next, linearly, so that
 * the weights add up to one everywhere.
 *
 * @param length samples of the side, rounded up
 * @param side samples of a tile, at most the length
 * @param overlap at most half a tile
 * @param multiple what tiles begin at a multiple of
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

    /** The weight of each predicted sample of a tile, the prediction being {@code scale} times as fine. */
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

    /** From 0 to 1 where the tile takes over from the one before it. */
    private float faded(double position, int tile) {
        double seam = (start(tile - 1) + side + start(tile)) / 2.0;
        double ramp = Math.max(overlap / 2.0, 1e-9);
        return (float) Math.min(1, Math.max(0, 0.5 + (position - seam) / ramp));
    }
}
