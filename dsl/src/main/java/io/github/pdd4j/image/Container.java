package io.github.pdd4j.image;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * An image file taken apart: what the decoder needs for the samples, and what is said beside them.
 *
 * <p>Decoders refuse or misread files for metadata that nobody needs, and apply some color profiles and not others. So
 * they get the samples' part of the file only, and orientation and profile are read here, by one rule for all formats.
 *
 * @param format as {@link ContainerFormat}
 * @param samples what the decoder reads
 * @param aside orientation and profile
 * @param screen where the first frame lies, for formats that have frames smaller than the image
 * @param vp8 the data of a lossy WebP frame, without alpha
 * @param inks whether the samples are of four inks: the decoder's own conversion to RGB depends on the machine
 */
record Container(
        ContainerFormat format,
        Excerpt samples,
        Aside aside,
        Optional<Screen> screen,
        Inks inks,
        Optional<Excerpt> vp8) {
    /** The kinds of samples of a JPEG file. */
    enum Inks {
        /** Gray, RGB, YCbCr: converted by the decoder. */
        NONE,
        /** Cyan, magenta, yellow and black. */
        CMYK,
        /** The same with the first three as YCbCr. */
        YCCK
    }

    /**
     * The size of the whole image and the place of the first frame.
     *
     * @param transparent the palette's entry for what the frame leaves free, where there is a palette
     */
    record Screen(int width, int height, int x, int y, int transparent) {
        /** The frame in its place; what it leaves free is transparent or black. */
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

    Container(ContainerFormat format, Excerpt samples, Aside aside) {
        this(format, samples, aside, Optional.empty(), Inks.NONE, Optional.empty());
    }

    /** The parts of a file of a format that is read, or null. */
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

    /** The first bytes, fewer where the file is shorter. */
    static byte[] start(ImageInputStream file, int most) throws IOException {
        byte[] start = new byte[most];
        file.seek(0);
        int count = 0;
        for (int more = 0; more >= 0 && count < most; count += Math.max(0, more)) {
            more = file.read(start, count, most - count);
        }
        return Arrays.copyOf(start, count);
    }

    /** The size of the whole image as it is stored. */
    ImageSize size(ImageReader reader) throws IOException {
        return screen.map(whole -> new ImageSize(whole.width, whole.height))
                .orElse(new ImageSize(reader.getWidth(0), reader.getHeight(0)));
    }
}
