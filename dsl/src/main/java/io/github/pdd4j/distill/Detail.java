package io.github.pdd4j.distill;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.view.ImageGrid;

/**
 * The square of an image in which neighboring pixels differ most, found in the input only, not by what networks make
 * of it.
 *
 * @param x left column
 * @param y top row
 * @param side height and width in pixels
 */
record Detail(int x, int y, int side) {
    private static final int STEP = 4;
    private static final int ENLARGED = 3;

    static Detail of(Image image, int largest) {
        int side = Math.min(largest, Math.min(image.width(), image.height()));
        Detail found = new Detail(0, 0, side);
        double most = -1;
        for (int y = 0; y + side <= image.height(); y += STEP) {
            for (int x = 0; x + side <= image.width(); x += STEP) {
                Detail here = new Detail(x, y, side);
                double variation = here.variation(image);
                if (variation > most) {
                    most = variation;
                    found = here;
                }
            }
        }
        return found;
    }

    private double variation(Image image) {
        double sum = 0;
        for (int channel = 0; channel < image.channels(); channel++) {
            for (int row = y + 1; row < y + side; row++) {
                for (int column = x + 1; column < x + side; column++) {
                    float here = image.value(channel, row, column);
                    sum += Math.abs(here - image.value(channel, row, column - 1))
                            + Math.abs(here - image.value(channel, row - 1, column));
                }
            }
        }
        return sum;
    }

    /** The square in every image of a strip whose first image is the one that it was found in. */
    ImageGrid in(ImageGrid strip, Image image) {
        double shorter = Math.min(image.width(), image.height());
        return strip.zoom((double) x / image.width(), (double) y / image.height(), side / shorter)
                .zoom(ENLARGED);
    }
}
