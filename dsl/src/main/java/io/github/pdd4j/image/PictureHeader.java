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
 * What a picture file says of itself before anything is decoded.
 *
 * <pre>{@code
 * PictureHeader header = Pictures.header(photo);
 * System.out.println(header.size().width() + " columns of " + header.bits() + " bits");
 * }</pre>
 *
 * @param format the file's format in capitals, for example {@code PNG}; {@code memory} for a picture without a file
 * @param size columns and rows that loading gives, turned as the EXIF orientation says
 * @param channels the channels that loading gives: 1 (grey), 3 (RGB) or 4 (RGBA)
 * @param bits the bits of a sample: 1 to 16, or 32 for floats
 */
public record PictureHeader(String format, PictureSize size, int channels, int bits) {
    /** The header of a picture at hand, whose samples are floats. */
    public static PictureHeader of(Picture picture) {
        return new PictureHeader("memory", PictureSize.of(picture), picture.channels(), Float.SIZE);
    }

    static PictureHeader of(Container container, ImageReader reader) throws IOException {
        Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
        if (!types.hasNext()) {
            throw new IIOException("no known kind of samples");
        }
        ColorModel colours = types.next().getColorModel();
        return new PictureHeader(
                container.format().name(),
                container.aside().orientation().upright(container.size(reader)),
                channels(colours),
                colours instanceof IndexColorModel ? Byte.SIZE : colours.getComponentSize(0));
    }

    /** As {@link Samples} reads them. */
    private static int channels(ColorModel colours) {
        if (colours instanceof IndexColorModel palette && Samples.isGrey(palette)) {
            return 1;
        }
        if (colours.hasAlpha()) {
            return 4;
        }
        return colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY ? 1 : 3;
    }

    /** Whether it has transparency. */
    public boolean alpha() {
        return channels == 4;
    }
}
