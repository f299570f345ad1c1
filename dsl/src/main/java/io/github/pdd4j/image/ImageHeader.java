package io.github.pdd4j.image;

import java.awt.color.ColorSpace;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;

/**
 * The header of an image file, read without decoding the image.
 *
 * <pre>{@code
 * ImageHeader header = ImageFiles.header(photo);
 * System.out.println(header.size().width() + " columns of " + header.bits() + " bits");
 * }</pre>
 *
 * @param format the file format in capitals, for example {@code PNG}; {@code memory} for an image without a file
 * @param size the size of the loaded image, after applying the orientation
 * @param channels the channels of the loaded image: 1 (gray), 3 (RGB) or 4 (RGBA)
 * @param bits the bits per sample: 1 to 16, or 32 for floats
 */
public record ImageHeader(String format, ImageSize size, int channels, int bits) {
    /**
     * Returns the header of an image in memory, whose samples are 32-bit floats.
     *
     * @param image the image
     * @return the header
     */
    public static ImageHeader of(Image image) {
        return new ImageHeader("memory", ImageSize.of(image), image.channels(), Float.SIZE);
    }

    static ImageHeader of(Container container, ImageReader reader) throws IOException {
        Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
        if (!types.hasNext()) {
            throw new IIOException("no known kind of samples");
        }
        ColorModel colors = types.next().getColorModel();
        return new ImageHeader(
                container.format().name(),
                container.metadata().orientation().upright(container.size(reader)),
                channels(colors),
                colors instanceof IndexColorModel ? Byte.SIZE : colors.getComponentSize(0));
    }

    /** Returns the number of channels that {@link Samples} reads. */
    private static int channels(ColorModel colors) {
        if (colors instanceof IndexColorModel palette && Samples.isGray(palette)) {
            return 1;
        }
        if (colors.hasAlpha()) {
            return 4;
        }
        return colors.getColorSpace().getType() == ColorSpace.TYPE_GRAY ? 1 : 3;
    }

    /**
     * Tells whether the image has an alpha channel.
     *
     * @return true for RGBA
     */
    public boolean alpha() {
        return channels == 4;
    }

    /** For example {@code PNG, 256x256, 3 channels of 8 bits}. */
    @Override
    public String toString() {
        return format + ", " + size + ", " + channels + (channels == 1 ? " channel of " : " channels of ") + bits
                + " bits";
    }
}
