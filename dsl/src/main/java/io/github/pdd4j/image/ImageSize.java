package io.github.pdd4j.image;

/**
 * Columns and rows of an image.
 *
 * <pre>{@code
 * System.out.println(ImageFiles.header(photo).size().width());
 * }</pre>
 */
public record ImageSize(int width, int height) {
    /** The size of an image at hand. */
    public static ImageSize of(Image image) {
        return new ImageSize(image.width(), image.height());
    }

    /** Of the same image after a quarter turn. */
    public ImageSize turned() {
        return new ImageSize(/* width= */ height, /* height= */ width);
    }

    /** As people write it, width first: {@code 640x480}. */
    @Override
    public String toString() {
        return width + "x" + height;
    }
}
