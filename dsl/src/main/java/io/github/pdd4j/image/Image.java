package io.github.pdd4j.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable image: float32 values, planar (channel, row, column), nominally in [0, 1].
 *
 * <p>One channel is gray, three are RGB, four are RGBA with straight alpha. Values outside [0, 1] are kept (bicubic
 * interpolation overshoots) until {@link #clipped} or {@link #quantized} is called. Two images are equal if their
 * sizes and values are equal.
 *
 * <pre>{@code
 * Image image = ImageFiles.load(photo);
 * Image corner = image.crop(0, 0, 32, 24).flippedHorizontally();
 * float red = corner.value(0, 5, 7);
 * }</pre>
 */
public final class Image {
    private final int channels;
    private final int height;
    private final int width;
    private final float[] chw;
    private final @Nullable ColorProfile profile;

    private Image(int channels, int height, int width, float[] chw, @Nullable ColorProfile profile) {
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.chw = chw;
        this.profile = profile;
    }

    /**
     * Creates an image from a copy of the values.
     *
     * @param channels the number of channels: 1 (gray), 3 (RGB) or 4 (RGBA)
     * @param height the height in pixels, at least 1
     * @param width the width in pixels, at least 1
     * @param chw channels x height x width values
     * @return the image
     * @throws IllegalArgumentException if {@code channels} is not 1, 3 or 4, a side is below 1, or the number of
     *     values is not channels x height x width
     */
    public static Image of(int channels, int height, int width, float[] chw) {
        return owning(channels, height, width, chw.clone());
    }

    /**
     * Creates an image whose values {@code draw} writes into an array of zeros; this avoids a copy of a large image.
     * {@code draw} must not keep the array.
     *
     * @param channels the number of channels: 1 (gray), 3 (RGB) or 4 (RGBA)
     * @param height the height in pixels, at least 1
     * @param width the width in pixels, at least 1
     * @param draw writes channels x height x width values
     * @return the image
     * @throws IllegalArgumentException if {@code channels} is not 1, 3 or 4, or a side is below 1
     */
    public static Image drawn(int channels, int height, int width, Consumer<float[]> draw) {
        float[] chw = new float[Math.max(0, Math.multiplyExact(Math.multiplyExact(channels, height), width))];
        Image image = owning(channels, height, width, chw);
        draw.accept(chw);
        return image;
    }

    /** Wraps an array without copying; no other code may keep a reference to it. */
    static Image owning(int channels, int height, int width, float[] chw) {
        if (channels != 1 && channels != 3 && channels != 4) {
            throw new IllegalArgumentException("image channels must be 1 (gray), 3 (RGB) or 4 (RGBA), got " + channels
                    + ": give each plane as a gray image");
        }
        if (height < 1 || width < 1 || (long) channels * height * width != chw.length) {
            throw new IllegalArgumentException(String.format(
                            Locale.ROOT,
                            "an image needs channels * height * width values, got %d for %d * %d * %d: ",
                            chw.length,
                            channels,
                            height,
                            width)
                    + "give planar values with sides of at least 1");
        }
        return new Image(channels, height, width, chw, null);
    }

    /**
     * Returns the number of channels.
     *
     * @return 1 (gray), 3 (RGB) or 4 (RGBA)
     */
    public int channels() {
        return channels;
    }

    /**
     * Returns the height.
     *
     * @return the number of rows
     */
    public int height() {
        return height;
    }

    /**
     * Returns the width.
     *
     * @return the number of columns
     */
    public int width() {
        return width;
    }

    /**
     * Returns a copy of the values.
     *
     * @return channels x height x width values, planar
     */
    public float[] values() {
        return chw.clone();
    }

    /**
     * Returns one value.
     *
     * @param c the channel, from 0
     * @param y the row, from 0
     * @param x the column, from 0
     * @return the value, nominally in [0, 1]
     */
    public float value(int c, int y, int x) {
        return chw[(c * height + y) * width + x];
    }

    /**
     * Returns the mean of each channel.
     *
     * @return one mean per channel
     */
    public double[] means() {
        double[] means = new double[channels];
        int plane = height * width;
        for (int i = 0; i < chw.length; i++) {
            means[i / plane] += chw[i];
        }
        return Arrays.stream(means).map(sum -> sum / plane).toArray();
    }

    /** Returns the internal array, for read-only use in this package. */
    float[] chw() {
        return chw;
    }

    /**
     * Returns the color profile of the file from which the image was loaded. Saved files get it if it fits their
     * channels. It does not affect computations or equality.
     *
     * @return the profile; empty means sRGB
     */
    public Optional<ColorProfile> profile() {
        return Optional.ofNullable(profile);
    }

    /**
     * Returns these values with the color profile of another image, usually the one from which they were computed.
     *
     * <pre>{@code
     * Image input = ImageFiles.load(photo);
     * Image brighter = Image.of(3, input.height(), input.width(), input.rgb().values()).profiledAs(input);
     * }</pre>
     *
     * @param input the image whose profile, if any, is taken
     * @return an image that shares the values
     */
    public Image profiledAs(Image input) {
        return profiled(input.profile);
    }

    Image profiled(@Nullable ColorProfile its) {
        return new Image(channels, height, width, chw, its);
    }

    /**
     * Converts to three channels: gray is repeated, alpha is dropped.
     *
     * @return an RGB image
     */
    public Image rgb() {
        if (channels == 3) {
            return this;
        }
        int plane = height * width;
        float[] rgb = new float[3 * plane];
        for (int c = 0; c < 3; c++) {
            System.arraycopy(chw, (channels == 1 ? 0 : c) * plane, rgb, c * plane, plane);
        }
        return new Image(3, height, width, rgb, profile);
    }

    /**
     * Crops a rectangle.
     *
     * @param x the left column, from 0
     * @param y the top row, from 0
     * @param w the width in pixels, at least 1
     * @param h the height in pixels, at least 1
     * @return the cropped image
     * @throws IllegalArgumentException if the rectangle is not inside the image
     */
    public Image crop(int x, int y, int w, int h) {
        if (x < 0 || y < 0 || w < 1 || h < 1 || w > width - x || h > height - y) {
            throw new IllegalArgumentException(String.format(
                            Locale.ROOT,
                            "a crop must lie inside the image, got %dx%d at column %d, row %d of %s: ",
                            w,
                            h,
                            x,
                            y,
                            sizeText())
                    + "use a smaller window");
        }
        float[] out = new float[channels * h * w];
        for (int row = 0; row < channels * h; row++) {
            int source = (row / h * height + y + row % h) * width + x;
            System.arraycopy(chw, source, out, row * w, w);
        }
        return new Image(channels, h, w, out, profile);
    }

    /**
     * Crops a square given in fractions, so that it shows the same part of the image at every scale.
     *
     * <pre>{@code
     * Image part = ImageFiles.load(photo).zoom(0.25, 0.1, 0.5);
     * }</pre>
     *
     * @param x the left edge as a fraction of the width, in [0, 1)
     * @param y the top edge as a fraction of the height, in [0, 1)
     * @param side the side as a fraction of the shorter side, in (0, 1]; rounded to pixels, at least one
     * @return the square
     * @throws IllegalArgumentException if a fraction is out of range or the square is not inside the image
     */
    public Image zoom(double x, double y, double side) {
        return Region.of(x, y, side).in(this);
    }

    /**
     * Crops the square in the center.
     *
     * @param side the side in pixels, 1 to the shorter side
     * @return the square
     * @throws IllegalArgumentException if {@code side} is below 1 or above the shorter side
     */
    public Image center(int side) {
        if (side < 1 || side > Math.min(width, height)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "side of the center must be 1 … %d, the shorter side of %s, got %d: use center(%d)",
                    Math.min(width, height),
                    sizeText(),
                    side,
                    Math.min(width, height)));
        }
        return crop((width - side) / 2, (height - side) / 2, side, side);
    }

    /**
     * Crops at the right and at the bottom to multiples of a factor, as needed before downscaling by it.
     *
     * @param factor the factor, 1 to the shorter side
     * @return the cropped image
     * @throws IllegalArgumentException if {@code factor} is below 1 or above the shorter side
     */
    public Image croppedToMultipleOf(int factor) {
        if (factor < 1 || factor > Math.min(height, width)) {
            throw new IllegalArgumentException(String.format(
                            Locale.ROOT,
                            "a factor must be from 1 to the shorter side, got %d for an image of %s: ",
                            factor,
                            sizeText())
                    + "use a smaller factor or a larger image");
        }
        int w = width / factor * factor;
        int h = height / factor * factor;
        return w == width && h == height ? this : crop(0, 0, w, h);
    }

    /**
     * Swaps left and right.
     *
     * @return the flipped image
     */
    public Image flippedHorizontally() {
        float[] out = new float[chw.length];
        for (int row = 0; row < channels * height; row++) {
            for (int x = 0; x < width; x++) {
                out[row * width + x] = chw[row * width + width - 1 - x];
            }
        }
        return new Image(channels, height, width, out, profile);
    }

    /**
     * Swaps top and bottom.
     *
     * @return the flipped image
     */
    public Image flippedVertically() {
        float[] out = new float[chw.length];
        for (int row = 0; row < channels * height; row++) {
            int source = row / height * height + height - 1 - row % height;
            System.arraycopy(chw, source * width, out, row * width, width);
        }
        return new Image(channels, height, width, out, profile);
    }

    /**
     * Swaps rows and columns.
     *
     * @return the transposed image
     */
    public Image transposed() {
        float[] out = new float[chw.length];
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < height * width; i++) {
                out[c * height * width + i % width * height + i / width] = chw[c * height * width + i];
            }
        }
        return new Image(channels, width, height, out, profile);
    }

    /**
     * Checks that every value is finite, before a later step can hide an infinite or NaN value.
     *
     * @param what the start of the error message, naming the image
     * @throws IllegalArgumentException if a value is not finite; the message gives the value and its position
     */
    public void requireFinite(String what) {
        for (int i = 0; i < chw.length; i++) {
            if (!Float.isFinite(chw[i])) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "%s must have finite values, got %s in channel %d, row %d, column %d: check what made it",
                        what,
                        chw[i],
                        i / width / height,
                        i / width % height,
                        i % width));
            }
        }
    }

    /**
     * Tells whether every value is finite.
     *
     * @return false if a value is infinite or NaN
     */
    public boolean isFinite() {
        for (float value : chw) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Limits the values to [0, 1]; NaN becomes 0.
     *
     * @return the clipped image
     */
    public Image clipped() {
        float[] out = new float[chw.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = chw[i] > 0 ? Math.min(chw[i], 1f) : 0f;
        }
        return new Image(channels, height, width, out, profile);
    }

    /**
     * Clips the values and rounds them to the nearest of 0/255 ... 255/255 (ties to even), as 8 bits can store them.
     *
     * @return the quantized image
     */
    public Image quantized() {
        float[] out = new float[chw.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = level(i) / 255f;
        }
        return new Image(channels, height, width, out, profile);
    }

    /** Returns the 8-bit level 0 ... 255 of the value at a flat index, rounded as NumPy and PyTorch do. */
    int level(int index) {
        return level(index, 255);
    }

    /** Returns the level 0 ... most of the value at a flat index. */
    int level(int index, int most) {
        float value = chw[index] * most;
        return value > 0 ? (int) Math.rint(Math.min(value, most)) : 0;
    }

    /**
     * Returns the size as text, width first: {@code 640x480}.
     *
     * @return the size
     */
    public String sizeText() {
        return width + "x" + height;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Image that
                && channels == that.channels
                && height == that.height
                && width == that.width
                && Arrays.equals(chw, that.chw);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * channels + width) + Arrays.hashCode(chw);
    }

    /** Returns the kind and the size, for example {@code RGB image of 640x480}. */
    @Override
    public String toString() {
        String kind = channels == 1 ? "gray" : channels == 3 ? "RGB" : "RGBA";
        return kind + " image of " + sizeText();
    }
}
