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

/** Stored samples to picture values and back, without any colour conversion. */
final class Samples {
    private Samples() {}

    static Picture picture(BufferedImage image) {
        ColorModel colours = image.getColorModel();
        int family = colours.getColorSpace().getType();
        boolean plain = family == ColorSpace.TYPE_GRAY || family == ColorSpace.TYPE_RGB;
        if (colours instanceof IndexColorModel palette) {
            return coloured(image, isGrey(palette) ? 1 : palette.hasAlpha() ? 4 : 3);
        }
        return plain ? stored(image) : coloured(image, 3);
    }

    static boolean isGrey(IndexColorModel palette) {
        for (int i = 0; i < palette.getMapSize(); i++) {
            boolean opaque = palette.getAlpha(i) == 255;
            boolean grey = palette.getRed(i) == palette.getGreen(i) && palette.getGreen(i) == palette.getBlue(i);
            if (!opaque || !grey) {
                return false;
            }
        }
        return true;
    }

    /** Values through the colour model: exact for palettes, the only way for CMYK. */
    private static Picture coloured(BufferedImage image, int channels) {
        int width = image.getWidth();
        int plane = width * image.getHeight();
        float[] chw = new float[channels * plane];
        int[] row = new int[width];
        for (int i = 0; i < plane; i += width) {
            image.getRGB(0, i / width, width, 1, row, 0, width);
            for (int k = 0; k < channels * width; k++) {
                int shift = k / width == 3 ? 24 : 16 - 8 * (k / width);
                chw[k / width * plane + i + k % width] = (row[k % width] >>> shift & 0xFF) / 255f;
            }
        }
        return Picture.owning(channels, image.getHeight(), width, chw);
    }

    private static Picture stored(BufferedImage image) {
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        int channels = bands == 2 ? 4 : bands;
        int plane = raster.getWidth() * raster.getHeight();
        float[] chw = new float[channels * plane];
        for (int c = 0; c < channels; c++) {
            int band = bands == 2 ? c / 3 : c;
            float[] samples = band(raster, band, largest(image, band));
            System.arraycopy(samples, 0, chw, c * plane, plane);
        }
        return Picture.owning(channels, raster.getHeight(), raster.getWidth(), chw);
    }

    private static float[] band(Raster raster, int band, float largest) {
        float[] samples = raster.getSamples(
                raster.getMinX(), raster.getMinY(), raster.getWidth(), raster.getHeight(), band, (float[]) null);
        for (int i = 0; i < samples.length; i++) {
            samples[i] /= largest;
        }
        return samples;
    }

    /** The sample value that means 1. */
    private static float largest(BufferedImage image, int band) {
        int type = image.getRaster().getTransferType();
        if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE) {
            return 1f;
        }
        int bits = image.getColorModel().getComponentSize(band);
        if (bits > 16 || type == DataBuffer.TYPE_SHORT) {
            throw new IllegalArgumentException("unsigned samples of at most 16 bits or floats are read, got " + bits
                    + " bits of a signed or wider type");
        }
        return (1 << bits) - 1;
    }

    /** An image whose samples are the picture's levels: no conversion between grey and RGB takes place. */
    static BufferedImage image(Picture picture, int bits) {
        BufferedImage image = bits == 8 ? bytes(picture) : shorts(picture);
        WritableRaster raster = image.getRaster();
        int[] levels = new int[picture.width()];
        for (int line = 0; line < picture.channels() * picture.height(); line++) {
            for (int x = 0; x < levels.length; x++) {
                levels[x] = picture.level(line * levels.length + x, (1 << bits) - 1);
            }
            raster.setSamples(0, line % picture.height(), levels.length, 1, line / picture.height(), levels);
        }
        return image;
    }

    private static BufferedImage bytes(Picture picture) {
        int[] types = {BufferedImage.TYPE_BYTE_GRAY, 0, BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_4BYTE_ABGR};
        return new BufferedImage(picture.width(), picture.height(), types[picture.channels() - 1]);
    }

    private static BufferedImage shorts(Picture picture) {
        int channels = picture.channels();
        int space = channels == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
        int transparency = channels == 4 ? Transparency.TRANSLUCENT : Transparency.OPAQUE;
        ColorModel colours = new ComponentColorModel(
                ColorSpace.getInstance(space), channels == 4, false, transparency, DataBuffer.TYPE_USHORT);
        WritableRaster raster = colours.createCompatibleWritableRaster(picture.width(), picture.height());
        return new BufferedImage(colours, raster, false, null);
    }
}
