package io.github.pdd4j.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes images as PNG and JPEG, with their color profile if it fits their channels. */
final class Encoders {
    private static final int PNG_HEADER = 33;
    private static final int JPEG_PART = 65_519;
    private static final byte JFIF = (byte) 0xE0;

    private Encoders() {}

    static byte[] png(Image image, int bits) {
        if (bits != 8 && bits != 16) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a PNG file must have 8 or 16 bits per sample, got %d: use 16 to keep fine shades",
                    bits));
        }
        ImageWriter writer = writer("png");
        byte[] png = written(writer, writer.getDefaultWriteParam(), Samples.image(image, bits));
        return profile(image).map(profile -> inPng(png, profile.bytes())).orElse(png);
    }

    static byte[] jpeg(Image image, int quality) {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "JPEG quality must be from 1 to 100, got %d: use 60 for a usual web image", quality));
        }
        ImageWriter writer = writer("jpeg");
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(quality / 100f);
        byte[] jpeg = written(writer, settings, Samples.image(image.channels() == 4 ? image.rgb() : image, 8));
        return profile(image).map(profile -> inJpeg(jpeg, profile.bytes())).orElse(jpeg);
    }

    /** A gray profile does not apply to colors, nor an RGB profile to gray. */
    private static Optional<ColorProfile> profile(Image image) {
        return image.profile().filter(profile -> profile.describes(image.channels()));
    }

    /** Adds an iCCP chunk after the header: a name, a zero, the method 0, the deflated profile. */
    private static byte[] inPng(byte[] png, byte[] profile) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes("iCCPICC profile\0\0".getBytes(StandardCharsets.ISO_8859_1));
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(content)) {
            deflated.write(profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] chunk = content.toByteArray();
        CRC32 checksum = new CRC32();
        checksum.update(chunk);
        ByteBuffer out = ByteBuffer.allocate(png.length + chunk.length + 8);
        out.put(png, 0, PNG_HEADER).putInt(chunk.length - 4).put(chunk).putInt((int) checksum.getValue());
        return out.put(png, PNG_HEADER, png.length - PNG_HEADER).array();
    }

    /** Adds APP2 segments after the JFIF segment, numbered, because a segment has at most 65,535 bytes. */
    private static byte[] inJpeg(byte[] jpeg, byte[] profile) {
        int first = 4 + (jpeg[4] & 0xFF) * 256 + (jpeg[5] & 0xFF);
        int parts = (profile.length + JPEG_PART - 1) / JPEG_PART;
        if (jpeg[3] != JFIF || parts > 255) {
            return jpeg;
        }
        ByteBuffer out = ByteBuffer.allocate(jpeg.length + parts * 18 + profile.length);
        out.put(jpeg, 0, first);
        for (int i = 0; i < parts; i++) {
            int length = Math.min(JPEG_PART, profile.length - i * JPEG_PART);
            out.putShort((short) 0xFFE2).putShort((short) (length + 16));
            out.put("ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1))
                    .put((byte) (i + 1))
                    .put((byte) parts);
            out.put(profile, i * JPEG_PART, length);
        }
        return out.put(jpeg, first, jpeg.length - first).array();
    }

    private static ImageWriter writer(String format) {
        return ImageIO.getImageWritersByFormatName(format).next();
    }

    private static byte[] written(ImageWriter writer, ImageWriteParam settings, BufferedImage bitmap) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(bitmap, null, null), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
