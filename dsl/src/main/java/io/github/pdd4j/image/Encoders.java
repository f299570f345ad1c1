package io.github.pdd4j.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures to the bytes of PNG and JPEG files. */
final class Encoders {
    private Encoders() {}

    static byte[] png(Picture picture, int bits) {
        if (bits != 8 && bits != 16) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a PNG file must have 8 or 16 bits a sample, got %d: use 16 to keep fine shades",
                    bits));
        }
        ImageWriter writer = writer("png");
        return written(writer, writer.getDefaultWriteParam(), Samples.image(picture, bits));
    }

    static byte[] jpeg(Picture picture, int quality) {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "JPEG quality must be from 1 to 100, got %d: use 60 for a usual web picture",
                    quality));
        }
        ImageWriter writer = writer("jpeg");
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(quality / 100f);
        return written(writer, settings, Samples.image(picture.channels() == 4 ? picture.rgb() : picture, 8));
    }

    private static ImageWriter writer(String format) {
        return ImageIO.getImageWritersByFormatName(format).next();
    }

    private static byte[] written(ImageWriter writer, ImageWriteParam settings, BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
