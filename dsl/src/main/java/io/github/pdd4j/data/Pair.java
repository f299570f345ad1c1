package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Region;
import io.github.pdd4j.view.Captioned;
import io.github.pdd4j.view.ImageGrid;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.util.function.UnaryOperator;

/**
 * An RGB input and its RGB ground truth, whose sides are those of the input times the scale factor.
 *
 * @param name the image name
 * @param low the input (low resolution)
 * @param high the ground truth (high resolution)
 */
public record Pair(String name, Image low, Image high) implements Viewable {

    /**
     * Crops the same square region, given in fractions, from both images, as {@link Image#zoom}. The region of the
     * ground truth is the region of the input times the scale factor, in pixels.
     *
     * @param x the left edge as a fraction of the width
     * @param y the top edge as a fraction of the height
     * @param side the side of the square as a fraction
     * @return the cropped pair
     * @throws IllegalArgumentException if the region is not inside the image
     */
    public Pair zoom(double x, double y, double side) {
        Region region = Region.of(x, y, side);
        return new Pair(name, region.in(low), region.in(high, low));
    }

    /** Applies the same function to both images. */
    Pair map(UnaryOperator<Image> change) {
        return new Pair(name, change.apply(low), change.apply(high));
    }

    @Override
    public View view() {
        return ImageGrid.of(new Captioned(name + ", input", low), new Captioned("ground truth", high))
                .view();
    }

    /** For example {@code pair 1201: RGB image of 64x64 and its ground truth of 256x256}. */
    @Override
    public String toString() {
        return "pair " + name + ": " + low + " and its ground truth of " + high.width() + "x" + high.height();
    }
}
