package io.github.pdd4j.image;

import io.github.pdd4j.api.Internal;
import java.util.Arrays;

/**
 * Conversions between gray or RGBA images and the three channels that networks expect.
 *
 * <pre>{@code
 * Image gray = Channels.luma(ImageFiles.load(photo).rgb());
 * System.out.println(Channels.rgba(gray.rgb(), gray));
 * }</pre>
 */
@Internal
public final class Channels {
    private static final float[] LUMA = {0.299f, 0.587f, 0.114f};

    private Channels() {}

    /**
     * Converts RGB to one gray channel: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601, full range).
     *
     * @param rgb an image of 3 channels
     * @return the luma, 1 channel
     */
    public static Image luma(Image rgb) {
        float[] values = rgb.chw();
        float[] gray = new float[values.length / 3];
        for (int i = 0; i < values.length; i++) {
            gray[i % gray.length] += LUMA[i / gray.length] * values[i];
        }
        return Image.owning(1, rgb.height(), rgb.width(), gray).profiledAs(rgb);
    }

    /**
     * Returns the share of a color in the luma.
     *
     * @param color 0 for red, 1 for green, 2 for blue
     * @return 0.299, 0.587 or 0.114
     */
    public static float lumaShare(int color) {
        return LUMA[color];
    }

    /**
     * Extracts the alpha channel.
     *
     * @param rgba an image of 4 channels
     * @return alpha, 1 channel
     */
    public static Image alpha(Image rgba) {
        int plane = rgba.height() * rgba.width();
        return Image.owning(1, rgba.height(), rgba.width(), Arrays.copyOfRange(rgba.chw(), 3 * plane, 4 * plane));
    }

    /**
     * Combines colors with an alpha channel.
     *
     * @param rgb an image of 3 channels
     * @param alpha an image of 1 channel and the same size
     * @return an image of 4 channels
     */
    public static Image rgba(Image rgb, Image alpha) {
        int plane = rgb.height() * rgb.width();
        float[] values = Arrays.copyOf(rgb.chw(), 4 * plane);
        System.arraycopy(alpha.chw(), 0, values, 3 * plane, plane);
        return Image.owning(4, rgb.height(), rgb.width(), values).profiledAs(rgb);
    }
}
