package io.github.pdd4j.image;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/** Converts between stored samples and image values; only CMYK samples change color space, by a formula. */
final class Samples {
    /** The tolerance for floats outside [0, 1]: interpolation overshoots by less, values in another unit exceed it. */
    private static final float BEYOND = 1;

    private Samples() {}

    static Image image(BufferedImage bitmap) throws IOException {
        ColorModel colors = bitmap.getColorModel();
        int family = colors.getColorSpace().getType();
        if (colors instanceof IndexColorModel palette) {
            return colored(bitmap, isGray(palette) ? 1 : palette.hasAlpha() ? 4 : 3);
        }
        return switch (family) {
            case ColorSpace.TYPE_GRAY, ColorSpace.TYPE_RGB -> stored(bitmap.getRaster(), colors);
            case ColorSpace.TYPE_CMYK -> inks(bitmap.getRaster(), largest(bitmap.getRaster(), colors, 0), false);
            default -> colored(bitmap, 3);
        };
    }

    /** Reads floating-point samples as stored; {@code inverted} means that 0 is white. */
    static Image floats(Raster raster, ColorModel colors, boolean inverted) throws IOException {
        Image image = stored(raster, colors);
        float[] values = image.chw();
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < values.length; i++) {
            values[i] = inverted ? 1 - values[i] : values[i];
            if (!Float.isFinite(values[i])) {
                throw new UnfitSamples("a sample that is " + values[i], "replace it by a number");
            }
            least = Math.min(least, values[i]);
            most = Math.max(most, values[i]);
        }
        if (least < -BEYOND || most > 1 + BEYOND) {
            throw new UnfitSamples(
                    String.format(Locale.ROOT, "floats from %s to %s, where 0 is black and 1 is white", least, most),
                    "divide them by the value that means white");
        }
        return image;
    }

    /** Reads inverted CMYK samples, where 0 is full ink, as in nearly all CMYK JPEG files (Adobe). */
    static Image adobeInks(Raster raster, boolean luminance) {
        return inks(luminance ? separated(raster) : raster, 255, true);
    }

    /** Converts the YCbCr values of the first three bands to inks: 255 minus red, green and blue. */
    private static Raster separated(Raster ycck) {
        WritableRaster inks = ycck.createCompatibleWritableRaster();
        int[] pixel = new int[4];
        for (int y = 0; y < ycck.getHeight(); y++) {
            for (int x = 0; x < ycck.getWidth(); x++) {
                ycck.getPixel(x, y, pixel);
                double luma = pixel[0];
                double blue = pixel[1] - 128.0;
                double red = pixel[2] - 128.0;
                pixel[0] = ink(luma + 1.402 * red);
                pixel[1] = ink(luma - 0.344136 * blue - 0.714136 * red);
                pixel[2] = ink(luma + 1.772 * blue);
                inks.setPixel(x, y, pixel);
            }
        }
        return inks;
    }

    private static int ink(double color) {
        return 255 - (int) Math.max(0, Math.min(255, Math.rint(color)));
    }

    /**
     * Converts CMYK to RGB by R = (1 − C) · (1 − K), G and B likewise. No ink profile is used, so the result
     * is the same on every platform.
     */
    private static Image inks(Raster raster, float largest, boolean inverted) {
        int plane = raster.getWidth() * raster.getHeight();
        float[] chw = new float[3 * plane];
        float[] black = band(raster, 3, largest);
        for (int c = 0; c < 3; c++) {
            float[] ink = band(raster, c, largest);
            for (int i = 0; i < plane; i++) {
                chw[c * plane + i] = inverted ? ink[i] * black[i] : (1 - ink[i]) * (1 - black[i]);
            }
        }
        return Image.owning(3, raster.getHeight(), raster.getWidth(), chw);
    }

    /** Places the frame on its canvas; the rest is transparent, black, or the given palette entry. */
    static BufferedImage onScreen(BufferedImage frame, Container.Screen screen) {
        if (frame.getWidth() == screen.width() && frame.getHeight() == screen.height()) {
            return frame;
        }
        WritableRaster raster = frame.getColorModel().createCompatibleWritableRaster(screen.width(), screen.height());
        if (frame.getColorModel() instanceof IndexColorModel) {
            int[] free = new int[screen.width()];
            Arrays.fill(free, screen.transparent());
            for (int y = 0; y < screen.height(); y++) {
                raster.setSamples(0, y, free.length, 1, 0, free);
            }
        }
        int width = Math.min(frame.getWidth(), screen.width() - screen.x());
        int height = Math.min(frame.getHeight(), screen.height() - screen.y());
        if (width > 0 && height > 0) {
            raster.setRect(screen.x(), screen.y(), frame.getRaster().createChild(0, 0, width, height, 0, 0, null));
        }
        return new BufferedImage(frame.getColorModel(), raster, frame.isAlphaPremultiplied(), null);
    }

    static boolean isGray(IndexColorModel palette) {
        for (int i = 0; i < palette.getMapSize(); i++) {
            boolean opaque = palette.getAlpha(i) == 255;
            boolean gray = palette.getRed(i) == palette.getGreen(i) && palette.getGreen(i) == palette.getBlue(i);
            if (!opaque || !gray) {
                return false;
            }
        }
        return true;
    }

    /** Converts through the color model, which is exact for palettes. */
    private static Image colored(BufferedImage bitmap, int channels) {
        int width = bitmap.getWidth();
        int plane = width * bitmap.getHeight();
        float[] chw = new float[channels * plane];
        int[] row = new int[width];
        for (int i = 0; i < plane; i += width) {
            bitmap.getRGB(0, i / width, width, 1, row, 0, width);
            for (int k = 0; k < channels * width; k++) {
                int shift = k / width == 3 ? 24 : 16 - 8 * (k / width);
                chw[k / width * plane + i + k % width] = (row[k % width] >>> shift & 0xFF) / 255f;
            }
        }
        return Image.owning(channels, bitmap.getHeight(), width, chw);
    }

    private static Image stored(Raster raster, ColorModel colors) throws IOException {
        int bands = raster.getNumBands();
        int channels = bands == 2 ? 4 : bands;
        int plane = raster.getWidth() * raster.getHeight();
        float[] chw = new float[channels * plane];
        for (int c = 0; c < channels; c++) {
            int band = bands == 2 ? c / 3 : c;
            float[] samples = band(raster, band, largest(raster, colors, band));
            System.arraycopy(samples, 0, chw, c * plane, plane);
        }
        return Image.owning(channels, raster.getHeight(), raster.getWidth(), chw);
    }

    private static float[] band(Raster raster, int band, float largest) {
        float[] samples = raster.getSamples(
                raster.getMinX(), raster.getMinY(), raster.getWidth(), raster.getHeight(), band, (float[]) null);
        for (int i = 0; i < samples.length; i++) {
            samples[i] /= largest;
        }
        return samples;
    }

    /** Returns the sample value that means 1. */
    private static float largest(Raster raster, ColorModel colors, int band) throws IOException {
        int type = raster.getTransferType();
        if (isFloat(type)) {
            return 1f;
        }
        int bits = colors.getComponentSize(band);
        if (bits > 16 || type == DataBuffer.TYPE_SHORT) {
            throw new UnfitSamples(
                    "integers of " + bits + " bits that are signed or wider than 16", "save it with 8 or 16 bits");
        }
        return (1 << bits) - 1;
    }

    static boolean isFloat(int type) {
        return type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE;
    }

    /** Converts the image to a bitmap of its quantized levels, without any conversion between gray and RGB. */
    static BufferedImage image(Image image, int bits) {
        BufferedImage bitmap = bits == 8 ? bytes(image) : shorts(image);
        WritableRaster raster = bitmap.getRaster();
        int[] levels = new int[image.width()];
        for (int line = 0; line < image.channels() * image.height(); line++) {
            for (int x = 0; x < levels.length; x++) {
                levels[x] = image.level(line * levels.length + x, (1 << bits) - 1);
            }
            raster.setSamples(0, line % image.height(), levels.length, 1, line / image.height(), levels);
        }
        return bitmap;
    }

    private static BufferedImage bytes(Image image) {
        int[] types = {BufferedImage.TYPE_BYTE_GRAY, 0, BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_4BYTE_ABGR};
        return new BufferedImage(image.width(), image.height(), types[image.channels() - 1]);
    }

    private static BufferedImage shorts(Image image) {
        int channels = image.channels();
        int space = channels == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
        int transparency = channels == 4 ? Transparency.TRANSLUCENT : Transparency.OPAQUE;
        ColorModel colors = new ComponentColorModel(
                ColorSpace.getInstance(space), channels == 4, false, transparency, DataBuffer.TYPE_USHORT);
        WritableRaster raster = colors.createCompatibleWritableRaster(image.width(), image.height());
        return new BufferedImage(colors, raster, false, null);
    }
}
