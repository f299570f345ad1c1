package io.github.pdd4j.network;

import io.github.pdd4j.image.Image;
import java.util.function.Consumer;

/** Combines the predictions of overlapping tiles into one image. */
final class TileBlender {
    private final Image input;
    private final Tiling across;
    private final Tiling down;
    private final int scale;

    TileBlender(Image input, Upscaling settings, Network network) {
        this.input = input;
        this.across = Tiling.of(input.width(), settings, network.config().multiple());
        this.down = Tiling.of(input.height(), settings, network.config().multiple());
        this.scale = network.scale();
    }

    int tiles() {
        return across.count() * down.count();
    }

    Tile tile(int index) {
        return new Tile(index % across.count(), index / across.count());
    }

    /** Creates the output image; {@code draw} gets an array of zeros and adds the tiles. */
    Image image(Consumer<float[]> draw) {
        return Image.drawn(3, input.height() * scale, input.width() * scale, draw);
    }

    /** One tile: its input values and the position of its prediction. */
    final class Tile {
        private final int column;
        private final int row;

        private Tile(int column, int row) {
            this.column = column;
            this.row = row;
        }

        int width() {
            return across.side();
        }

        int height() {
            return down.side();
        }

        /** Returns the input values of the tile; outside the image, the last row and column are repeated. */
        float[] read() {
            float[] tile = new float[3 * height() * width()];
            for (int i = 0; i < tile.length; i++) {
                int y = Math.min(down.start(row) + i / width() % height(), input.height() - 1);
                int x = Math.min(across.start(column) + i % width(), input.width() - 1);
                tile[i] = input.value(i / width() / height(), y, x);
            }
            return tile;
        }

        /** Adds the weighted prediction to the planar values of the output image. */
        void add(float[] prediction, float[] values) {
            float[] horizontal = across.weights(column, scale);
            float[] vertical = down.weights(row, scale);
            int left = across.start(column) * scale;
            int top = down.start(row) * scale;
            int columns = Math.min(horizontal.length, input.width() * scale - left);
            int rows = Math.min(vertical.length, input.height() * scale - top);
            for (int line = 0; line < 3 * rows; line++) {
                int y = line % rows;
                int from = (line / rows * vertical.length + y) * horizontal.length;
                int to = (line / rows * input.height() * scale + top + y) * input.width() * scale + left;
                for (int x = 0; x < columns; x++) {
                    values[to + x] += vertical[y] * horizontal[x] * prediction[from + x];
                }
            }
        }
    }
}
