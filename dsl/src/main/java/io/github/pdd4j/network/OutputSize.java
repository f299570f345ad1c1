package io.github.pdd4j.network;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageSize;
import io.github.pdd4j.image.Resampling;

/** The size of an upscaled image: the network's scale, a factor, or fixed dimensions. */
public sealed interface OutputSize {
    /**
     * Resizes a prediction to the output size.
     *
     * @param prediction the output of the network
     * @param input the size of the network's input
     * @return the resized image, or {@code prediction} if it has the size already
     */
    Image of(Image prediction, ImageSize input);

    /** The size that the network's scale yields. */
    record OfNetwork() implements OutputSize {
        @Override
        public Image of(Image prediction, ImageSize input) {
            return prediction;
        }

        @Override
        public String toString() {
            return "the network's scale";
        }
    }

    /**
     * The input size times a factor, rounded to whole pixels.
     *
     * @param factor the factor, above 0 and at most 64
     * @param by the resampling method
     */
    record Times(double factor, Resampling by) implements OutputSize {
        /**
         * Checks the factor.
         *
         * @param factor output size divided by input size; above 0 and at most 64
         * @param by method that resamples the prediction to this size
         * @throws IllegalArgumentException if {@code factor} is out of range
         */
        public Times {
            if (!(factor > 0 && factor <= 64)) {
                throw new IllegalArgumentException(
                        "scale must be above 0 and at most 64, got " + factor + ": use scale(3, bicubic())");
            }
        }

        @Override
        public Image of(Image prediction, ImageSize input) {
            int width = (int) Math.max(1, Math.round(input.width() * factor));
            int height = (int) Math.max(1, Math.round(input.height() * factor));
            return new Exactly(width, height, by).of(prediction, input);
        }

        @Override
        public String toString() {
            return "scale " + factor + " by " + by;
        }
    }

    /**
     * A fixed size; the aspect ratio of the input is ignored.
     *
     * @param width the width in pixels, at least 1
     * @param height the height in pixels, at least 1
     * @param by the resampling method
     */
    record Exactly(int width, int height, Resampling by) implements OutputSize {
        /**
         * Checks the sides.
         *
         * @param width width of the result in pixels, at least 1
         * @param height height of the result in pixels, at least 1
         * @param by method that resamples the prediction to this size
         * @throws IllegalArgumentException if a side is below 1
         */
        public Exactly {
            if (width < 1 || height < 1) {
                throw new IllegalArgumentException("output size must be at least 1x1, got " + width + "x" + height
                        + ": use to(1920, 1080, bicubic())");
            }
        }

        @Override
        public Image of(Image prediction, ImageSize input) {
            boolean there = prediction.width() == width && prediction.height() == height;
            return there ? prediction : by.to(prediction, width, height).clipped();
        }

        @Override
        public String toString() {
            return width + "x" + height + " by " + by;
        }
    }
}
