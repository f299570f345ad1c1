package io.github.pdd4j.image;

/**
 * Columns and rows of a picture.
 *
 * <pre>{@code
 * System.out.println(Pictures.header(photo).size().width());
 * }</pre>
 */
public record PictureSize(int width, int height) {
    /** The size of a picture at hand. */
    public static PictureSize of(Picture picture) {
        return new PictureSize(picture.width(), picture.height());
    }

    /** Of the same picture after a quarter turn. */
    public PictureSize turned() {
        return new PictureSize(/* width= */ height, /* height= */ width);
    }

    /** As people write it, width first: {@code 640x480}. */
    @Override
    public String toString() {
        return width + "x" + height;
    }
}
