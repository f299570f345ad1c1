package io.github.pdd4j.view;

import io.github.pdd4j.image.Picture;
import io.github.pdd4j.image.Region;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Rows of captioned pictures on white, enlarged by whole factors without interpolation, so that every pixel is seen.
 *
 * <p>A picture smaller than the largest one of its row is enlarged by the greatest whole factor that still fits, so a
 * low-resolution input stands beside its ×4 result in the same size. The pictures of a row stand on one line.
 *
 * <pre>{@code
 * Picture picture = Pictures.load(photo);
 * Picture small = Resampling.OPENCV_AREA.downscale(picture, 4);
 * PictureGrid strip = PictureGrid.of(new Captioned("input", small), new Captioned("truth", picture)).zoom(2);
 * System.out.println(strip.png().bytes().length);
 * }</pre>
 *
 * @param rows the pictures, row by row
 * @param zoom the factor for the largest picture of each row, 1 … 16; default 1
 */
public record PictureGrid(List<List<Captioned>> rows, int zoom) implements Viewable {
    /** Keeps copies of the rows. */
    public PictureGrid {
        if (zoom < 1 || zoom > 16) {
            throw new IllegalArgumentException("zoom of a picture grid must be 1 … 16, got " + zoom + ": try zoom(2)");
        }
        if (rows.isEmpty() || rows.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException(
                    "a row of a picture grid must have at least one picture, got none: pass captioned(caption, picture)");
        }
        rows = rows.stream().map(List::copyOf).toList();
    }

    /** A grid of one row. */
    public static PictureGrid of(Captioned... pictures) {
        return new PictureGrid(List.of(List.of(pictures)), 1);
    }

    /** The same grid with one more row below. */
    public PictureGrid row(Captioned... pictures) {
        List<List<Captioned>> more = new ArrayList<>(rows);
        more.add(List.of(pictures));
        return new PictureGrid(more, zoom);
    }

    /** The same grid, its pictures enlarged by a whole factor, 1 … 16. */
    public PictureGrid zoom(int factor) {
        return new PictureGrid(rows, factor);
    }

    /**
     * The same square part of every image by fractions, as {@link Picture#zoom}: where sides are a whole number of times
     * those of the smallest image, exactly the same part.
     *
     * @throws IllegalArgumentException if the part does not lie inside an image
     */
    public PictureGrid zoom(double x, double y, double side) {
        Region region = Region.of(x, y, side);
        Picture smallest = rows.stream()
                .flatMap(List::stream)
                .map(Captioned::picture)
                .min(Comparator.comparingInt(image -> image.width() * image.height()))
                .orElseThrow();
        return new PictureGrid(
                rows.stream()
                        .map(row -> row.stream()
                                .map(each -> new Captioned(each.caption(), region.in(each.picture(), smallest)))
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
                                cell.picture().width(),
                                cell.picture().height()))
                        .collect(Collectors.joining(" | ")))
                .collect(Collectors.joining("\n"));
    }
}
