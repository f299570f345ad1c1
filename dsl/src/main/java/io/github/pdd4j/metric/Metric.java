package io.github.pdd4j.metric;

import io.github.pdd4j.image.Image;
import java.util.Map;

/**
 * An image quality metric that compares a prediction with its ground truth, and the conventions its values depend on.
 *
 * <pre>{@code
 * Image truth = ImageFiles.load(photo);
 * Metric metric = Psnr.rgb().border(0);
 * System.out.println(metric.name() + " (" + metric.conventions() + ") " + metric.of(truth, truth));
 * }</pre>
 */
public interface Metric {
    /**
     * The name in tables, such as {@code PSNR}.
     *
     * @return the name
     */
    String name();

    /**
     * The conventions that comparable values must share: color, border, rounding, window. Unless
     * {@link #conventionValues} is implemented too, tables compare this whole text: any other wording makes values
     * incomparable.
     *
     * @return a text for display
     */
    String conventions();

    /**
     * The conventions as values by name, such as {@code border} and {@code 4}; tables store and compare them.
     *
     * @return the values in the order of the text; by default the whole text as one value
     */
    default Map<String, String> conventionValues() {
        return Map.of("conventions", conventions());
    }

    /**
     * Whether a larger value means a better prediction.
     *
     * @return true if higher is better
     */
    boolean higherIsBetter();

    /**
     * The metric of one prediction.
     *
     * @param prediction the prediction
     * @param truth the ground truth, of equal size
     * @return the value
     * @throws IllegalArgumentException if the sizes differ or are too small for the metric
     */
    double of(Image prediction, Image truth);

    /**
     * Prepares the metric for many images, for example by loading its network once.
     *
     * @return a session, to be closed by the thread that opened it
     */
    default Session open() {
        return this::of;
    }

    /** A metric that is prepared for many images. */
    @FunctionalInterface
    interface Session extends AutoCloseable {
        /**
         * As {@link Metric#of(Image, Image)}.
         *
         * @param prediction the prediction
         * @param truth the ground truth, of equal size
         * @return the value
         */
        double of(Image prediction, Image truth);

        /** Releases the resources of the session. */
        @Override
        default void close() {}
    }
}
