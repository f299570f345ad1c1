package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.setting.Phrases;
import java.util.random.RandomGenerator;

/** A degradation followed by a resize to the size of its input divided by a factor. */
record ToScale(Degradation steps, int factor, Resamplings resamplings) implements Degradation {
    @Override
    public Image apply(Image image, RandomGenerator random) {
        Image whole = image.croppedToMultipleOf(factor);
        Image worse = Degradations.applied(steps, whole, random);
        return resamplings.draw(random).to(worse, whole.width() / factor, whole.height() / factor);
    }

    @Override
    public String toString() {
        return Phrases.of(steps) + ".toScale(" + factor + ", " + resamplings + ")";
    }
}
