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
 * interpolation overshoots) until {@link #clipped} or {@link #quantized} is asked for. Two are equal where sizes and values
 * are.
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
     * An image of a copy of the given values.
     *
     * @throws IllegalArgumentException if channels are not 1, 3 or 4, a side is not positive, or the number of values
     *     is not channels x height x width
     */
    public static Image of(int channels, int height, int width, float[] chw) {
        return owning(channels, height, width, chw.clone());
    }

    /**
     * An image of what {@code draw} writes into an array of zeros, and then forgets: a large one without a copy.
     *
     * @throws IllegalArgumentException if channels are not 1, 3 or 4, or a side is not positive
     */
    public static Image drawn(int channels, int height, int width, Consumer<float[]> draw) {
        float[] chw = new float[Math.max(0, Math.multiplyExact(Math.multiplyExact(channels, height), width))];
        Image image = owning(channels, height, width, chw);
        draw.accept(chw);
        return image;
    }

    /** Takes the array as it is: only for arrays that nobody else holds. */
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

    /** The number of channels: 1, 3 or 4. */
    public int channels() {
        return channels;
    }

    /** Rows. */
    public int height() {
        return height;
    }

    /** Columns. */
    public int width() {
        return width;
    }

    /** A copy of the values, channel by channel, row by row. */
    public float[] values() {
        return chw.clone();
    }

    /** The value of channel {@code c} at row {@code y}, column {@code x}. */
    public float value(int c, int y, int x) {
        return chw[(c * height + y) * width + x];
    }

    /** The mean of each channel, in their order. */
    public double[] means() {
        double[] means = new double[channels];
        int plane = height * width;
        for (int i = 0; i < chw.length; i++) {
            means[i / plane] += chw[i];
        }
        return Arrays.stream(means).map(sum -> sum / plane).toArray();
    }

    /** The values themselves, for readers in this package that do not write. */
    float[] chw() {
        return chw;
    }

    /**
     * How the values are to be shown: the profile of the file that the image was loaded from. Saved files get it, where
     * it describes their channels; no value is computed with it, and equality does not look at it.
     *
     * @return the profile, or nothing, which means sRGB
     */
    public Optional<ColorProfile> profile() {
        return Optional.ofNullable(profile);
    }

    /**
     * These values with the profile of another image, which they were computed from.
     *
     * <pre>{@code
     * Image input = ImageFiles.load(photo);
     * Image brighter = Image.of(3, input.height(), input.width(), input.rgb().values()).profiledAs(input);
     * }</pre>
     *
     * @param input the image with the profile, or without one
     * @return an image that shares the values
     */
    public Image profiledAs(Image input) {
        return profiled(input.profile);
    }

    Image profiled(@Nullable ColorProfile its) {
        return new Image(channels, height, width, chw, its);
    }

    /** Three channels: gray is repeated, alpha is dropped. */
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
     * The window whose top-left pixel is column {@code x}, row {@code y}.
     *
     * @throws IllegalArgumentException if the window does not lie inside the image
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
     * A square part by fractions, so that it is the same part of the image at every scale.
     *
     * <pre>{@code
     * Image part = ImageFiles.load(photo).zoom(0.25, 0.1, 0.5);
     * }</pre>
     *
     * @param x the part's left edge as a fraction of the width, from 0 on
     * @param y its upper edge as a fraction of the height, from 0 on
     * @param side its side as a fraction of the shorter side, above 0 and up to 1; pixels are rounded, one at least
     * @throws IllegalArgumentException if the part does not lie inside the image
     */
    public Image zoom(double x, double y, double side) {
        return Region.of(x, y, side).in(this);
    }

    /**
     * The square in the middle, of this side in pixels.
     *
     * @throws IllegalArgumentException if the side is below 1 or above the shorter side
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
     * The largest top-left window whose sides are multiples of {@code factor}, as needed before downscaling by it.
     *
     * @throws IllegalArgumentException if a side is shorter than the factor
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

    /** Left becomes right. */
    public Image flippedHorizontally() {
        float[] out = new float[chw.length];
        for (int row = 0; row < channels * height; row++) {
            for (int x = 0; x < width; x++) {
                out[row * width + x] = chw[row * width + width - 1 - x];
            }
        }
        return new Image(channels, height, width, out, profile);
    }

    /** Top becomes bottom. */
    public Image flippedVertically() {
        float[] out = new float[chw.length];
        for (int row = 0; row < channels * height; row++) {
            int source = row / height * height + height - 1 - row % height;
            System.arraycopy(chw, source * width, out, row * width, width);
        }
        return new Image(channels, height, width, out, profile);
    }

    /** Rows become columns. */
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
     * Checks that every value is a finite number, before something is made of them that would hide it.
     *
     * @param what the image is, as the message begins
     * @throws IllegalArgumentException otherwise; the message says which value and where
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

    /** Whether no value is infinite or not a number. */
    public boolean isFinite() {
        for (float value : chw) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** Values limited to [0, 1]; a value that is not a number becomes 0. */
    public Image clipped() {
        float[] out = new float[chw.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = chw[i] > 0 ? Math.min(chw[i], 1f) : 0f;
        }
        return new Image(channels, height, width, out, profile);
    }

    /** Values as 8 bits can hold them: clipped, and rounded to the nearest of 0/255 ... 255/255 (ties to even). */
    public Image quantized() {
        float[] out = new float[chw.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = level(i) / 255f;
        }
        return new Image(channels, height, width, out, profile);
    }

    /** The 8-bit level 0 ... 255 of the value at a flat index, rounded as NumPy and PyTorch round. */
    int level(int index) {
        return level(index, 255);
    }

    /** The level 0 ... most of the value at a flat index. */
    int level(int index, int most) {
        float value = chw[index] * most;
        return value > 0 ? (int) Math.rint(Math.min(value, most)) : 0;
    }

    /** The size as people write it, width first: {@code 640x480}. */
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

    /** The kind and the size, for example {@code RGB image of 640x480}. */
    @Override
    public String toString() {
        String kind = channels == 1 ? "gray" : channels == 3 ? "RGB" : "RGBA";
        return kind + " image of " + sizeText();
    }
}
