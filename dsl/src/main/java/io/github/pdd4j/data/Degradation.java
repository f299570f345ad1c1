package io.github.pdd4j.data;

import io.github.pdd4j.image.Picture;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Something that makes a picture worse, as cameras, encoders and scalers do; {@link Degradations} holds the usual ones.
 *
 * <pre>{@code
 * Degradation mine = (picture, random) -> picture.quantised();
 * Degradation recipe = Degradations.blur(2).then(Degradations.jpeg(60)).then(mine);
 * Picture worse = recipe.apply(Pictures.load(photo), new SplittableRandom(7));
 * }</pre>
 */
@FunctionalInterface
public interface Degradation {
    /** The degraded picture; all chance comes from {@code random}. */
    Picture apply(Picture picture, RandomGenerator random);

    /** This degradation, and after it the next one. */
    default Degradation then(Degradation next) {
        return new Steps(List.of(this, next));
    }
}
