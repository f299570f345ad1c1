package io.github.pdd4j.network;

import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.tensor.Precision;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Settings for upscaling an image.
 *
 * <pre>{@code
 * System.out.println(compactGeneralist().upscale(image(photo), u -> u.tile(32).overlap(8).colorCorrection()));
 * System.out.println(compactGeneralist().upscale(image(photo), u -> u.scale(3, bicubic())));
 * }</pre>
 *
 * @param tile the side of the tiles in input pixels, at least 16; default 256. The engine's memory grows with its
 *     square
 * @param overlap the number of input pixels that neighboring tiles share, from 0 to half a tile; default 32. The outer
 *     quarters of the overlap are discarded, the middle half is blended linearly
 * @param corrected whether each channel gets the mean and standard deviation of the input (Eq. 13); default false
 * @param size the size of the result; by default the network's scale
 * @param precision the number type to compute in; default float32, so that results do not depend on the machine.
 *     bfloat16 is faster and changes the result by rounding
 */
public record Upscaling(int tile, int overlap, boolean corrected, OutputSize size, Precision precision) {
    /** The default settings. */
    public static final Upscaling DEFAULT =
            new Upscaling(256, 32, false, new OutputSize.OfNetwork(), Precision.FLOAT32);

    /**
     * Checks the tile and the overlap.
     *
     * @param tile side of the tiles in input pixels, at least 16; larger tiles need more memory, with the square of the
     *     side
     * @param overlap input pixels that neighboring tiles share, from 0 to {@code tile / 2}
     * @param corrected whether each channel gets the mean and standard deviation of the input (Eq. 13)
     * @param size size to which the prediction is resampled
     * @param precision number type in which the network computes
     * @throws IllegalArgumentException if {@code tile} or {@code overlap} is out of range
     */
    public Upscaling {
        if (tile < 16) {
            throw new IllegalArgumentException("tile must be at least 16 pixels, got " + tile + ": use tile(256)");
        }
        if (overlap < 0 || overlap > tile / 2) {
            throw new IllegalArgumentException("overlap must be from 0 to half the tile of " + tile + " pixels, got "
                    + overlap + ": use overlap(" + Math.min(32, tile / 2) + ")");
        }
    }

    /** Applies the lambda of {@code upscale(image, u -> ...)} to the default settings. */
    static Upscaling configured(UnaryOperator<Upscaling> change) {
        @Nullable Upscaling settings = change.apply(DEFAULT);
        if (settings == null) {
            throw new IllegalArgumentException(
                    "lambda of upscaling must return its argument or a changed copy of it, got null: write u ->"
                            + " u.tile(128), or leave it out for the default");
        }
        return settings;
    }

    /**
     * Sets the side of the tiles. An overlap of more than half a tile is reduced to half a tile.
     *
     * @param pixels the side in input pixels, at least 16
     * @return the new settings
     * @throws IllegalArgumentException if {@code pixels} is below 16
     */
    public Upscaling tile(int pixels) {
        return new Upscaling(pixels, Math.min(overlap, Math.max(0, pixels / 2)), corrected, size, precision);
    }

    /**
     * Sets the overlap of neighboring tiles.
     *
     * @param pixels the overlap in input pixels, from 0 to half a tile
     * @return the new settings
     * @throws IllegalArgumentException if {@code pixels} is out of range
     */
    public Upscaling overlap(int pixels) {
        return new Upscaling(tile, pixels, corrected, size, precision);
    }

    /**
     * Gives each color channel of the prediction the mean and standard deviation of the input (Eq. 13).
     *
     * @return the new settings
     */
    public Upscaling colorCorrection() {
        return new Upscaling(tile, overlap, true, size, precision);
    }

    /**
     * Resizes the prediction to the input size times a factor.
     *
     * @param factor the factor, above 0 and at most 64
     * @param by the resampling method
     * @return the new settings
     * @throws IllegalArgumentException if {@code factor} is out of range
     */
    public Upscaling scale(double factor, Resampling by) {
        return new Upscaling(tile, overlap, corrected, new OutputSize.Times(factor, by), precision);
    }

    /**
     * Resizes the prediction to a fixed size.
     *
     * @param width the width in pixels, at least 1
     * @param height the height in pixels, at least 1
     * @param by the resampling method
     * @return the new settings
     * @throws IllegalArgumentException if a side is below 1
     */
    public Upscaling to(int width, int height, Resampling by) {
        return new Upscaling(tile, overlap, corrected, new OutputSize.Exactly(width, height, by), precision);
    }

    /**
     * Sets the number type to compute in.
     *
     * @param value {@code bfloat16()} or {@code float32()}
     * @return the new settings
     */
    public Upscaling precision(Precision value) {
        return new Upscaling(tile, overlap, corrected, size, value);
    }

    @Override
    public String toString() {
        return "tile " + tile + ", overlap " + overlap + (corrected ? ", color correction" : "") + ", " + size + ", "
                + precision;
    }
}
