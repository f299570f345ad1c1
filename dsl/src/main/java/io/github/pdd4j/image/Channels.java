package io.github.pdd4j.image;

import java.util.Arrays;

/**
 * Grey and transparent pictures as networks see them, which know three channels only, and back.
 *
 * <pre>{@code
 * Picture grey = Channels.luma(Pictures.load(photo).rgb());
 * System.out.println(Channels.rgba(grey.rgb(), grey));
 * }</pre>
 */
public final class Channels {
    private static final float[] LUMA = {0.299f, 0.587f, 0.114f};

    private Channels() {}

    /** RGB as one grey channel, 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601, full range). */
    public static Picture luma(Picture rgb) {
        float[] values = rgb.chw();
        float[] grey = new float[values.length / 3];
        for (int i = 0; i < values.length; i++) {
            grey[i % grey.length] += LUMA[i / grey.length] * values[i];
        }
        return Picture.owning(1, rgb.height(), rgb.width(), grey).profiledAs(rgb);
    }

    /** The transparency of an RGBA picture as a grey one. */
    public static Picture alpha(Picture rgba) {
        int plane = rgba.height() * rgba.width();
        return Picture.owning(1, rgba.height(), rgba.width(), Arrays.copyOfRange(rgba.chw(), 3 * plane, 4 * plane));
    }

    /** Colours with a grey picture of the same size as their transparency. */
    public static Picture rgba(Picture rgb, Picture alpha) {
        int plane = rgb.height() * rgb.width();
        float[] values = Arrays.copyOf(rgb.chw(), 4 * plane);
        System.arraycopy(alpha.chw(), 0, values, 3 * plane, plane);
        return Picture.owning(4, rgb.height(), rgb.width(), values).profiledAs(rgb);
    }
}
