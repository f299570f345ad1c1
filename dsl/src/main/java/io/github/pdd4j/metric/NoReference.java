package io.github.pdd4j.metric;

import io.github.pdd4j.image.Picture;

/**
 * A measure that judges a picture by itself; the truth, where there is one, is not looked at.
 *
 * <pre>{@code
 * NoReference brightness = new NoReference() {
 *     public String name() { return "brightness"; }
 *     public String conventions() { return "mean of RGB, [0, 1], no border"; }
 *     public boolean higherIsBetter() { return true; }
 *     public double of(Picture picture) {
 *         double sum = 0;
 *         for (float value : picture.rgb().values()) {
 *             sum += value;
 *         }
 *         return sum / (3.0 * picture.height() * picture.width());
 *     }
 * };
 * System.out.println(brightness.of(image(photo)));
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
