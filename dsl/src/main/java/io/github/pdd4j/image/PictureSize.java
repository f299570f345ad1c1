package io.github.pdd4j.image;

/**
 * Columns and rows of a picture.
 *
 * <pre>{@code
 * System.out.println(Pictures.size(photo).width());
 * }</pre>
 */
public record PictureSize(int width, int height) {
    /** The size of a picture at hand. */
    public static PictureSize of(Picture picture) {
        return new PictureSize(picture.width(), picture.height());
    }
}
