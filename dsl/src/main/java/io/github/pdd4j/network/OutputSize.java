package io.github.pdd4j.network;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageSize;
import io.github.pdd4j.image.Resampling;

/** How large an upscaled image is: as the network makes it, or resized by a named convention. */
public sealed interface OutputSize {
    /** The prediction of an input of this size, brought to the size that was asked for. */
    Image of(Image prediction, ImageSize input);

    /** As large as the network's scale makes it. */
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

    /** The input's sides times a factor, rounded. */
    record Times(double factor, Resampling by) implements OutputSize {
        /** Checks the range. */
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

    /** This many columns and rows, whatever the input's proportions. */
    record Exactly(int width, int height, Resampling by) implements OutputSize {
        /** Checks the range. */
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
