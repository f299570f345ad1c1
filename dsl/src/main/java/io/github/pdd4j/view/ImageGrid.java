package io.github.pdd4j.view;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Region;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Rows of captioned images on a white background, enlarged by integer factors without interpolation.
 *
 * <p>An image smaller than the largest one of its row is enlarged by the largest integer factor that fits, so a
 * low-resolution input has the same size as its ×4 result. The images of a row are aligned at the bottom.
 *
 * <pre>{@code
 * Image image = ImageFiles.load(photo);
 * Image small = Resampling.OPENCV_AREA.downscale(image, 4);
 * ImageGrid strip = ImageGrid.of(new Captioned("input", small), new Captioned("truth", image)).zoom(2);
 * System.out.println(strip.png().bytes().length);
 * }</pre>
 *
 * @param rows the images, row by row
 * @param zoom the enlargement of the largest image of each row, 1 to 16; default 1
 */
public record ImageGrid(List<List<Captioned>> rows, int zoom) implements Viewable {
    /**
     * Checks the zoom and the rows, and makes an immutable copy of the rows.
     *
     * @param rows images with captions, from the top row to the bottom row; at least one row, each with at least one
     *     image
     * @param zoom integer factor by which the largest image of each row is enlarged, 1 to 16
     * @throws IllegalArgumentException if {@code zoom} is out of range, or there is no row or an empty row
     */
    public ImageGrid {
        if (zoom < 1 || zoom > 16) {
            throw new IllegalArgumentException("zoom of an image grid must be 1 … 16, got " + zoom + ": try zoom(2)");
        }
        if (rows.isEmpty() || rows.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException(
                    "a row of an image grid must have at least one image, got none: pass captioned(caption, image)");
        }
        rows = rows.stream().map(List::copyOf).toList();
    }

    /**
     * Creates a grid of one row.
     *
     * @param images the images of the row, at least one
     * @return the grid
     * @throws IllegalArgumentException if there are no images
     */
    public static ImageGrid of(Captioned... images) {
        return new ImageGrid(List.of(List.of(images)), 1);
    }

    /**
     * Returns this grid with another row at the bottom.
     *
     * @param images the images of the row, at least one
     * @return the new grid
     * @throws IllegalArgumentException if there are no images
     */
    public ImageGrid row(Captioned... images) {
        List<List<Captioned>> more = new ArrayList<>(rows);
        more.add(List.of(images));
        return new ImageGrid(more, zoom);
    }

    /**
     * Returns this grid with another enlargement.
     *
     * @param factor the enlargement, 1 to 16
     * @return the new grid
     * @throws IllegalArgumentException if {@code factor} is out of range
     */
    public ImageGrid zoom(int factor) {
        return new ImageGrid(rows, factor);
    }

    /**
     * Returns this grid with every image cropped to the same square in fractions, as {@link Image#zoom}. The crops
     * match exactly if the image sides are integer multiples of those of the smallest image.
     *
     * @param x the left edge as a fraction of the width, in [0, 1)
     * @param y the top edge as a fraction of the height, in [0, 1)
     * @param side the side as a fraction of the shorter side, in (0, 1]
     * @return the new grid
     * @throws IllegalArgumentException if a fraction is out of range or the square is not inside an image
     */
    public ImageGrid zoom(double x, double y, double side) {
        Region region = Region.of(x, y, side);
        Image smallest = rows.stream()
                .flatMap(List::stream)
                .map(Captioned::image)
                .min(Comparator.comparingInt(image -> image.width() * image.height()))
                .orElseThrow();
        return new ImageGrid(
                rows.stream()
                        .map(row -> row.stream()
                                .map(each -> new Captioned(each.caption(), region.in(each.image(), smallest)))
                                .toList())
                        .toList(),
                zoom);
    }

    /**
     * Draws this grid.
     *
     * @return the drawing
     */
    public Png png() {
        return Png.of(toString(), GridDrawing.of(this));
    }

    @Override
    public View view() {
        return png();
    }

    @Override
    public String toString() {
        return rows.stream()
                .map(row -> row.stream()
                        .map(cell -> String.format(
                                Locale.ROOT,
                                "%s (%d×%d)",
                                cell.caption(),
                                cell.image().width(),
                                cell.image().height()))
                        .collect(Collectors.joining(" | ")))
                .collect(Collectors.joining("\n"));
    }
}
