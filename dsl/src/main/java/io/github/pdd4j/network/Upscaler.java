package io.github.pdd4j.network;

import io.github.pdd4j.image.Picture;
import io.github.pdd4j.image.Resampling;

/**
 * Whatever makes a larger picture of a small one: a network, or an interpolation to compare it with.
 *
 * <pre>{@code
 * System.out.println(Upscaler.bicubic(4).upscale(image(photo)));
 * }</pre>
 */
public interface Upscaler {
    /** The picture, {@link #scale()} times larger in each direction, clipped to [0, 1]. */
    Picture upscale(Picture picture);

    /** How many times larger the result is, in each direction. */
    int scale();

    /** What to call it in a table. */
    String source();

    /** MATLAB-like bicubic interpolation: what a network must beat. */
    static Upscaler bicubic(int scale) {
        return new Interpolation(scale);
    }

    /** Bicubic interpolation. */
    record Interpolation(int scale) implements Upscaler {
        @Override
        public Picture upscale(Picture picture) {
            return Resampling.MATLAB_BICUBIC.upscale(picture.rgb(), scale).clipped();
        }

        @Override
        public String source() {
            return "bicubic";
        }
    }
}
