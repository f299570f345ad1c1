package io.github.pdd4j.image;

/**
 * The size of an image in pixels.
 *
 * <pre>{@code
 * System.out.println(ImageFiles.header(photo).size().width());
 * }</pre>
 *
 * @param width the number of columns
 * @param height the number of rows
 */
public record ImageSize(int width, int height) {
    /**
     * Returns the size of an image.
     *
     * @param image the image
     * @return its size
     */
    public static ImageSize of(Image image) {
        return new ImageSize(image.width(), image.height());
    }

    /** Returns the size as text, width first: {@code 640x480}. */
    @Override
    public String toString() {
        return width + "x" + height;
    }
}
