package io.github.pdd4j.network;

import io.github.pdd4j.image.Picture;

/** The prediction of a whole picture, put together from the inner parts of overlapping pieces. */
final class Canvas {
    private final int height;
    private final int width;
    private final int scale;
    private final float[] values;

    Canvas(int height, int width, int scale) {
        this.height = height;
        this.width = width;
        this.scale = scale;
        this.values = new float[Math.multiplyExact(3 * scale * scale, Math.multiplyExact(height, width))];
    }

    Picture picture() {
        return Picture.of(3, height * scale, width * scale, values);
    }

    /** The piece whose inner part starts at (x, y); its outer size is a multiple of what the network needs. */
    Piece piece(int x, int y, int tile, int margin, int multiple) {
        int left = Math.max(0, x - margin);
        int top = Math.max(0, y - margin);
        int right = Math.min(width, x + tile + margin);
        int bottom = Math.min(height, y + tile + margin);
        int innerWidth = Math.min(tile, width - x);
        int innerHeight = Math.min(tile, height - y);
        return new Piece(
                new Box(left, top, roundUp(right - left, multiple), roundUp(bottom - top, multiple)),
                new Box(x, y, innerWidth, innerHeight));
    }

    private static int roundUp(int size, int multiple) {
        return (size + multiple - 1) / multiple * multiple;
    }

    /** A rectangle in input pixels. */
    record Box(int x, int y, int width, int height) {}

    /** One piece: what the network sees, and the inner part that is kept. */
    final class Piece {
        private final Box outer;
        private final Box inner;

        Piece(Box outer, Box inner) {
            this.outer = outer;
            this.inner = inner;
        }

        int width() {
            return outer.width;
        }

        int height() {
            return outer.height;
        }

        /** The input under the piece; beyond the picture's edge its last row and column are repeated. */
        float[] read(Picture input) {
            float[] piece = new float[3 * outer.width * outer.height];
            int at = 0;
            for (int c = 0; c < 3; c++) {
                for (int y = 0; y < outer.height; y++) {
                    for (int x = 0; x < outer.width; x++) {
                        piece[at++] = input.value(
                                c,
                                Math.min(outer.y + y, Canvas.this.height - 1),
                                Math.min(outer.x + x, Canvas.this.width - 1));
                    }
                }
            }
            return piece;
        }

        void paste(float[] prediction) {
            int stride = outer.width * scale;
            int plane = stride * outer.height * scale;
            int fromX = (inner.x - outer.x) * scale;
            int fromY = (inner.y - outer.y) * scale;
            for (int c = 0; c < 3; c++) {
                for (int y = 0; y < inner.height * scale; y++) {
                    int from = c * plane + (fromY + y) * stride + fromX;
                    int to = ((c * Canvas.this.height * scale) + inner.y * scale + y) * Canvas.this.width * scale
                            + inner.x * scale;
                    System.arraycopy(prediction, from, values, to, inner.width * scale);
                }
            }
        }
    }
}
