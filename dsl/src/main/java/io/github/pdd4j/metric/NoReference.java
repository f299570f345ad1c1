package io.github.pdd4j.metric;

import io.github.pdd4j.image.Image;

/**
 * A no-reference metric: it scores an image by itself and ignores the ground truth.
 *
 * <pre>{@code
 * NoReference brightness = new NoReference() {
 *     public String name() { return "brightness"; }
 *     public String conventions() { return "mean of RGB, [0, 1], no border"; }
 *     public boolean higherIsBetter() { return true; }
 *     public double of(Image image) {
 *         double sum = 0;
 *         for (float value : image.rgb().values()) {
 *             sum += value;
 *         }
 *         return sum / (3.0 * image.height() * image.width());
 *     }
 * };
 * System.out.println(brightness.of(image(photo)));
 * }</pre>
 */
public interface NoReference extends Metric {
    /**
     * The score of one image.
     *
     * @param image the image
     * @return the score
     * @throws IllegalArgumentException if the image is too small for the metric
     */
    double of(Image image);

    @Override
    default double of(Image prediction, Image truth) {
        return of(prediction);
    }
}
