package io.github.pdd4j.metric;

import io.github.pdd4j.image.Picture;

/**
 * A measure that judges a picture by itself; the truth, where there is one, is not looked at.
 *
 * <pre>{@code
 * NoReference contrast = new NoReference() {
 *     public String name() { return "deviation"; }
 *     public String conventions() { return "RGB, [0, 1]"; }
 *     public boolean higherIsBetter() { return true; }
 *     public double of(Picture picture) { return picture.rgb().value(0, 0, 0); }
 * };
 * System.out.println(contrast.of(image(photo)));
 * }</pre>
 */
public interface NoReference extends Metric {
    /**
     * The measure of one picture.
     *
     * @throws IllegalArgumentException if the picture is too small for the measure
     */
    double of(Picture picture);

    @Override
    default double of(Picture prediction, Picture truth) {
        return of(prediction);
    }
}
