package io.github.pdd4j.view;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Region;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Rows of captioned images on white, enlarged by whole factors without interpolation, so that every pixel is seen.
 *
 * <p>An image smaller than the largest one of its row is enlarged by the greatest whole factor that still fits, so a
 * low-resolution input stands beside its ×4 result in the same size. The images of a row stand on one line.
 *
 * <pre>{@code
 * Image image = ImageFiles.load(photo);
 * Image small = Resampling.OPENCV_AREA.downscale(image, 4);
 * ImageGrid strip = ImageGrid.of(new Captioned("input", small), new Captioned("truth", image)).zoom(2);
 * System.out.println(strip.png().bytes().length);
 * }</pre>
 *
 * @param rows the images, row by row
 * @param zoom the factor for the largest image of each row, 1 … 16; default 1
 */
public record ImageGrid(List<List<Captioned>> rows, int zoom) implements Viewable {
    /** Keeps copies of the rows. */
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

    /** A grid of one row. */
    public static ImageGrid of(Captioned... images) {
        return new ImageGrid(List.of(List.of(images)), 1);
    }

    /** The same grid with one more row below. */
    public ImageGrid row(Captioned... images) {
        List<List<Captioned>> more = new ArrayList<>(rows);
        more.add(List.of(images));
        return new ImageGrid(more, zoom);
    }

    /** The same grid, its images enlarged by a whole factor, 1 … 16. */
    public ImageGrid zoom(int factor) {
        return new ImageGrid(rows, factor);
    }

    /**
     * The same square part of every image by fractions, as {@link Image#zoom}: where sides are a whole number of times
     * those of the smallest image, exactly the same part.
     *
     * @throws IllegalArgumentException if the part does not lie inside an image
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

    /** The drawing. */
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
