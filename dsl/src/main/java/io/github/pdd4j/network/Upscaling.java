package io.github.pdd4j.network;

import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.tensor.Precision;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How an image is upscaled.
 *
 * <pre>{@code
 * System.out.println(compactGeneralist().upscale(image(photo), u -> u.tile(32).overlap(8).colorCorrection()));
 * System.out.println(compactGeneralist().upscale(image(photo), u -> u.scale(3, bicubic())));
 * }</pre>
 *
 * @param tile side of the tiles in input pixels, at least 16, 256 by default; the engine's memory grows with its square
 * @param overlap input pixels that neighboring tiles share, from 0 to half a tile, 32 by default: the outer quarters
 *     are thrown away, over the middle half one tile fades into the next
 * @param corrected whether each channel gets the mean and deviation of the input (Eq. 13), off by default
 * @param size how large the result is, as large as the network makes it by default
 * @param precision in which the network computes, float32 by default so that a result does not depend on the machine;
 *     bfloat16 is faster and changes it by rounding
 */
public record Upscaling(int tile, int overlap, boolean corrected, OutputSize size, Precision precision) {
    /** What holds where nothing is said. */
    public static final Upscaling DEFAULT =
            new Upscaling(256, 32, false, new OutputSize.OfNetwork(), Precision.FLOAT32);

    /** Checks the ranges. */
    public Upscaling {
        if (tile < 16) {
            throw new IllegalArgumentException("tile must be at least 16 pixels, got " + tile + ": use tile(256)");
        }
        if (overlap < 0 || overlap > tile / 2) {
            throw new IllegalArgumentException("overlap must be from 0 to half the tile of " + tile + " pixels, got "
                    + overlap + ": use overlap(" + Math.min(32, tile / 2) + ")");
        }
    }

    /** What the lambda behind {@code upscale(image, u -> ...)} makes of the default. */
    static Upscaling adjusted(UnaryOperator<Upscaling> change) {
        @Nullable Upscaling settings = change.apply(DEFAULT);
        if (settings == null) {
            throw new IllegalArgumentException(
                    "lambda of upscaling must return what it was given, or that adjusted, got"
                            + " null: write u -> u.tile(128), or leave it out for the default");
        }
        return settings;
    }

    /** The side of the tiles in input pixels; an overlap that is now too large becomes half of it. */
    public Upscaling tile(int pixels) {
        return new Upscaling(pixels, Math.min(overlap, Math.max(0, pixels / 2)), corrected, size, precision);
    }

    /** The input pixels that neighboring tiles share. */
    public Upscaling overlap(int pixels) {
        return new Upscaling(tile, pixels, corrected, size, precision);
    }

    /** Gives each color channel of the prediction the mean and deviation of the input (Eq. 13). */
    public Upscaling colorCorrection() {
        return new Upscaling(tile, overlap, true, size, precision);
    }

    /** Makes the result so many times as large as the input, above 0 and up to 64, by resizing the prediction. */
    public Upscaling scale(double factor, Resampling by) {
        return new Upscaling(tile, overlap, corrected, new OutputSize.Times(factor, by), precision);
    }

    /** Gives the result this many columns and rows, by resizing the prediction. */
    public Upscaling to(int width, int height, Resampling by) {
        return new Upscaling(tile, overlap, corrected, new OutputSize.Exactly(width, height, by), precision);
    }

    /** Lets the network compute in {@code bfloat16()}, or in {@code float32()}. */
    public Upscaling precision(Precision value) {
        return new Upscaling(tile, overlap, corrected, size, value);
    }

    @Override
    public String toString() {
        return "tile " + tile + ", overlap " + overlap + (corrected ? ", color correction" : "") + ", " + size + ", "
                + precision;
    }
}
