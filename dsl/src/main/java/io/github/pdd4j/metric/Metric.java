package io.github.pdd4j.metric;

import io.github.pdd4j.image.Picture;
import java.util.Map;

/**
 * A measure of how close a prediction is to the truth; it states the conventions that its numbers depend on.
 *
 * <pre>{@code
 * Picture truth = Pictures.load(photo);
 * Metric metric = Psnr.rgb().border(0);
 * System.out.println(metric.name() + " (" + metric.conventions() + ") " + metric.of(truth, truth));
 * }</pre>
 */
public interface Metric {
    /** The name in tables, such as {@code PSNR}. */
    String name();

    /** What a published number must share with this one to be comparable: colour, border, rounding, window. */
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
     * The measure of one pair of pictures of equal size.
     *
     * @throws IllegalArgumentException if the sizes differ or are too small for the measure
     */
    double of(Picture prediction, Picture truth);

    /** Made ready for many pictures: close it, on the thread that opened it, after the last. */
    default Opened open() {
        return this::of;
    }

    /** A measure that is ready for many pictures. */
    @FunctionalInterface
    interface Opened extends AutoCloseable {
        /** As {@link Metric#of(Picture, Picture)}. */
        double of(Picture prediction, Picture truth);

        /** Gives back what it held. */
        @Override
        default void close() {}
    }
}
