package io.github.pdd4j.tools.adapt;

import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.GaussianBlur;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.Upscaler;
import io.github.pdd4j.view.Captioned;
import io.github.pdd4j.view.ImageGrid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Crops of photographs, upscaled by a network as it was (left) and as it is after an adaptation (right). */
public final class BeforeAfter {
    private static final int PHOTOGRAPHS = 3;
    private static final int MAX_CANDIDATES = 12;

    /** Side of a crop in pixels of the photograph. */
    private static final int SIDE = 48;

    /** Pixels around a crop that are upscaled with it, so that its edges look as in the whole photograph. */
    private static final int MARGIN = 16;

    private static final int SIDE_ON_PAPER = 384;
    private static final int STEP = 4;

    private BeforeAfter() {}

    /**
     * Makes the grid: the places with most detail of up to three photographs, found in the photographs only, not by what
     * the networks make of them.
     *
     * @param before the network as it was
     * @param after the adapted network
     * @param adapted caption of the right column
     * @param photographs the photographs
     * @return one row per photograph
     */
    public static ImageGrid of(Network before, Network after, String adapted, Images photographs) {
        int candidates = Math.min(MAX_CANDIDATES, photographs.size());
        List<Place> places = IntStream.range(0, candidates)
                .map(i -> (int) ((long) i * photographs.size() / candidates))
                .mapToObj(i ->
                        Place.of(photographs.load(i).rgb(), photographs.names().get(i)))
                .sorted(Comparator.comparingDouble(Place::detail).reversed())
                .limit(PHOTOGRAPHS)
                .toList();
        List<List<Captioned>> rows = new ArrayList<>();
        try (Upscaler.Session first = before.open();
                Upscaler.Session second = after.open()) {
            for (Place place : places) {
                rows.add(List.of(
                        new Captioned("before: " + place.caption(), place.upscaled(first, before.scale())),
                        new Captioned(adapted, place.upscaled(second, after.scale()))));
            }
        }
        return new ImageGrid(rows, Math.max(1, SIDE_ON_PAPER / (SIDE * before.scale())));
    }

    /**
     * A square of a photograph.
     *
     * @param around the square with its margin
     * @param left column of the square in {@code around}
     * @param top row of the square in {@code around}
     * @param side side of the square
     * @param caption what it is
     * @param detail mean absolute difference between neighbors
     */
    private record Place(Image around, int left, int top, int side, String caption, double detail) {
        static Place of(Image photograph, String name) {
            int side = Math.min(SIDE, Math.min(photograph.width(), photograph.height()) / STEP * STEP);
            double[][] sums = sums(photograph);
            int cells = side / STEP;
            int x = 0;
            int y = 0;
            double most = -1;
            for (int row = 0; row + cells < sums.length; row++) {
                for (int column = 0; column + cells < sums[0].length; column++) {
                    double detail = sums[row + cells][column + cells]
                            - sums[row][column + cells]
                            - sums[row + cells][column]
                            + sums[row][column];
                    if (detail > most) {
                        most = detail;
                        x = column * STEP;
                        y = row * STEP;
                    }
                }
            }
            int left = Math.max(0, x - MARGIN);
            int top = Math.max(0, y - MARGIN);
            int right = Math.min(photograph.width(), x + side + MARGIN);
            int bottom = Math.min(photograph.height(), y + side + MARGIN);
            String caption = String.format(Locale.ROOT, "%s at (%d, %d)", name, x, y);
            Image around = photograph.crop(left, top, right - left, bottom - top);
            return new Place(around, x - left, y - top, side, caption, most / (side * side));
        }

        /**
         * Sums of the absolute differences between neighbors over all cells of 4x4 pixels above and left of a corner.
         * A blur removes noise first.
         */
        private static double[][] sums(Image photograph) {
            Image gray = new GaussianBlur(1).of(gray(photograph));
            double[][] sums = new double[gray.height() / STEP + 1][gray.width() / STEP + 1];
            for (int y = 1; y < (sums.length - 1) * STEP; y++) {
                for (int x = 1; x < (sums[0].length - 1) * STEP; x++) {
                    float here = gray.value(0, y, x);
                    sums[y / STEP + 1][x / STEP + 1] +=
                            Math.abs(here - gray.value(0, y, x - 1)) + Math.abs(here - gray.value(0, y - 1, x));
                }
            }
            for (int row = 1; row < sums.length; row++) {
                for (int column = 1; column < sums[0].length; column++) {
                    sums[row][column] += sums[row - 1][column] + sums[row][column - 1] - sums[row - 1][column - 1];
                }
            }
            return sums;
        }

        private static Image gray(Image image) {
            return Image.drawn(1, image.height(), image.width(), values -> {
                for (int i = 0; i < values.length; i++) {
                    int y = i / image.width();
                    int x = i % image.width();
                    values[i] = (image.value(0, y, x) + image.value(1, y, x) + image.value(2, y, x)) / 3;
                }
            });
        }

        Image upscaled(Upscaler.Session network, int scale) {
            return network.upscale(around).crop(scale * left, scale * top, scale * side, scale * side);
        }
    }
}
