package io.github.pdd4j.data;

import io.github.pdd4j.image.Picture;
import java.util.function.UnaryOperator;

/**
 * A low-resolution picture and its truth, both RGB; the truth's sides are the low one's times the scale.
 *
 * @param name what the picture is called
 * @param low the input of a network
 * @param high the truth
 */
public record Pair(String name, Picture low, Picture high) {

    /** Both pictures changed in the same way. */
    Pair map(UnaryOperator<Picture> change) {
        return new Pair(name, change.apply(low), change.apply(high));
    }
}
