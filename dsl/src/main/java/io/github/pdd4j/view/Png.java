package io.github.pdd4j.view;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A raster image in PNG format.
 *
 * <pre>{@code
 * var image = new java.awt.image.BufferedImage(8, 8, java.awt.image.BufferedImage.TYPE_INT_RGB);
 * Png png = Png.of("a black square", image);
 * System.out.println(png.bytes().length);
 * }</pre>
 */
public final class Png implements View {
    private final String text;
    private final byte[] bytes;

    /**
     * Wraps an image that is already encoded as PNG.
     *
     * @param text the plain text to show where images cannot be shown
     * @param bytes the content of a PNG file
     * @throws IllegalArgumentException if the bytes do not start with the PNG signature
     */
    public Png(String text, byte[] bytes) {
        if (bytes.length < 8 || (bytes[0] & 0xff) != 0x89 || bytes[1] != 'P') {
            throw new IllegalArgumentException("bytes of a PNG view must start with the PNG signature, got "
                    + bytes.length + " other bytes: use Png.of(text, image) to encode an image");
        }
        this.text = text;
        this.bytes = bytes.clone();
    }

    /**
     * Encodes an image as PNG.
     *
     * @param text the plain text to show where images cannot be shown
     * @param image the image
     * @return the encoded image
     */
    public static Png of(String text, BufferedImage image) {
        try (var bytes = new ByteArrayOutputStream()) {
            try (var stream = new MemoryCacheImageOutputStream(bytes)) {
                ImageIO.write(image, "png", stream);
            }
            return new Png(text, bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("PNG encoding failed: " + e.getMessage(), e);
        }
    }

    /**
     * Returns a copy of the PNG file content.
     *
     * @return the bytes
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public String html() {
        return "<img alt=\"" + Html.escape(text) + "\" style=\"max-width:100%\" src=\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(bytes) + "\"/>";
    }

    @Override
    public String toString() {
        return text;
    }
}
