package io.github.pdd4j.image;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an image file: the bytes that the decoder needs, and the metadata.
 *
 * <p>Decoders reject or misread some files because of unneeded metadata, and apply only some color profiles. So they
 * get only the sample data, and orientation and profile are read here in the same way for all formats.
 *
 * @param format as {@link ContainerFormat}
 * @param samples the bytes for the decoder
 * @param metadata orientation and color profile
 * @param screen the place of the first frame, for formats whose frames may be smaller than the image
 * @param vp8 the data of a lossy WebP frame, without alpha
 * @param inks the kind of CMYK samples, if any; the decoder's own conversion to RGB depends on the platform
 */
record Container(
        ContainerFormat format,
        Excerpt samples,
        ImageMetadata metadata,
        Optional<Screen> screen,
        Inks inks,
        Optional<Excerpt> vp8) {
    /** The color encoding of JPEG samples. */
    enum Inks {
        /** Gray, RGB or YCbCr, converted by the decoder. */
        NONE,
        /** Cyan, magenta, yellow and black. */
        CMYK,
        /** CMYK with the first three channels as YCbCr. */
        YCCK
    }

    /**
     * The size of the whole image and the position of the first frame.
     *
     * @param width the image width in pixels
     * @param height the image height in pixels
     * @param x the left column of the frame
     * @param y the top row of the frame
     * @param transparent the palette index of the pixels outside the frame, if there is a palette
     */
    record Screen(int width, int height, int x, int y, int transparent) {
        /** Places the frame in the image; the rest is transparent or black. */
        Image with(Image frame) {
            int columns = Math.min(frame.width(), width - x);
            int rows = Math.min(frame.height(), height - y);
            float[] from = frame.chw();
            return Image.drawn(frame.channels(), height, width, to -> {
                for (int row = 0; row < frame.channels() * rows && columns > 0; row++) {
                    int channel = row / rows;
                    int source = (channel * frame.height() + row % rows) * frame.width();
                    System.arraycopy(from, source, to, (channel * height + y + row % rows) * width + x, columns);
                }
            });
        }
    }

    Container(ContainerFormat format, Excerpt samples, ImageMetadata metadata) {
        this(format, samples, metadata, Optional.empty(), Inks.NONE, Optional.empty());
    }

    /** Splits a file of a readable format into its parts; null for other files. */
    static @Nullable Container of(ImageInputStream file) throws IOException {
        byte[] start = start(file, ContainerFormat.START);
        ContainerFormat format = ContainerFormat.of(start);
        if (format == null) {
            return null;
        }
        long end = file.length();
        return switch (format) {
            case PNG -> PngParts.of(file, end);
            case JPEG -> JpegParts.of(file, end);
            case WEBP -> WebpParts.of(file, end);
            case TIFF -> TiffParts.of(file, end);
            case GIF -> GifParts.of(file, end);
            case BMP -> BmpParts.of(file, end);
        };
    }

    /** Returns the first bytes, fewer if the file is shorter. */
    static byte[] start(ImageInputStream file, int most) throws IOException {
        byte[] start = new byte[most];
        file.seek(0);
        int count = 0;
        for (int more = 0; more >= 0 && count < most; count += Math.max(0, more)) {
            more = file.read(start, count, most - count);
        }
        return Arrays.copyOf(start, count);
    }

    /** Returns the size of the whole image as stored. */
    ImageSize size(ImageReader reader) throws IOException {
        return screen.map(whole -> new ImageSize(whole.width, whole.height))
                .orElse(new ImageSize(reader.getWidth(0), reader.getHeight(0)));
    }
}
