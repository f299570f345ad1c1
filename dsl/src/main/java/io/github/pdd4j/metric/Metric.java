package io.github.pdd4j.metric;

import io.github.pdd4j.image.Image;
import java.util.Map;

/**
 * A measure of how close a prediction is to the truth; it states the conventions that its numbers depend on.
 *
 * <pre>{@code
 * Image truth = ImageFiles.load(photo);
 * Metric metric = Psnr.rgb().border(0);
 * System.out.println(metric.name() + " (" + metric.conventions() + ") " + metric.of(truth, truth));
 * }</pre>
 */
public interface Metric {
    /** The name in tables, such as {@code PSNR}. */
    String name();

    /** What a published number must share with this one to be comparable: color, border, rounding, window. */
    String conventions();

    /**
     * The same one by one: each value by its name, such as {@code border} and {@code 4}, in the order of the text. Rows of
     * tables hold and compare these; a metric without names for them is compared by its text as a whole.
     */
    default Map<String, String> conventionValues() {
        return Map.of("conventions", conventions());
    }

    /** Whether a larger value means a better prediction. */
    boolean higherIsBetter();

    /**
     * The measure of one pair of images of equal size.
     *
     * @throws IllegalArgumentException if the sizes differ or are too small for the measure
     */
    double of(Image prediction, Image truth);

    /** Made ready for many images: close it, on the thread that opened it, after the last. */
    default Session open() {
        return this::of;
    }

    /** A measure that is ready for many images. */
    @FunctionalInterface
    interface Session extends AutoCloseable {
        /** As {@link Metric#of(Image, Image)}. */
        double of(Image prediction, Image truth);

        /** Gives back what it held. */
        @Override
        default void close() {}
    }
}
