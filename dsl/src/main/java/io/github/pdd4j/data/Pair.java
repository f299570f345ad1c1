package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Region;
import java.util.function.UnaryOperator;

/**
 * A low-resolution image and its truth, both RGB; the truth's sides are the low one's times the scale.
 *
 * @param name what the image is called
 * @param low the input of a network
 * @param high the truth
 */
public record Pair(String name, Image low, Image high) {

    /**
     * The same square part of both by fractions, as {@link Image#zoom}: its pixels in the truth are those of the input
     * times the scale.
     *
     * @throws IllegalArgumentException if the part does not lie inside
     */
    public Pair zoom(double x, double y, double side) {
        Region region = Region.of(x, y, side);
        return new Pair(name, region.in(low), region.in(high, low));
    }

    /** Both images changed in the same way. */
    Pair map(UnaryOperator<Image> change) {
        return new Pair(name, change.apply(low), change.apply(high));
    }
}
